import { mutants } from '#cluster-node';
import { invariant } from '#foundation';
import { nodeNames } from '#quorums';
import type { MessagePattern, MessageRule, SimFault, SimOperation, SimScenario } from '../../simulation/index.ts';

/** What a step of a schedule adds to its scenario. */
export type Step = Readonly<{
  operations?: readonly SimOperation[];
  faults?: readonly SimFault[];
  messages?: readonly MessageRule[];
}>;

/** A schedule that convicts one mutant. */
export type Directed = Readonly<{ mutant: string; because: string; steps: readonly Step[] }> &
  Partial<Pick<SimScenario, 'clockRates'>>;

/** Every message and every sync takes so long, so that it is plain what happens in which order. */
const stepMs = 1;
/** Until then nothing is delivered but what the schedule lets pass. Then all is healed, and every node reads every key. */
const endMs = 1_500;
const readsFromMs = endMs + 3_000;
const readEveryMs = 200;

/**
 * The scenario of a schedule. Rounds begin by request, and a message that no step lets pass is lost. After healing every node reads what
 * was written, so that clients see what became of it.
 */
export function scenarioOf({ mutant, because, steps, clockRates = {} }: Directed): SimScenario {
  const found = mutants.get(mutant);
  invariant(found !== undefined, 'a schedule is made for a mutant that exists', { mutant });
  const { system, reads = 'log' } = found;
  const operations = steps.flatMap((step) => step.operations ?? []);
  const nodes = nodeNames(system);
  return {
    version: 1,
    because,
    seed: found.number,
    system,
    reads,
    onBrokenPick: 'choose',
    roundsBy: 'request',
    mutant,
    network: { delayMinMs: stepMs, delayMaxMs: stepMs, straggling: 0, lost: 0, duplicated: 0 },
    disk: { syncMinMs: stepMs, syncMaxMs: stepMs },
    clockRates,
    operations: [...operations, ...lastReads(nodes, operations)],
    faults: [...steps.flatMap((step) => step.faults ?? []), ...nodes.map((node) => letGo(endMs, node))],
    messages: [
      ...steps.flatMap((step) => step.messages ?? []),
      { match: { untilMs: endMs }, action: { kind: 'drop' } },
    ],
    healAtMs: endMs,
    settleMs: 10_000,
    lostForGood: [],
  };
}

function lastReads(nodes: readonly string[], operations: readonly SimOperation[]): SimOperation[] {
  const keys = [...new Set(operations.map(({ key }) => key))];
  const reads = keys.flatMap((key) => nodes.map((node) => ({ key, node })));
  return reads.map(({ key, node }, place) => ({
    atMs: readsFromMs + place * readEveryMs,
    client: 100 + place,
    node,
    f: 'read',
    key,
    value: null,
  }));
}

/** `node` begins a round, which no leader asked for. */
export function begins(atMs: number, node: string, roundKind: 'classic' | 'fast' = 'classic'): Step {
  return { faults: [{ atMs, kind: 'begin-round', node, roundKind }] };
}

/** From now on `node` does by itself what time makes nodes do. */
export function goesOn(atMs: number, node: string): Step {
  return { faults: [letGo(atMs, node)] };
}

/** Both crash and begin again `forMs` later; of the append that is under way so much is left. */
export function crashes(atMs: number, nodes: readonly string[], forMs: number, keeps = 0): Step {
  return { faults: [{ atMs, kind: 'crash', nodes, forMs, keeps }] };
}

/** A client asks `node` to write: `x` is 1, `y` is 2, `z` is 3, each under a key and by a client of its own. */
export function writes(atMs: number, node: string, name: 'x' | 'y' | 'z', more: Partial<SimOperation> = {}): Step {
  const number = { x: 1, y: 2, z: 3 }[name];
  return { operations: [{ atMs, client: number, node, f: 'write', key: name, value: number, ...more }] };
}

/** A client asks `node` to read what `key` holds. */
export function reads(atMs: number, node: string, key: 'x' | 'y' | 'z'): Step {
  return { operations: [{ atMs, client: 10, node, f: 'read', key, value: null }] };
}

/** Lets messages pass. */
export function passes(match: MessagePattern): Step {
  return { messages: [{ match, action: { kind: 'pass' } }] };
}

/** Loses messages that a later step would let pass. */
export function loses(match: MessagePattern): Step {
  return { messages: [{ match, action: { kind: 'drop' } }] };
}

/** Delivers messages at `untilMs`. */
export function holds(untilMs: number, match: MessagePattern): Step {
  return { messages: [{ match, action: { kind: 'hold', untilMs } }] };
}

/** Delivers messages twice, the second time so much later. */
export function repeats(afterMs: number, match: MessagePattern): Step {
  return { messages: [{ match, action: { kind: 'repeat', afterMs } }] };
}

/** Lets phase 1 of rounds of `owner` pass between it and `others`; `number`: of this round alone. */
export function phase1(owner: string, others: readonly string[], number?: number): Step {
  return exchange(owner, others, ['phase1a', 'phase1b'], number);
}

/** The same for phase 2 of a value that the coordinator picked or assigned. */
export function phase2(owner: string, others: readonly string[], number?: number): Step {
  return exchange(owner, others, ['phase2a', 'phase2b'], number);
}

/** Lets ANY of `owner` pass to `others`. */
export function any(owner: string, others: readonly string[]): Step {
  return { messages: others.map((to) => pass({ kind: 'any', from: owner, to })) };
}

/** Lets a proposal pass from its home to `others`, and the votes of fast rounds for it back to `home`. */
export function proposes(home: string, others: readonly string[], name: 'x' | 'y'): Step {
  const value = { x: 1, y: 2 }[name];
  return {
    messages: others.flatMap((to) => [
      pass({ kind: 'propose', from: home, to, writes: value }),
      pass({ kind: 'phase2b', from: to, to: home, round: { step: 1 }, writes: value }),
    ]),
  };
}

function exchange(
  owner: string,
  others: readonly string[],
  [asks, answers]: readonly [string, string],
  number?: number,
): Step {
  const round = number === undefined ? { owner } : { owner, number };
  return {
    messages: others.flatMap((other) => [
      pass({ kind: asks, from: owner, to: other, round }),
      pass({ kind: answers, from: other, to: owner, round }),
    ]),
  };
}

function pass(match: MessagePattern): MessageRule {
  return { match, action: { kind: 'pass' } };
}

function letGo(atMs: number, node: string): SimFault {
  return { atMs, kind: 'let-go', node };
}
