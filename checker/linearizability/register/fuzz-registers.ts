import { neverReturned } from '../../history/operation-table.ts';
import { Budget } from '../budget.ts';
import type { Calls, Decider } from '../decider.ts';
import { isWindowLegal } from './is-window-legal.ts';
import { justInTime, justInTimeWith } from './jit.ts';
import { selectCalls } from './needed-calls.ts';
import { plainReference } from './plain-reference.ts';
import { type RegisterShape, randomRegisterCalls } from './random-register-calls.ts';
import { registerKind } from './register-calls.ts';
import { zones } from './zones.ts';

/** What a fuzz of the register deciders saw; `decided`: how many histories each of them did not decline. */
export type RegisterFuzz = Readonly<{
  linearizable: number;
  notLinearizable: number;
  decided: Readonly<Record<string, number>>;
}>;

/** Small histories never come to the limits of `justInTime`; this one has hardly any patience. */
const impatient: Decider = {
  ...justInTimeWith({ patience: 1, share: 4, stepsPerEvent: 0.1 }),
  name: 'just-in-time, impatient',
};

/** The deciders of registers that are held against each other, and against trying every order. */
export const fuzzedDeciders: readonly Decider[] = [plainReference, zones, justInTime, impatient];

const bruteForceCallsMax = 9;

/**
 * Gives `count` small random histories of one register (crashes, failed cas, wrong answers), the first made from `seed`
 * and each further one from the next number, to every decider. All must say the same; up to the return of the call that
 * fits nowhere the history must be illegal, and so must be the conflicts of `zones` alone; the last
 * events of a legal one have an order.
 * @throws Error naming the seed and the history on which they do not
 */
export function fuzzRegisters(
  seed: number,
  count: number,
  deciders: readonly Decider[] = fuzzedDeciders,
): RegisterFuzz {
  const decided: Record<string, number> = Object.fromEntries(deciders.map(({ name }) => [name, 0]));
  let linearizable = 0;
  for (let one = seed; one < seed + count; one++) {
    const calls = randomRegisterCalls(shapeOf(one));
    const expected = verdictOf(calls);
    if (expected) linearizable++;
    const lastEvents = 1 + ((one >>> 4) % (2 * calls.size));
    if (expected && !isWindowLegal(calls, lastEvents))
      throw disagreement(one, calls, `the last ${lastEvents} events are found to have no order, and all is legal`);
    for (const decider of deciders) {
      const decision = decider.decide(calls, unlimited());
      if (decision.kind === 'declined') continue;
      decided[decider.name] = (decided[decider.name] ?? 0) + 1;
      if (decision.kind !== (expected ? 'linearizable' : 'not-linearizable')) {
        throw disagreement(one, calls, `${decider.name} says ${decision.kind}, trying every order says ${expected}`);
      }
      if (decision.kind === 'not-linearizable' && decision.conflict) {
        const { conflict } = decision;
        if (decider === zones && verdictOf(only(calls, conflict)))
          throw disagreement(one, calls, `${decider.name} names a conflict that is legal: ${conflict.join()}`);
        if (verdictOf(upToReturn(calls, conflict[0] ?? -1)))
          throw disagreement(
            one,
            calls,
            `${decider.name} says that ${conflict[0]} fits nowhere, and up to there all is legal`,
          );
      }
      if (decision.kind === 'linearizable' && decision.order && !isLegalOrder(calls, decision.order)) {
        throw disagreement(one, calls, `${decider.name} names an order that is not legal: ${decision.order.join()}`);
      }
    }
  }
  return { linearizable, notLinearizable: count - linearizable, decided };
}

/** Every fourth history is longer than brute force can take; there the plain reference knows the answer. */
function shapeOf(seed: number): RegisterShape {
  return {
    seed,
    clients: 2 + (seed % 5),
    calls: seed % 4 === 0 ? 10 + (seed % 21) : 3 + (seed % (bruteForceCallsMax - 2)),
    values: ([2, 'unique', 3, 5, 'unique', 8, 20] as const)[seed % 7] ?? 2,
    casPercent: [25, 60, 25][(seed >>> 3) % 3] ?? 25,
    crashPercent: [0, 10, 30][seed % 3] ?? 0,
    wrongPercent: [0, 10, 0, 25, 5][seed % 5] ?? 0,
    hasFailedCas: seed % 11 < 3,
  };
}

