import { type ContainerInput, describeContainer, parseContainer } from './container.ts';
import { defineModel } from './define-model.ts';
import type { Scalar } from './json.ts';
import type { Model } from './model.ts';

/** What is in the queue, the least first. */
export type PriorityQueueState = Readonly<{ items: readonly Scalar[] }>;

/**
 * Which of two values leaves a priority queue first: negative when `one` does. Numbers by size before anything else, the
 * rest by the text of their JSON.
 */
export function comparePriorities(one: Scalar, other: Scalar): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one === 'number') return -1;
  if (typeof other === 'number') return 1;
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/**
 * A priority queue: what is taken is the least value; null: there was nothing to take. A history of one that hands out the
 * greatest is judged with its numbers negated.
 */
export const priorityQueueModel: Model<PriorityQueueState, ContainerInput, Scalar> = defineModel<
  PriorityQueueState,
  ContainerInput,
  Scalar
>({
  name: 'priority-queue',
  initial: { items: [] },
  parse: (operation) => parseContainer('priority-queue', operation),
  describe: describeContainer,
  step({ items }, input, output) {
    if (input.f === 'put') return { items: [...items, input.value].toSorted(comparePriorities) };
    const [least = null, ...rest] = items;
    return output === undefined || output === least ? { items: rest } : null;
  },
});
