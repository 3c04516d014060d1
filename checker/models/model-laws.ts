import { canonicalJson } from './json.ts';
import type { Model } from './model.ts';

/** An operation in the words of a model. */
export type Sample<Input, Output> = Readonly<{ input: Input; output: Output | undefined }>;

/**
 * The laws that `model` breaks, as sentences; none: it kept them in all states that `samples` lead to, up to
 * `statesMax` (default 200). For the tests of a model: give a few operations of every kind, with right and wrong answers.
 *
 * - The same step twice gives the same answer, and changes neither the state nor the operation.
 * - States with one key take every step alike.
 * - What `observes` leaves the state as it was.
 * - An operation with an answer is legal only where it is legal without one.
 * - `outline`, where there is one, agrees with `step`.
 *
 * ```ts
 * import { modelLaws, registerModel } from 'ballotproof/checker';
 *
 * const write = { f: 'write', key: 'x', value: 1 } as const;
 * const read = { f: 'read', key: 'x' } as const;
 * const samples = [
 *   { input: write, output: undefined },
 *   { input: read, output: 1 },
 *   { input: read, output: 2 },
 * ];
 * console.log(modelLaws(registerModel, samples)); // → []
 * ```
 */
export function modelLaws<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
  samples: readonly Sample<Input, Output>[],
  { statesMax = 200 }: Readonly<{ statesMax?: number }> = {},
): readonly string[] {
  const broken = new Set<string>();
  const states = new Map([[model.key(model.initial), model.initial]]);
  for (const [key, state] of states) {
    if (states.size > statesMax) break;
    for (const { input, output } of samples) {
      const at = `${model.describe(input, output)} in ${key}`;
      const before = canonicalJson([input, output]);
      const next = model.step(state, input, output);
      const again = model.step(state, input, output);
      const isUnchanged = model.key(state) === key && canonicalJson([input, output]) === before;
      if (!isUnchanged) broken.add(`${at}: step changes what it is given`);
      if (keyOf(model, next) !== keyOf(model, again)) broken.add(`${at}: the same step has two results`);
      if (next === null) continue;
      if (model.observes?.(input) && model.key(next) !== key) broken.add(`${at}: observes, and changes the state`);
      if (model.step(state, input, undefined) === null) broken.add(`${at}: legal with an answer, illegal without one`);
      const known = states.get(model.key(next));
      if (known === undefined) states.set(model.key(next), next);
      else for (const law of differences(model, samples, known, next)) broken.add(law);
    }
  }
  for (const state of states.values()) for (const law of outlineLaws(model, samples, state)) broken.add(law);
  return [...broken];
}

/** Steps that two states with one key take differently. */
function differences<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
  samples: readonly Sample<Input, Output>[],
  one: State,
  other: State,
): readonly string[] {
  if (one === other) return [];
  return samples.flatMap(({ input, output }) => {
    const isAlike = keyOf(model, model.step(one, input, output)) === keyOf(model, model.step(other, input, output));
    return isAlike ? [] : [`${model.describe(input, output)}: two states with the key ${model.key(one)} differ`];
  });
}

function outlineLaws<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
  samples: readonly Sample<Input, Output>[],
  state: State,
): readonly string[] {
  return samples.flatMap(({ input, output }) => {
    const outline = model.outline?.(input, output);
    if (outline === undefined) return [];
    const isLegal = outline.needs === undefined || model.key(outline.needs) === model.key(state);
    const foretold = isLegal ? model.key(outline.leaves ?? state) : null;
    const stepped = keyOf(model, model.step(state, input, output));
    return foretold === stepped
      ? []
      : [`${model.describe(input, output)} in ${model.key(state)}: outline and step differ`];
  });
}

function keyOf<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
  state: State | null,
): string | null {
  return state === null ? null : model.key(state);
}
