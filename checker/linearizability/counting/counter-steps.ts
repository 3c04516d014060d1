import type { Budget } from '../budget.ts';
import type { Calls, Decider, Decision } from '../decider.ts';
import type { Family } from '../family.ts';
import { type Action, modelCalls, modelCallsBytesPerRow } from '../general/model-calls.ts';
import { MinHeap } from '../min-heap.ts';
import { eventsOf } from './events.ts';

/** `a` of a change is its number, `a` of a read what it saw. What does not fit into 32 bits is `beyond`. */
const change = 0;
const read = 1;
const beyond = 2;

/**
 * Counters that are only ever changed by one and the same number. All changes are interchangeable, so what matters is how
 * many came before a read. Going from return to return, it is exact to change the counter only when a return asks for it
 * (of a change, or of a read that saw more), by the open changes that return first; reads go as soon as the counter
 * shows what they saw.
 */
export const counterSteps: Decider = {
  name: 'counter-steps',
  complexity: 'O(n log n)',
  source: 'the earliest deadline first among equal changes; argument in docs/checker.md',
  decide,
};

/** Counters, their numbers as they are. */
export const counterFamily: Family = {
  deciders: [counterSteps],
  bytesPerRow: modelCallsBytesPerRow,
  reader: (table, model) => (rows) => {
    const { calls, actions } = modelCalls(table, rows, model);
    const words = actions.map(wordOf);
    return {
      ...calls,
      kind: Uint8Array.from(calls.a, (action) => words[action]?.kind ?? beyond),
      a: calls.a.map((action) => words[action]?.number ?? 0),
    };
  },
};

function wordOf({ input, output }: Action): Readonly<{ kind: number; number: number }> {
  const isChange = typeof input === 'object' && input !== null && 'delta' in input;
  const number = Number(isChange ? input.delta : output);
  return (number | 0) === number ? { kind: isChange ? change : read, number } : { kind: beyond, number: 0 };
}

function decide(calls: Calls, budget: Budget): Decision {
  const deltas = calls.a.filter((_, each) => calls.kind[each] === change);
  const delta = deltas[0] ?? 1;
  if (calls.kind.includes(beyond)) return { kind: 'declined', why: 'numbers do not fit into 32 bits' };
  if (delta === 0 || deltas.some((each) => each !== delta)) {
    return { kind: 'declined', why: 'the counter is changed by different numbers' };
  }
  const bytes = 128 * calls.size;
  if (!budget.reserve(bytes)) return { kind: 'exhausted', limit: 'memory', linearizedMax: 0 };
  try {
    return new Counting(calls, delta).decide();
  } finally {
    budget.release(bytes);
  }
}

class Counting {
  readonly #calls: Calls;
  readonly #delta: number;
  readonly #isDone: Uint8Array;
  readonly #openChanges: MinHeap;
  /** Open reads by what they saw. */
  readonly #openReads = new Map<number, number[]>();
  #count = 0;

  constructor(calls: Calls, delta: number) {
    this.#calls = calls;
    this.#delta = delta;
    this.#isDone = new Uint8Array(calls.size);
    this.#openChanges = new MinHeap(calls.ret);
  }

  decide(): Decision {
    for (const event of eventsOf(this.#calls)) {
      if (event >= 0) this.#open(event);
      else {
        const why = this.#return(-event - 1);
        if (why !== null) return { kind: 'not-linearizable', conflict: [-event - 1], why };
      }
    }
    return { kind: 'linearizable' };
  }

  #open(each: number): void {
    const seen = this.#calls.a[each] ?? 0;
    if (this.#calls.kind[each] === change) this.#openChanges.push(each);
    else if (seen === this.#count) this.#isDone[each] = 1;
    else this.#openReads.set(seen, [...(this.#openReads.get(seen) ?? []), each]);
  }

  /** Why the call cannot return; null: it does. */
  #return(each: number): string | null {
    if (this.#isDone[each] === 1) return null;
    if (this.#calls.kind[each] === change) {
      this.#change(); // no open change returns before this one
      return null;
    }
    const steps = ((this.#calls.a[each] ?? 0) - this.#count) / this.#delta;
    if (steps < 0) return 'it saw what the counter had left behind before';
    if (!Number.isInteger(steps) || steps > this.#openChanges.size) return 'not enough had been added to see this';
    for (let step = 0; step < steps; step++) this.#change();
    return null;
  }

  #change(): void {
    const each = this.#openChanges.pop();
    if (each === undefined) return;
    this.#isDone[each] = 1;
    this.#count += this.#delta;
    for (const reader of this.#openReads.get(this.#count) ?? []) this.#isDone[reader] = 1;
    this.#openReads.delete(this.#count);
  }
}
