import { type SweepOptions, sweepUnsafeSettings } from '../../counterexample/sweep.ts';
import { exitStatus } from '../../exit-status.ts';
import { UsageError } from '../../harness-error.ts';
import { oneOf, wholeNumber } from '../../option-values.ts';
import { textTable } from '../../report/text-table.ts';
import { Interrupts } from '../interrupts.ts';

/** The oracles of the simulator and patience end there. */
const nodesMax = 12;
const failuresShown = 10;
const kinds = ['choose', 'stop'] as const;

/**
 * `quorum break --up-to N --run --environment sim`: breaks every unsafe setting of at most N nodes. Exit status 1: each one
 * ended as foretold; 2: one did not.
 */
export async function sweepCommand(
  upTo: string,
  options: Readonly<{ run?: boolean; environment?: string; onBrokenPick?: string; json?: boolean }>,
): Promise<number> {
  const nodes = wholeNumber('--up-to', upTo, 2, nodesMax);
  if (options.run !== true || options.environment !== 'sim') {
    throw new UsageError('--up-to breaks one setting after the other in virtual time; add --run --environment sim.');
  }
  const { onBrokenPick } = options;
  const asked = onBrokenPick === undefined ? kinds : [oneOf('--on-broken-pick', onBrokenPick, kinds)];
  using interrupts = new Interrupts((line) => void process.stderr.write(`${line}\n`));
  const sweeps = [];
  for (const kind of asked) {
    const sweep: SweepOptions = { nodes, onBrokenPick: kind, signal: interrupts.stop };
    sweeps.push(await sweepUnsafeSettings(sweep));
  }
  const failures = sweeps.flatMap(({ failures: some }) => some);
  if (options.json === true) process.stdout.write(`${JSON.stringify({ version: 1, sweeps })}\n`);
  else {
    const rows = sweeps.flatMap(({ onBrokenPick: kind, perNodes }) =>
      perNodes.map(({ nodes: n, unsafe, twoValues, alarms }) => [
        kind,
        n,
        unsafe,
        twoValues,
        alarms,
        twoValues + alarms === unsafe ? 'all' : 'NOT ALL',
      ]),
    );
    const table = textTable([['coordinator', 'N', 'unsafe', 'two values', 'alarm only', 'as foretold'], ...rows]);
    process.stdout.write(`${[...table, ...failures.slice(0, failuresShown)].join('\n')}\n`);
  }
  return failures.length === 0 ? exitStatus.invalid : exitStatus.unknown;
}
