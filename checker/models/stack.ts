import { type ContainerInput, describeContainer, parseContainer } from './container.ts';
import { defineModel } from './define-model.ts';
import type { Scalar } from './json.ts';
import type { Model } from './model.ts';

/** What is on the stack, the top last. */
export type StackState = Readonly<{ items: readonly Scalar[] }>;

/** A last-in-first-out stack: what is taken is the newest; null: there was nothing to take. */
export const stackModel: Model<StackState, ContainerInput, Scalar> = defineModel<StackState, ContainerInput, Scalar>({
  name: 'stack',
  initial: { items: [] },
  parse: (operation) => parseContainer('stack', operation),
  describe: describeContainer,
  step({ items }, input, output) {
    if (input.f === 'put') return { items: [...items, input.value] };
    const top = items.at(-1) ?? null;
    return output === undefined || output === top ? { items: items.slice(0, -1) } : null;
  },
});
