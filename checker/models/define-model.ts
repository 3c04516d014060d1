import { checkedModel } from './checked-model.ts';
import { canonicalJson, outsideJson } from './json.ts';
import { type Model, ModelError } from './model.ts';

/** A model as its author writes it: what is missing is filled in. */
export type ModelDefinition<State extends object, Input, Output> = Omit<
  Model<State, Input, Output>,
  'key' | 'describe'
> &
  Partial<Pick<Model<State, Input, Output>, 'key' | 'describe'>>;

/**
 * A model of one's own. Only `name`, `initial`, `parse` and `step` are needed: two states are the same when they are
 * equal as JSON, and an operation is described by its input and output. States that JSON does not tell apart (a Map, a
 * class) need a `key`. Hold it to `modelLaws` in a test.
 *
 * ```ts
 * import { checkLinearizability, defineModel } from 'ballotproof/checker';
 *
 * // A light with a switch: who presses it is told whether the light is on now.
 * const light = defineModel<{ on: boolean }, null, boolean>({
 *   name: 'light',
 *   initial: { on: false },
 *   parse: ({ output, type }) => ({ input: null, output: type === 'ok' ? output === true : undefined }),
 *   step: ({ on }, _press, told) => (told === undefined || told === !on ? { on: !on } : null),
 * });
 * const press = (index: number, process: number, type: 'invoke' | 'ok', value: unknown) =>
 *   ({ index, process, type, f: 'press', value, timeNs: index });
 * const history = [
 *   press(0, 1, 'invoke', null), press(1, 2, 'invoke', null), press(2, 1, 'ok', false), press(3, 2, 'ok', true),
 * ];
 * console.log(checkLinearizability(history, light).kind); // valid: 2 pressed before 1
 * ```
 * @throws ModelError when something is missing; and from the search, when a state without a `key` is more than JSON
 */
export function defineModel<State extends object, Input, Output>(
  definition: ModelDefinition<State, Input, Output>,
): Model<State, Input, Output> {
  return checkedModel({
    key: (state) => jsonKey(definition.name, state),
    describe: (input, output) =>
      output === undefined ? canonicalJson(input) : `${canonicalJson(input)} -> ${canonicalJson(output)}`,
    ...definition,
  });
}

function jsonKey(name: string, state: object): string {
  const found = outsideJson(state);
  if (found === null) return canonicalJson(state);
  throw new ModelError(
    `the state of the ${name} model holds ${found}, which JSON does not tell apart; give the model a \`key\``,
  );
}
