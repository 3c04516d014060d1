import { neverReturned } from '../../history/operation-table.ts';
import type { Calls } from '../decider.ts';
import type { Word } from '../family.ts';
import type { Action } from '../general/model-calls.ts';

/** What stands in `kind` of the calls on a queue, a stack or a priority queue; `a` is the value. */
export const containerKind: Readonly<{ put: 0; take: 1; takeNothing: 2; takeUnknown: 3 }> = {
  put: 0,
  take: 1,
  /** It found the container empty. */
  takeNothing: 2,
  /** Nobody knows what it took, if anything. */
  takeUnknown: 3,
};

/** An action of a container model as a word: see `containerKind`. */
export function containerWord({ input, output }: Action): Word {
  if (isPut(input)) return { kind: containerKind.put, about: input.value };
  if (output === undefined) return { kind: containerKind.takeUnknown, about: null };
  return output === null
    ? { kind: containerKind.takeNothing, about: null }
    : { kind: containerKind.take, about: output };
}

function isPut(input: unknown): input is Readonly<{ f: 'put'; value: unknown }> {
  return typeof input === 'object' && input !== null && 'f' in input && input.f === 'put' && 'value' in input;
}

/**
 * The values of a history in which each is put once, by their numbers from 0: when the calls that put it and took it
 * began and returned, and which calls they are. Values that a crashed call may have put and nobody took are left out: it
 * need not have happened, and nobody would miss them.
 */
export type ContainerValues = Readonly<{
  count: number;
  putCall: Int32Array;
  putRet: Int32Array;
  /** `neverReturned` for what nobody took. */
  takeCall: Int32Array;
  takeRet: Int32Array;
  putBy: Int32Array;
  /** -1: nobody. */
  takenBy: Int32Array;
  /** The number of the value in `Calls`. */
  value: Int32Array;
  /** Calls that found nothing, and those of which nobody knows what they took. */
  empties: readonly number[];
  unknowns: readonly number[];
}>;

/** Why no order can be legal, whatever the container: calls, and a phrase. */
export type Impossible = Readonly<{ kind: 'impossible'; conflict: readonly number[]; why: string }>;

/** The values of `calls`; a phrase where one is put twice; or what is impossible in every container. O(n). */
export function containerValues(calls: Calls): ContainerValues | Impossible | string {
  const { size, kind, a, call, ret, valueCount } = calls;
  const putBy = new Int32Array(valueCount).fill(-1);
  const takenBy = new Int32Array(valueCount).fill(-1);
  const empties: number[] = [];
  const unknowns: number[] = [];
  for (let each = 0; each < size; each++) {
    const value = a[each] ?? 0;
    if (kind[each] === containerKind.takeNothing) empties.push(each);
    else if (kind[each] === containerKind.takeUnknown) unknowns.push(each);
    else if (kind[each] === containerKind.put) {
      if (putBy[value] !== -1) return 'a value is put twice';
      putBy[value] = each;
    }
  }
  for (let each = 0; each < size; each++) {
    if (kind[each] !== containerKind.take) continue;
    const value = a[each] ?? 0;
    const put = putBy[value] ?? -1;
    if (put === -1) return impossible([each], 'it takes a value that nobody put');
    if (takenBy[value] !== -1) return impossible([each, takenBy[value] ?? 0], 'one value is taken twice');
    if ((ret[each] ?? 0) < (call[put] ?? 0)) return impossible([each, put], 'it takes a value before it is put');
    takenBy[value] = each;
  }
  const present = new Int32Array(valueCount)
    .map((_, value) => value)
    .filter((value) => {
      const put = putBy[value] ?? -1;
      return put !== -1 && (ret[put] !== neverReturned || takenBy[value] !== -1);
    });
  const at = (column: Int32Array, each: number): number => (each === -1 ? neverReturned : (column[each] ?? 0));
  return {
    count: present.length,
    value: present,
    putBy: present.map((value) => putBy[value] ?? 0),
    takenBy: present.map((value) => takenBy[value] ?? -1),
    putCall: present.map((value) => at(call, putBy[value] ?? -1)),
    putRet: present.map((value) => at(ret, putBy[value] ?? -1)),
    takeCall: present.map((value) => at(call, takenBy[value] ?? -1)),
    takeRet: present.map((value) => at(ret, takenBy[value] ?? -1)),
    empties,
    unknowns,
  };
}

function impossible(conflict: readonly number[], why: string): Impossible {
  return { kind: 'impossible', conflict, why };
}
