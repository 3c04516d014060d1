import { runRegister } from './ballotproof.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

type Setting = Readonly<{ options: string; hasFastRounds: boolean; okMin: number }>;

const settings: readonly Setting[] = [
  {
    options: '--nodes 5 --protocol fast-flexible --phase1 3 --classic 3 --fast 4',
    hasFastRounds: true,
    okMin: 5_000,
  },
  { options: '--nodes 5 --protocol classic --phase1 3 --classic 3', hasFastRounds: false, okMin: 2_500 },
  { options: '--nodes 4 --protocol flexible --phase1 3 --classic 2', hasFastRounds: false, okMin: 2_500 },
  { options: '--nodes 4 --protocol fast --phase1 3 --classic 3 --fast 3', hasFastRounds: true, okMin: 2_500 },
  {
    options: '--nodes 10 --protocol fast-flexible --phase1 8 --classic 3 --fast 7',
    hasFastRounds: true,
    okMin: 2_500,
  },
];

/** Safe settings are found valid under all kinds of fault, with proof that the faults and the protocol's paths were real. */
export const survivors: AcceptanceLine = {
  number: 3,
  title: 'Five safe settings are valid under partitions, kills and pauses',
  hasShortForm: true,
  async replay(trial) {
    for (const setting of trial.isShort ? settings.slice(0, 2) : settings) await survive(trial, setting, onProcesses);
  },
};

/** The same in containers, where clocks lie as well and reads are served in every safe way. */
export const survivorsInDocker: AcceptanceLine = {
  number: 11,
  title: 'In Docker, five safe settings and two more kinds of read are valid, with clock skew added',
  hasShortForm: false,
  async replay(trial) {
    const [first] = settings;
    const reads =
      first === undefined
        ? []
        : ['index', 'lease'].map((how) => ({ ...first, options: `${first.options} --reads ${how}` }));
    const docker = { environment: 'docker', kinds: ['partition', 'kill', 'pause', 'clock'] };
    for (const setting of [...settings, ...reads]) await survive(trial, setting, docker);
  },
};

type Place = Readonly<{ environment: string; kinds: readonly string[] }>;

const onProcesses: Place = { environment: 'process', kinds: ['partition', 'kill', 'pause'] };

async function survive(trial: Trial, setting: Setting, { environment, kinds }: Place): Promise<void> {
  const { options, hasFastRounds, okMin } = setting;
  const [timeLimit, interval] = trial.isShort ? [20, 6] : [60, 10];
  const nemesis = `--nemesis ${kinds.join(',')} --nemesis-interval ${interval}`;
  const { status, results, stderr } = await runRegister(
    trial,
    `${options} ${nemesis} --rate 200 --time-limit ${timeLimit} --seed 7`,
    environment,
  );
  if (results === null) return trial.check('the run ends with results', false, stderr);
  const { ops, windows, protocol } = results.facts;
  trial.check('valid, exit 0', status === 0 && results.verdict === 'valid', `${results.verdict}: ${results.sentence}`);
  const wanted = (okMin * timeLimit) / 60;
  trial.check(`over ${Math.round(wanted)} ok ops`, ops.ok > wanted, ops.ok);
  for (const kind of kinds) {
    const effective = windows.filter((window) => window.kind === kind && window.outcome === 'effective');
    trial.check(`${kind} is proved effective`, effective.length > 0, `${effective.length} windows`);
  }
  if (!hasFastRounds) return;
  trial.check('fast decisions', protocol.fast > 0, protocol.fast);
  trial.check('collisions', protocol.collisions > 0, protocol.collisions);
  trial.check('recoveries', protocol.recoveries > 0, protocol.recoveries);
}
