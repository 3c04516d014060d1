import { type Message, type Round, roundNumber, roundOwner, type Value } from '#cluster-node';
import { type Happening, recordRun } from '../message-diagram/index.ts';
import type { SimScenario } from '../simulation/index.ts';

/** One thing that is to happen on a real cluster, in the order of the script. Nodes are names. */
export type PlayStep =
  | Readonly<{ kind: 'deliver'; from: string; to: string; message: Message }>
  | Readonly<{ kind: 'ask'; node: string; value: Value }>
  | Readonly<{ kind: 'begin-round'; node: string; roundKind: 'classic' | 'fast' }>
  | Readonly<{ kind: 'kill' | 'restart'; node: string }>;

/** What happens in a scenario until it is healed, or why a real cluster cannot be made to do it, in one line. */
export type PlayScript = Readonly<{ steps: readonly PlayStep[]; objection: string | null }>;

/**
 * The order of what happens in a simulated run of `scenario`, for a cluster on which every message waits to be released. What was
 * lost is never released; how long things took does not matter, but for their order.
 */
export function playScript(scenario: SimScenario): PlayScript {
  const { names, happenings } = recordRun(scenario, { oracles: 'off' });
  const before = happenings.filter(({ atMs }) => atMs < scenario.healAtMs);
  const objection = objectionTo(scenario, before);
  if (objection !== null) return { steps: [], objection };
  return { steps: before.flatMap((happening) => stepsOf(happening, before, names)), objection };
}

/** What only a simulated disk, clock or node does. */
const onlySimulated: Readonly<Record<string, string>> = {
  clock: 'clocks that are wrong',
  'slow-disk': 'a slow disk',
  'failed-sync': 'a sync that fails',
  corrupt: 'a damaged journal',
};

function objectionTo(
  { roundsBy, reads, lostForGood, faults }: SimScenario,
  happenings: readonly Happening[],
): string | null {
  if (roundsBy !== 'request') return 'its rounds begin by timeouts, whose order a real cluster decides by itself';
  if (reads === 'lease') return 'it reads by lease, which rests on clocks and not on an order of messages';
  if (lostForGood.length > 0) return 'nodes are lost for good in it';
  const fault = faults.map(({ kind }) => onlySimulated[kind]).find((words) => words !== undefined);
  if (fault !== undefined) return `it needs ${fault}, which only the simulator has`;
  const isTorn = happenings.some((one) => one.kind === 'crashed' && (one.append === 'lost' || one.append === 'torn'));
  return isTorn
    ? 'a crash in it loses what was being written, and a kill loses nothing that was handed to the system'
    : null;
}

function stepsOf(happening: Happening, all: readonly Happening[], names: readonly string[]): readonly PlayStep[] {
  const nameOf = (node: number): string => names[node] ?? '';
  switch (happening.kind) {
    case 'delivered':
      return [{ kind: 'deliver', from: nameOf(happening.from), to: nameOf(happening.to), message: happening.message }];
    case 'asked':
      return [{ kind: 'ask', node: nameOf(happening.node), value: happening.value }];
    case 'crashed':
      return [{ kind: 'kill', node: nameOf(happening.node) }];
    case 'started':
      return happening.atMs === 0 ? [] : [{ kind: 'restart', node: nameOf(happening.node) }];
    case 'trace': {
      const { told } = happening;
      if (told.kind !== 'round' || told.what !== 'began') return [];
      return [{ kind: 'begin-round', node: nameOf(happening.node), roundKind: kindOfRound(told.round, all) }];
    }
    case 'missed':
    case 'answered':
    case 'durable':
    case 'stopped':
    case 'fault':
    case 'violation':
      return []; // what is lost is never released, and the rest follows by itself
  }
}

/** A round whose fast step is opened later was asked for as a fast one. */
function kindOfRound(round: number, all: readonly Happening[]): 'classic' | 'fast' {
  const isOpened = all.some(
    ({ kind, ...rest }) =>
      kind === 'trace' &&
      'told' in rest &&
      rest.told.kind === 'round' &&
      rest.told.what === 'opened-fast' &&
      isSameAttempt(rest.told.round, round),
  );
  return isOpened ? 'fast' : 'classic';
}

function isSameAttempt(one: number, other: number): boolean {
  const [a, b] = [one as Round, other as Round];
  return roundNumber(a) === roundNumber(b) && roundOwner(a) === roundOwner(b);
}
