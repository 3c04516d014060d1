import { nodeNames, systemText } from '#quorums';
import { exitStatus } from '../../exit-status.ts';
import { differenceFrom } from '../../hunt/kept-run.ts';
import { recordRun } from '../../message-diagram/index.ts';
import type { SimOutcome, SimScenario } from '../../simulation/index.ts';
import { askedDiagram, type DiagramOptions } from './asked-diagram.ts';
import { askedRun } from './asked-run.ts';
import type { AskedSwarm } from './asked-swarm.ts';
import { drawDiagram } from './draw-diagram.ts';
import { replayStoredRun } from './replay-stored-run.ts';

/** The options of `replay` as commander gives them. */
export type ReplayOptions = AskedSwarm & DiagramOptions & Readonly<{ json?: boolean }>;

/**
 * Repeats a run and tells what happens in it. Exit status 0: no violation; 1: a violation, the one that was recorded if one was; 2: this
 * commit comes to something else than what was recorded.
 */
export async function replayCommand(what: string, options: ReplayOptions): Promise<number> {
  const asked = askedRun(what, options);
  if (asked.kind === 'stored') return replayStoredRun(asked.directory, options);
  const { scenario, recorded } = asked;
  const diagram = askedDiagram(options, nodeNames(scenario.system));
  const { until } = diagram;
  const { names, outcome, happenings } = recordRun(scenario, until === undefined ? {} : { until });
  const drawn = drawDiagram(happenings, diagram, { names, title: scenario.because });
  const isComparable = recorded !== null && (until === undefined || until >= recorded.events);
  const difference = isComparable ? differenceFrom(recorded, outcome) : null;
  if (options.json === true) {
    process.stdout.write(
      `${JSON.stringify({ version: 1, scenario, outcome, isCompared: isComparable, difference })}\n`,
    );
  } else {
    const lines = [
      ...headLines(scenario),
      ...drawn,
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
