import { defineModel } from './define-model.ts';
import { isScalar, type Scalar } from './json.ts';
import { type Model, refused } from './model.ts';

export type UniqueIdsInput = Readonly<{ f: 'generate' }>;

/** The ids handed out, as texts in their order. */
export type UniqueIdsState = Readonly<{ given: readonly string[] }>;

/** A source of ids that hands out each at most once. */
export const uniqueIdsModel: Model<UniqueIdsState, UniqueIdsInput, Scalar> = defineModel<
  UniqueIdsState,
  UniqueIdsInput,
  Scalar
>({
  name: 'unique-ids',
  initial: { given: [] },
  parse(operation) {
    const { f, output, type } = operation;
    if (f !== 'generate' || (type === 'ok' && !isScalar(output))) {
      throw refused('unique-ids', operation, 'generate with a scalar as answer');
    }
    return { input: { f }, output: type === 'ok' && isScalar(output) ? output : undefined };
  },
  step(state, _generate, output) {
    if (output === undefined) return state; // nobody knows which id it was, so it contradicts nothing
    const id = JSON.stringify(output);
    return state.given.includes(id) ? null : { given: [...state.given, id].toSorted() };
  },
});
