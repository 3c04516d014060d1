import type { Message } from '#cluster-node';
import { roundNumber, roundOwner, roundStep } from '#cluster-node';
import { nodeNames, type QuorumSystem } from '#quorums';
import type { MessagePattern, MessageRule, SimFault, SimOperation, SimScenario } from '../simulation/index.ts';
import type { PathStep } from './explore.ts';
import type { LocalEvent, TakenIn } from './local-event.ts';

/** Between two events of a path, so that a sync (1 ms) and what follows it are over before the next. */
const stepMs = 10;
const crashedMs = 2;

/**
 * The way to a violation as a scenario that `replay` repeats: every message is held until its place on the way, and all others are
 * lost.
 */
export function pathScenario(
  path: readonly PathStep[],
  { system, mutant, because }: Readonly<{ system: QuorumSystem; mutant: string | null; because: string }>,
): SimScenario {
  const names = nodeNames(system);
  const endMs = (path.length + 3) * stepMs;
  const parts = path.map((step, place) => partOf(step, (place + 1) * stepMs, names));
  return {
    version: 1,
    because,
    seed: 1,
    system,
    reads: 'log',
    onBrokenPick: 'choose',
    roundsBy: 'request',
    mutant,
    network: { delayMinMs: 1, delayMaxMs: 1, straggling: 0, lost: 0, duplicated: 0 },
    disk: { syncMinMs: 1, syncMaxMs: 1 },
    clockRates: {},
    operations: parts.flatMap(({ operations = [] }) => operations),
    faults: [
      ...parts.flatMap(({ faults = [] }) => faults),
      ...names.map((node): SimFault => ({ atMs: endMs, kind: 'let-go', node })),
    ],
    messages: [
      ...parts.flatMap(({ messages = [] }) => messages),
      { match: { untilMs: endMs }, action: { kind: 'drop' } },
    ],
    healAtMs: endMs,
    settleMs: 10_000,
    lostForGood: [],
  };
}

type Part = Readonly<{
  operations?: readonly SimOperation[];
  faults?: readonly SimFault[];
  messages?: readonly MessageRule[];
}>;

function partOf({ node, event }: PathStep, atMs: number, names: readonly string[]): Part {
  const name = names[node] ?? String(node);
  if (event.kind === 'crash') return { faults: [crash(name, atMs, 0)] };
  if (event.kind !== 'crash-within') return takenIn(event, node, atMs, names);
  const part = takenIn(event.event, node, atMs, names);
  return { ...part, faults: [...(part.faults ?? []), crashWithin(event, name, atMs)] };
}

function takenIn(event: TakenIn, node: number, atMs: number, names: readonly string[]): Part {
  const name = names[node] ?? String(node);
  switch (event.kind) {
    case 'begin-round':
      return { faults: [{ atMs, kind: 'begin-round', node: name, roundKind: event.roundKind }] };
    case 'recover':
      return { faults: [{ atMs, kind: 'recover', node: name, instance: event.instance }] };
    case 'command': {
      const key = String.fromCharCode('x'.charCodeAt(0) + (node % 3));
      return { operations: [{ atMs, client: node + 1, node: name, f: 'write', key, value: node + 1 }] };
    }
    case 'deliver':
      return {
        messages: event.arrivals.map(({ from, message }) => ({
          match: { from: names[from] ?? String(from), to: name, ...patternOf(message, names) },
          action: { kind: 'hold', untilMs: atMs },
        })),
      };
  }
}

function patternOf(message: Message, names: readonly string[]): MessagePattern {
  const instance = 'instance' in message ? { instance: message.instance } : {};
  if (!('round' in message)) return { kind: message.kind, ...instance };
  const { round } = message;
  const step = ([0, 1, 2] as const)[roundStep(round)] ?? 0;
  const owner = names[roundOwner(round)] ?? '';
  return { kind: message.kind, round: { number: roundNumber(round), owner, step }, ...instance };
}

function crash(node: string, atMs: number, keeps: number): SimFault {
  return { atMs, kind: 'crash', nodes: [node], forMs: crashedMs, keeps };
}

/** In the midst of the sync that is meant: each batch before it took one. */
function crashWithin(event: Extract<LocalEvent, { kind: 'crash-within' }>, node: string, atMs: number): SimFault {
  const keeps = event.frames === 0 ? 0 : 0.75;
  return crash(node, atMs + event.batches + 0.5, keeps);
}
