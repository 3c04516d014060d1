import { canonicalJson } from './json.ts';
import { type Model, ModelError } from './model.ts';

/** The functions without which nothing can be judged. */
const needed = ['parse', 'step', 'key', 'describe'] as const;

/**
 * `model` itself, which may come from code that no compiler has seen.
 * @throws ModelError when it is none, or a part of it is missing
 */
export function checkedModel<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
): Model<State, Input, Output> {
  if (!isObject(model)) throw new ModelError(`a model, or the name of one, is needed; found ${canonicalJson(model)}`);
  if (typeof model.name !== 'string') throw new ModelError('a model needs a `name`');
  if (!isObject(model.initial)) {
    throw new ModelError(
      `the ${model.name} model needs an object as \`initial\` state; found ${canonicalJson(model.initial)}`,
    );
  }
  for (const part of needed) {
    if (typeof model[part] !== 'function') throw new ModelError(`the ${model.name} model needs a function \`${part}\``);
  }
  return model;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
