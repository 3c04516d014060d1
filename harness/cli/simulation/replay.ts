import { writeFileSync } from 'node:fs';
import { systemText } from '#quorums';
import { exitStatus } from '../../exit-status.ts';
import { UsageError } from '../../harness-error.ts';
import { differenceFrom } from '../../hunt/kept-run.ts';
import {
  type Around,
  diagramRows,
  diagramSvg,
  diagramText,
  happeningsAround,
  recordRun,
} from '../../message-diagram/index.ts';
import { wholeNumber } from '../../option-values.ts';
import type { SimOutcome, SimScenario } from '../../simulation/index.ts';
import { refuseWithoutFolder } from '../refuse-without-folder.ts';
import { askedRun } from './asked-run.ts';
import type { AskedSwarm } from './asked-swarm.ts';
import { replayStoredRun } from './replay-stored-run.ts';

/** The options of `replay` as commander gives them. */
export type ReplayOptions = AskedSwarm &
  Readonly<{
    until?: string;
    around?: string;
    rows: string;
    all?: boolean;
    svg?: string;
    json?: boolean;
  }>;

/** Of a longer diagram the end is shown. */
export const rowsDefault = '150';

/**
 * Repeats a run and tells what happens in it. Exit status 0: no violation; 1: a violation, the one that was recorded if one was; 2: this
 * commit comes to something else than what was recorded.
 */
export async function replayCommand(what: string, options: ReplayOptions): Promise<number> {
  const asked = askedRun(what, options);
  if (asked.kind === 'stored') return replayStoredRun(asked.directory, options);
  refuseWithoutFolder('--svg', options.svg);
  const { scenario, recorded } = asked;
  const until = options.until === undefined ? undefined : wholeNumber('--until', options.until, 1, 1e12);
  const { names, outcome, happenings } = recordRun(scenario, until === undefined ? {} : { until });
  const around = askedAround(options.around, names);
  const rows = diagramRows(happeningsAround(happenings, around, options.all === true), names);
  const shown = rows.slice(-wholeNumber('--rows', options.rows, 1, 1_000_000));
  if (options.svg !== undefined) writeFileSync(options.svg, diagramSvg(shown, names, scenario.because));
  const isComparable = recorded !== null && (until === undefined || until >= recorded.events);
  const difference = isComparable ? differenceFrom(recorded, outcome) : null;
  if (options.json === true) {
    process.stdout.write(
      `${JSON.stringify({ version: 1, scenario, outcome, isCompared: isComparable, difference })}\n`,
    );
  } else {
    const left = rows.length - shown.length;
    const lines = [
      ...headLines(scenario),
      ...(left > 0 ? [`${left} rows before these are left out; --rows shows more, --around others.`] : []),
      ...diagramText(shown, names),
      ...outcomeLines(outcome),
      ...(isComparable ? [comparison(difference)] : []),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  if (difference !== null) return exitStatus.unknown;
  return outcome.violation === null ? exitStatus.valid : exitStatus.invalid;
}

/** What the run is, for people. */
export function headLines({
  because,
  seed,
  system,
  reads,
  mutant,
  operations,
  faults,
  messages,
}: SimScenario): string[] {
  const broken = mutant === null ? 'the correct protocol' : `the broken protocol ${mutant}`;
  return [
    because,
    `${systemText(system)}, ${broken}, reads by ${reads}, seed ${seed}: ` +
      `${operations.length} operations, ${faults.length} faults, ${messages.length} rules for messages`,
  ];
}

/** What came of it, for people. */
export function outcomeLines({ violation, events, endedAtMs, hash, operations }: SimOutcome): string[] {
  const { ok, fail, info } = operations;
  const size = `${events} events, ${endedAtMs.toFixed(3)} ms, operations ${ok} ok, ${fail} fail, ${info} info, hash ${hash}`;
  if (violation === null) return [`No violation: ${size}`];
  return [
    `VIOLATION of ${violation.judge} at event ${violation.atEvent}, ${violation.atMs.toFixed(3)} ms: ${violation.message}`,
    `Fingerprint: ${violation.fingerprint}`,
    size,
  ];
}

function comparison(difference: string | null): string {
  return difference === null
    ? 'As recorded: the same event, the same violation, the same hash.'
    : `This commit differs: ${difference}.`;
}

/** @throws UsageError */
function askedAround(text: string | undefined, names: readonly string[]): Around {
  if (text === undefined) return null;
  const node = names.indexOf(text);
  if (node !== -1) return { kind: 'node', node };
  if (/^\d+$/.test(text))
    return { kind: 'instance', instance: wholeNumber('--around', text, 0, Number.MAX_SAFE_INTEGER) };
  const [, ms] = /^(\d+(?:\.\d+)?)ms$/.exec(text) ?? [];
  if (ms !== undefined) return { kind: 'time', atMs: Number(ms) };
  throw new UsageError(
    `--around takes an instance such as 3, a time such as 1200ms, or a node (${names.join(', ')}), not "${text}".`,
  );
}
