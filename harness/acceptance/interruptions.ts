import { join } from 'node:path';
import { asValue, decodeCommand } from '#cluster-node';
import { SystemClock } from '../environments/system-clock.ts';
import { ballotproof } from './ballotproof.ts';
import { historyOf, linesOf, processesOf, type RunningRun, startRun } from './running-run.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

const endLimitMs = 30_000;
const opsBefore = 500;

/** A run that is interrupted ends in good order; one that is killed leaves a history, and nothing else for long. */
export const interruptions: AcceptanceLine = {
  number: 6,
  title: 'Ctrl-C ends a run in good order; after kill -9 the history is whole and nothing stays behind',
  hasShortForm: true,
  async replay(trial) {
    await interrupt(trial);
    await killController(trial);
  },
};

async function interrupt(trial: Trial): Promise<void> {
  const run = await startRun(trial, '--nodes 3 --time-limit 120', 61, opsBefore);
  const clock = new SystemClock();
  trial.running(`kill -INT ${run.controller.pid}`);
  run.controller.kill('SIGINT');
  const { status, results } = await run.controller.ended;
  const tookMs = clock.nowNs() / 1e6;
  trial.check('over within 30 s of Ctrl-C', tookMs <= endLimitMs, `${(tookMs / 1_000).toFixed(1)} s`);
  const { verdict = 'nothing', facts } = results ?? {};
  trial.check(
    'it is judged as interrupted',
    facts?.isInterrupted === true && facts.final !== null,
    `${verdict}, status ${status}`,
  );
  trial.check('and not convicted', status === 0 || status === 2, `status ${status}`);
  trial.check('no process is left', processesOf(run).length === 0, processesOf(run).length);
}

async function killController(trial: Trial): Promise<void> {
  const dead = await startRun(trial, '--nodes 3 --time-limit 120 --nemesis none', 62, opsBefore);
  // long enough to be under way when `clean` comes, and with a fault of each kind before its end
  const live = await startRun(trial, '--nodes 3 --time-limit 24 --nemesis-interval 7 --rate 100', 63, 1);
  trial.running(`kill -KILL ${dead.controller.pid}`);
  dead.controller.kill('SIGKILL');
  await dead.controller.ended;

  checkHistory(trial, dead);
  const historyPath = join(dead.directory, 'history.jsonl');
  const history = await ballotproof(trial, ['check', historyPath]);
  trial.check('check judges the history', history.status === 0, history.stdout.split('\n')[0] ?? '');
  const { status, results } = await ballotproof(trial, ['check', dead.directory, '--json']);
  const missing = (results?.findings ?? []).map(({ sentence }) => sentence);
  const tellsOfNodes = missing.some((sentence) => /journal|digest/.test(sentence));
  trial.check('check of the run says what could not be judged', status === 2 && tellsOfNodes, missing.join('; '));

  const orphans = processesOf(dead).length;
  trial.check('the nodes of the dead run are still there', orphans > 0, orphans);
  const liveBefore = processesOf(live).length;
  const cleaned = await ballotproof(trial, ['clean', '--store', trial.storeDirectory]);
  trial.check('clean succeeds', cleaned.status === 0, cleaned.stdout.split('\n').at(-1) ?? '');
  trial.check('and removes every process of the dead run', processesOf(dead).length === 0, processesOf(dead).length);
  trial.check('and none of the live one', liveBefore > 0 && processesOf(live).length > 0, processesOf(live).length);
  const liveEnd = await live.controller.ended;
  trial.check('the live run ends valid', liveEnd.status === 0, `status ${liveEnd.status}`);
}

/** Whatever a node has executed was on file before it was sent. */
function checkHistory(trial: Trial, run: RunningRun): void {
  const ops = historyOf(run);
  const isGapless = ops.every(({ index }, line) => index === line);
  trial.check('the history is whole', isGapless, `${ops.length} lines, indexes without a gap`);
  const invoked = new Set(
    ops.filter(({ type, f }) => type === 'invoke' && f === 'write').map(({ key, value }) => `${key}=${String(value)}`),
  );
  const executed = ['n1', 'n2', 'n3'].flatMap((node) =>
    executedWrites(join(run.directory, 'nodes', node, 'trace.jsonl')),
  );
  const unknown = executed.filter((write) => !invoked.has(write));
  trial.check(
    'every write that a node executed is in it',
    executed.length > 0 && unknown.length === 0,
    `${executed.length} executions, ${unknown.length} of them unknown ${unknown.slice(0, 3).join(' ')}`,
  );
}

function executedWrites(tracePath: string): string[] {
  return linesOf(tracePath).flatMap((line) => {
    if (!line.includes('"applied"')) return [];
    const { value } = JSON.parse(line) as { value?: unknown };
    const operation = typeof value === 'string' ? decodeCommand(asValue(value))?.operation : undefined;
    return operation?.f === 'write' ? [`${operation.key}=${String(operation.value)}`] : [];
  });
}
