import type { Budget } from '../budget.ts';
import type { Calls, Decider, Decision } from '../decider.ts';
import type { Word } from '../family.ts';
import type { Action } from '../general/model-calls.ts';
import { MinHeap } from '../min-heap.ts';
import { eventsOf } from './events.ts';

const acquire = 0;
const release = 1;

/** An action of the mutex model as a word: 0 acquires, 1 releases. */
export function mutexWord({ input }: Action): Word {
  const isRelease = typeof input === 'object' && input !== null && 'f' in input && input.f === 'release';
  return { kind: isRelease ? release : acquire, about: null };
}

/**
 * Mutexes that know no owner: acquire and release take turns. Going from return to return, it is exact to do nothing
 * before a return asks for it, and then, of the open calls of the kind whose turn it is, to take the one that returns
 * first (which never returns, last): every order that does more or others can be changed into this one, since calls of
 * one kind are interchangeable and a pair of turns that is left undone can be done later.
 */
export const mutexTurns: Decider = {
  name: 'mutex-turns',
  complexity: 'O(n log n)',
  source: 'the earliest deadline first, within each kind; argument in docs/checker.md',
  decide,
};

function decide(calls: Calls, budget: Budget): Decision {
  const bytes = 64 * calls.size;
  if (!budget.reserve(bytes)) return { kind: 'exhausted', limit: 'memory', linearizedMax: 0 };
  const { kind, ret } = calls;
  const open = [new MinHeap(ret), new MinHeap(ret)];
  const isDone = new Uint8Array(calls.size);
  let turn = acquire;
  const take = (): number => {
    const each = open[turn]?.pop() ?? -1;
    if (each === -1) return -1;
    isDone[each] = 1;
    turn = 1 - turn;
    return each;
  };
  try {
    for (const event of eventsOf(calls)) {
      if (event >= 0) {
        open[kind[event] ?? 0]?.push(event);
        continue;
      }
      const returning = -event - 1;
      if (isDone[returning] === 1) continue;
      if (turn !== kind[returning] && take() === -1)
        return misfit(returning, 'nobody could have changed the lock before');
      take(); // what is open of this kind and returns first is the returning call itself
    }
    return { kind: 'linearizable' };
  } finally {
    budget.release(bytes);
  }
}

function misfit(returning: number, why: string): Decision {
  return { kind: 'not-linearizable', conflict: [returning], why };
}
