import { neverReturned } from '../../history/operation-table.ts';
import type { Calls } from '../decider.ts';
import { setKind } from './set-calls.ts';

/**
 * Whether the calls `own`, all about one element of a set, have a legal order; null when more than one adds or removes
 * it. O(n).
 *
 * The element is there from one moment, the add, to another, the removal (or to the end). A call that found it must have
 * a moment between the two, one that did not a moment outside. Both want the add as late and the removal as early as
 * possible, but for those that found it: so the add goes just before the first return of the calls that need it, the
 * removal just after the last invocation, and what is left to see is whether a call that did not find it lies between.
 */
export function isOnceAddedLegal(calls: Calls, own: Int32Array): boolean | null {
  const facts = factsOf(calls, own);
  if (facts === null) return null;
  const { add, remove, presents } = facts;
  const mustHappen = (each: number): boolean => each !== -1 && calls.ret[each] !== neverReturned;
  const isTold = remove !== -1 && calls.kind[remove] === setKind.remove;
  const isNeverThere = presents === 0 && !mustHappen(add) && !(mustHappen(remove) && isTold);
  if (isNeverThere) return true;
  if (add === -1) return false;
  return isKept(calls, facts) || (remove !== -1 && isRemoved(calls, own, facts));
}

type Facts = Readonly<{
  /** -1: nobody adds it, nobody removes it. */
  add: number;
  remove: number;
  /** How many found it, the first return and the last invocation among them; the last invocation of those that did not. */
  presents: number;
  presentRet: number;
  presentCall: number;
  absentCall: number;
}>;

function factsOf({ kind, call, ret }: Calls, own: Int32Array): Facts | null {
  let [add, remove, presents, presentRet, presentCall, absentCall] = [-1, -1, 0, neverReturned, -1, -1];
  for (const each of own) {
    switch (kind[each] ?? setKind.readAll) {
      case setKind.present:
        presents++;
        presentRet = Math.min(presentRet, ret[each] ?? 0);
        presentCall = Math.max(presentCall, call[each] ?? 0);
        break;
      case setKind.absent:
        absentCall = Math.max(absentCall, call[each] ?? 0);
        break;
      case setKind.add:
      case setKind.addAnyhow:
        if (add !== -1) return null;
        add = each;
        break;
      case setKind.remove:
      case setKind.removeAnyhow:
        if (remove !== -1) return null;
        remove = each;
        break;
      default: // reads of the whole set are about no element
    }
  }
  return { add, remove, presents, presentRet, presentCall, absentCall };
}

/** Whether the element may stay once it was added: a removal never happened, or came before and changed nothing. */
function isKept({ kind, call, ret }: Calls, { add, remove, presentRet, absentCall }: Facts): boolean {
  let earliest = Math.max(call[add] ?? 0, absentCall);
  if (remove !== -1 && ret[remove] !== neverReturned) {
    if (kind[remove] === setKind.remove) return false;
    earliest = Math.max(earliest, call[remove] ?? 0);
  }
  return earliest < Math.min(ret[add] ?? 0, presentRet);
}

function isRemoved(
  { kind, call, ret }: Calls,
  own: Int32Array,
  { add, remove, presentRet, presentCall }: Facts,
): boolean {
  const latestAdd = Math.min(ret[add] ?? 0, presentRet, ret[remove] ?? 0);
  const earliestRemoval = Math.max(call[remove] ?? 0, presentCall, call[add] ?? 0);
  if ((call[add] ?? 0) >= latestAdd || earliestRemoval >= (ret[remove] ?? 0)) return false;
  return own.every(
    (each) => kind[each] !== setKind.absent || (call[each] ?? 0) < latestAdd || (ret[each] ?? 0) > earliestRemoval,
  );
}
