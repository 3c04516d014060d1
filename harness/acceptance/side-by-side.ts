import { runRegister } from './ballotproof.ts';
import type { AcceptanceLine } from './trial.ts';

/** Runs keep out of each other's way, and a run in which nothing happens proves nothing. */
export const sideBySide: AcceptanceLine = {
  number: 7,
  title: 'Two runs side by side are both valid; a run without operations or faults is unknown',
  hasShortForm: true,
  async replay(trial) {
    const [timeLimit, interval] = trial.isShort ? [20, 6] : [60, 10];
    const common = `--nemesis-interval ${interval} --rate 100 --time-limit ${timeLimit}`;
    const runs = await Promise.all([1, 2].map((seed) => runRegister(trial, `--nodes 3 ${common} --seed ${seed}`)));
    for (const [index, { status, results, stderr }] of runs.entries()) {
      const seen = results === null ? stderr : `${results.verdict}: ${results.sentence}`;
      trial.check(`run ${index + 1} is valid`, status === 0, seen);
    }
    const directories = new Set(runs.map(({ results }) => results?.directory));
    trial.check('each has files of its own', directories.size === 2, [...directories].join(' and '));

    const idle = await runRegister(trial, '--nodes 3 --rate 0 --time-limit 12 --nemesis kill --seed 1');
    trial.check('--rate 0 is unknown', idle.status === 2, idle.results?.sentence ?? idle.stderr);
    trial.check(
      'and says why',
      /no operation was issued/.test(idle.results?.sentence ?? ''),
      'no operation was issued',
    );

    const calm = await runRegister(trial, '--nodes 3 --rate 100 --time-limit 5 --nemesis none --seed 1');
    trial.check('without a fault it is unknown', calm.status === 2, calm.results?.sentence ?? calm.stderr);
    trial.check('and says why', /no fault/.test(calm.results?.sentence ?? ''), 'no fault');
  },
};
