import { defineModel } from '../../models/define-model.ts';
import type { Model } from '../../models/model.ts';
import type { Budget } from '../budget.ts';
import { type Calls, type Decider, type Decision, noValue } from '../decider.ts';
import { generalSearch } from '../general/general-search.ts';
import type { Action } from '../general/model-calls.ts';
import { isOnceAddedLegal } from './once-added.ts';
import { setKind } from './set-calls.ts';

/**
 * Sets of which nobody reads the whole: no element influences another, so that each is judged alone (Herlihy & Wing,
 * theorem 1). An element that at most one call adds and at most one removes is judged in one pass over its calls; any
 * other by the general search, for which it has only two states.
 */
export const setElements: Decider = {
  name: 'set-elements',
  complexity: 'O(n) where an element is added and removed once',
  source: 'Abdulla et al., Efficient Linearizability Monitoring (PLDI 2025): sets; argument in docs/checker.md',
  decide,
};

function decide(calls: Calls, budget: Budget): Decision {
  if (calls.kind.includes(setKind.readAll)) return { kind: 'declined', why: 'the whole set is read' };
  const bytes = 8 * calls.size + 4 * calls.valueCount;
  if (!budget.reserve(bytes)) return { kind: 'exhausted', limit: 'memory', linearizedMax: 0 };
  try {
    const { order, ends } = byElement(calls);
    for (let element = 0; element < calls.valueCount; element++) {
      const own = order.subarray(ends[element - 1] ?? 0, ends[element]);
      const isLegal = isOnceAddedLegal(calls, own);
      if (isLegal === true) continue;
      if (isLegal === false)
        return { kind: 'not-linearizable', conflict: Array.from(own), why: 'of all calls about this element' };
      const decision = searchElement(calls, own, budget);
      if (decision.kind !== 'linearizable') return decision;
    }
    return { kind: 'linearizable' };
  } finally {
    budget.release(bytes);
  }
}

/** The calls in the order of their elements, those of one in the order of their invocations; where each element ends. */
function byElement({ size, a, valueCount }: Calls): Readonly<{ order: Int32Array; ends: Int32Array }> {
  const starts = new Int32Array(valueCount + 1);
  for (let each = 0; each < size; each++) starts[(a[each] ?? 0) + 1] = (starts[(a[each] ?? 0) + 1] ?? 0) + 1;
  for (let element = 1; element <= valueCount; element++)
    starts[element] = (starts[element] ?? 0) + (starts[element - 1] ?? 0);
  const order = new Int32Array(size);
  for (let each = 0; each < size; each++) {
    const element = a[each] ?? 0;
    const place = starts[element] ?? 0;
    order[place] = each;
    starts[element] = place + 1; // in the end, where the next element starts
  }
  return { order, ends: starts };
}

function searchElement(calls: Calls, own: Int32Array, budget: Budget): Decision {
  const part: Calls = {
    size: own.length,
    kind: own.length === 0 ? new Uint8Array() : Uint8Array.from(own, (each) => calls.kind[each] ?? 0),
    a: own.map((each) => calls.kind[each] ?? 0),
    b: new Int32Array(own.length).fill(noValue),
    call: own.map((each) => calls.call[each] ?? 0),
    ret: own.map((each) => calls.ret[each] ?? 0),
    row: own,
    valueCount: elementActions.length,
    initial: noValue,
  };
  const decision = generalSearch(part, elementModel, elementActions, budget);
  if (decision.kind !== 'not-linearizable') return decision;
  return { ...decision, conflict: (decision.conflict ?? []).map((each) => own[each] ?? 0) };
}

/** One element, which is there or not; the input is a kind of `setKind`. */
const elementModel: Model<Readonly<{ isThere: boolean }>, number, never> = defineModel<
  Readonly<{ isThere: boolean }>,
  number,
  never
>({
  name: 'element',
  initial: { isThere: false },
  key: ({ isThere }) => String(isThere),
  parse: () => ({ input: setKind.present, output: undefined }),
  step({ isThere }, kind) {
    if (kind === setKind.addAnyhow) return { isThere: true };
    if (kind === setKind.removeAnyhow) return { isThere: false };
    const needsIt = kind === setKind.present || kind === setKind.remove;
    if (isThere !== needsIt) return null;
    return kind === setKind.add || kind === setKind.remove ? { isThere: !isThere } : { isThere };
  },
});

const elementActions: readonly Action[] = Array.from({ length: setKind.readAll }, (_, kind) => ({
  input: kind,
  output: undefined,
  observes: kind === setKind.present || kind === setKind.absent,
}));
