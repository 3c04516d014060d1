import { expect, test } from 'vitest';
import { historyOf } from '../history/history-of.ts';
import { randomNumbers } from '../history/random-history.ts';
import { tableOfOps } from '../history/table-rows.ts';
import { attemptOf } from '../linearizability/attempt-of.ts';
import { objectShapes } from '../linearizability/fuzz/object-shapes.ts';
import { defineModel } from './define-model.ts';
import type { AnyModel } from './model.ts';
import { modelLaws, type Sample } from './model-laws.ts';
import { modelNamed, modelNames, namedModels } from './named-models.ts';

/** Some operations of every kind that the shape knows, with all answers. */
function samplesOf(name: string): readonly Sample<unknown, unknown>[] {
  const shape = objectShapes[name];
  if (shape === undefined) throw new RangeError(name);
  const random = randomNumbers(7);
  let fresh = 0;
  const requests = Array.from({ length: 12 }, () => shape.request(random, () => fresh++));
  return requests.flatMap((request) =>
    shape
      .answers(request)
      .slice(0, 8)
      .flatMap((answer) =>
        (['ok', 'info'] as const).map((type) => {
          const output = type === 'ok' ? answer : undefined;
          return shape.model.parse({
            process: 1,
            f: request.f,
            key: null,
            input: request.value,
            output,
            type,
            invokeIndex: 0,
          });
        }),
      ),
  );
}

test.each(Object.keys(objectShapes))('the model of %s keeps the laws', (name) => {
  const shape = objectShapes[name];
  expect(shape && modelLaws(shape.model, samplesOf(name))).toEqual([]);
});

test('every model with a name is held to the laws', () => {
  const held = new Set(Object.values(objectShapes).map(({ model }) => model.name));
  expect(modelNames.filter((name) => !held.has(name))).toEqual([]);
});

type Count = { count: number };
const honest = { name: 'count', initial: { count: 0 }, parse: () => ({ input: 1, output: undefined }) };
const nextOf = ({ count }: Count): Count => ({ count: (count + 1) % 5 });

test.each<[string, AnyModel]>([
  [
    'changes what it is given',
    defineModel<Count, number, number>({
      ...honest,
      step: (state) => {
        state.count = (state.count + 1) % 5;
        return state;
      },
    }),
  ],
  ['two results', defineModel<Count, number, number>({ ...honest, step: alternating() })],
  ['observes, and changes', defineModel<Count, number, number>({ ...honest, observes: () => true, step: nextOf })],
  [
    'differ',
    defineModel<Count, number, number>({
      ...honest,
      key: ({ count }) => (count === 2 ? '0' : String(count)),
      step: nextOf,
    }),
  ],
  [
    'illegal without one',
    defineModel<Count, number, number>({
      ...honest,
      step: (state, _input, output) => (output === undefined ? null : nextOf(state)),
    }),
  ],
  [
    'outline and step differ',
    defineModel<Count, number, number>({
      ...honest,
      step: nextOf,
      outline: () => ({ leaves: { count: 3 } }),
    }),
  ],
])('a model that breaks a law is found out: %s', (complaint, model) => {
  const broken = modelLaws(model, [
    { input: 1, output: undefined },
    { input: 1, output: 2 },
  ]);
  expect(broken.join('\n')).toContain(complaint);
});

function alternating(): (state: Count) => Count {
  let calls = 0;
  return ({ count }) => ({ count: (count + 1 + (calls++ % 2)) % 5 });
}

test('models are found by name and by alias, and a name that nobody has is refused', () => {
  expect(modelNamed('cas-register')).toBe(namedModels.register.model);
  expect(modelNamed('kv').name).toBe('key-value');
  expect(() => modelNamed('tree')).toThrow(/there is no model "tree"; there are register, /);
});

test.each(modelNames)('what no %s knows is refused, with its place', (name) => {
  const table = tableOfOps(historyOf('1 invoke dance 3\n1 ok dance 3'));
  expect(() => modelNamed(name).parse(attemptOf(table, 0))).toThrow(/op 0: the .* model expects/);
});
