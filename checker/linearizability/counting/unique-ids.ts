import { type Calls, type Decider, noValue } from '../decider.ts';
import type { Word } from '../family.ts';
import type { Action } from '../general/model-calls.ts';

/** An action of the unique-ids model as a word: `a` is the id, `noValue` where nobody knows it. */
export function idWord({ output }: Action): Word {
  return { kind: 0, about: output ?? null };
}

/** Ids, of which any order is legal as long as none is handed out twice. */
export const distinctIds: Decider = {
  name: 'distinct-ids',
  complexity: 'O(n)',
  source: 'by definition',
  decide({ size, a, valueCount }: Calls) {
    const first = new Int32Array(valueCount).fill(-1);
    for (let each = 0; each < size; each++) {
      const id = a[each] ?? noValue;
      if (id === noValue) continue;
      const earlier = first[id] ?? -1;
      if (earlier !== -1)
        return { kind: 'not-linearizable', conflict: [each, earlier], why: 'the id was handed out before' };
      first[id] = each;
    }
    return { kind: 'linearizable' };
  },
};
