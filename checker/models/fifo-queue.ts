import { type ContainerInput, describeContainer, parseContainer } from './container.ts';
import { defineModel } from './define-model.ts';
import type { Scalar } from './json.ts';
import type { Model } from './model.ts';

/** What is in the queue, the oldest first. */
export type QueueState = Readonly<{ items: readonly Scalar[] }>;

/** A first-in-first-out queue: what is taken is the oldest; null: there was nothing to take. */
export const fifoQueueModel: Model<QueueState, ContainerInput, Scalar> = defineModel<
  QueueState,
  ContainerInput,
  Scalar
>({
  name: 'fifo-queue',
  initial: { items: [] },
  parse: (operation) => parseContainer('fifo-queue', operation),
  describe: describeContainer,
  step({ items }, input, output) {
    if (input.f === 'put') return { items: [...items, input.value] };
    const [oldest = null, ...rest] = items;
    return output === undefined || output === oldest ? { items: rest } : null;
  },
});
