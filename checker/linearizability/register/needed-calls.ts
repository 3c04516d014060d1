import { neverReturned } from '../../history/operation-table.ts';
import { type Calls, noValue } from '../decider.ts';
import { registerKind } from './register-calls.ts';

/**
 * `calls` without the crashed ones whose value nobody needs: no read that was answered, no cas that succeeded, and no
 * crashed cas that is needed itself. They need not have happened: take one out of a legal order, and the next change
 * comes before anybody looks. A failed cas may look for any change, so with one among them all calls stay. O(n).
 */
export function neededCalls(calls: Calls): Calls {
  const { size, kind, a, b, ret, valueCount } = calls;
  if (!ret.includes(neverReturned) || kind.includes(registerKind.failedCas)) return calls;

  // Crashed calls by the value that they leave, as linked lists.
  const firstMaker = new Int32Array(valueCount).fill(-1);
  const nextMaker = new Int32Array(size).fill(-1);
  const isNeeded = new Uint8Array(size);
  const isValueNeeded = new Uint8Array(valueCount);
  const unvisited = new Int32Array(valueCount);
  let unvisitedCount = 0;
  let keptCount = 0;
  for (let i = 0; i < size; i++) {
    const needed = kind[i] === registerKind.write ? noValue : (a[i] ?? noValue);
    if (ret[i] !== neverReturned) {
      isNeeded[i] = 1;
      keptCount++;
      if (needed !== noValue && isValueNeeded[needed] === 0) {
        isValueNeeded[needed] = 1;
        unvisited[unvisitedCount++] = needed;
      }
      continue;
    }
    const left = (kind[i] === registerKind.write ? a[i] : b[i]) ?? 0;
    nextMaker[i] = firstMaker[left] ?? -1;
    firstMaker[left] = i;
  }
  while (unvisitedCount > 0) {
    const value = unvisited[--unvisitedCount] ?? 0;
    for (let i = firstMaker[value] ?? -1; i !== -1; i = nextMaker[i] ?? -1) {
      isNeeded[i] = 1;
      keptCount++;
      const needed = kind[i] === registerKind.cas ? (a[i] ?? noValue) : noValue;
      if (needed === noValue || isValueNeeded[needed] === 1) continue;
      isValueNeeded[needed] = 1;
      unvisited[unvisitedCount++] = needed;
    }
  }
  return keptCount === size ? calls : selectCalls(calls, isNeeded, keptCount);
}

/** Those of `calls` whose mark in `isSelected` is 1, `count` in all, in the same order and with the same values. */
export function selectCalls(calls: Calls, isSelected: Uint8Array, count: number): Calls {
  const selected: Calls = {
    ...calls,
    size: count,
    kind: new Uint8Array(count),
    a: new Int32Array(count),
    b: new Int32Array(count),
    call: new Int32Array(count),
    ret: new Int32Array(count),
    row: new Int32Array(count),
  };
  let place = 0;
  for (let i = 0; i < calls.size; i++) {
    if (isSelected[i] !== 1) continue;
    selected.kind[place] = calls.kind[i] ?? 0;
    selected.a[place] = calls.a[i] ?? noValue;
    selected.b[place] = calls.b[i] ?? noValue;
    selected.call[place] = calls.call[i] ?? 0;
    selected.ret[place] = calls.ret[i] ?? neverReturned;
    selected.row[place++] = calls.row[i] ?? 0;
  }
  return selected;
}