function verdictOf(calls: Calls): boolean {
  if (calls.size <= bruteForceCallsMax) return isLegalByBruteForce(calls);
  return plainReference.decide(calls, unlimited()).kind === 'linearizable';
}

/** Tries every order: the slow and obvious check. */
export function isLegalByBruteForce(calls: Calls): boolean {
  const { size, call, ret } = calls;
  const isDone = new Uint8Array(size);
  const canEnd = (state: number): boolean => {
    let firstReturn = neverReturned;
    let isOpen = false;
    for (let i = 0; i < size; i++) {
      if (isDone[i] === 1 || ret[i] === neverReturned) continue;
      isOpen = true;
      firstReturn = Math.min(firstReturn, ret[i] ?? 0);
    }
    if (!isOpen) return true;
    for (let i = 0; i < size; i++) {
      if (isDone[i] === 1 || (call[i] ?? 0) > firstReturn) continue;
      const next = stateAfter(calls, i, state);
      if (next === null) continue;
      isDone[i] = 1;
      const isEnd = canEnd(next);
      isDone[i] = 0;
      if (isEnd) return true;
    }
    return false;
  };
  return canEnd(calls.initial);
}

function isLegalOrder(calls: Calls, order: readonly number[]): boolean {
  const { size, call, ret } = calls;
  const isOrdered = new Uint8Array(size);
  let state = calls.initial;
  let latestCall = -1;
  for (const i of order) {
    const next = stateAfter(calls, i, state);
    latestCall = Math.max(latestCall, call[i] ?? 0);
    if (next === null || isOrdered[i] === 1 || (ret[i] ?? 0) < latestCall) return false;
    isOrdered[i] = 1;
    state = next;
  }
  return ret.every((returned, i) => returned === neverReturned || isOrdered[i] === 1);
}

/** Null: not legal. */
function stateAfter({ kind, a, b }: Calls, i: number, state: number): number | null {
  const value = a[i] ?? 0;
  if (kind[i] === registerKind.write) return value;
  if (kind[i] === registerKind.failedCas) return state === value ? null : state;
  if (state !== value) return null;
  return kind[i] === registerKind.cas ? (b[i] ?? 0) : state;
}

function only(calls: Calls, chosen: readonly number[]): Calls {
  const isChosen = new Uint8Array(calls.size);
  for (const i of chosen) isChosen[i] = 1;
  return selectCalls(calls, isChosen, new Set(chosen).size);
}

/** The calls as they were at the return of `last`: what returned later was open, and has not told what it saw. */
function upToReturn(calls: Calls, last: number): Calls {
  const { kind, call, ret } = calls;
  const moment = ret[last] ?? -1;
  const wasOpen = ret.map((returned) => (returned > moment ? neverReturned : returned));
  const tellsNothing = (i: number): boolean => kind[i] === registerKind.read || kind[i] === registerKind.failedCas;
  const known = [...kind.keys()].filter(
    (i) => (call[i] ?? 0) < moment && !(wasOpen[i] === neverReturned && tellsNothing(i)),
  );
  return only({ ...calls, ret: wasOpen }, known);
}

function unlimited(): Budget {
  return new Budget({ now: () => 0, timeLimitMs: 1, memoryLimitBytes: 2 ** 40 });
}

function disagreement(seed: number, { size, kind, a, b, call, ret, initial }: Calls, what: string): Error {
  const lines = Array.from({ length: size }, (_, i) => {
    const name = ['read', 'write', 'cas', 'failed cas'][kind[i] ?? 0];
    const returned = ret[i] === neverReturned ? 'crashed' : String(ret[i]);
    return `  ${i}: ${name} ${a[i]}${kind[i] === registerKind.cas ? ` to ${b[i]}` : ''} [${call[i]}, ${returned}]`;
  });
  return new Error([`seed ${seed}: ${what}; the register holds ${initial} at first`, ...lines].join('\n'));
}
