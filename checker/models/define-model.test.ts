import { expect, test } from 'vitest';
import { historyOf } from '../history/history-of.ts';
import { checkLinearizability } from '../linearizability/check-linearizability.ts';
import { defineModel } from './define-model.ts';
import { type Attempt, ModelError } from './model.ts';
import { modelLaws } from './model-laws.ts';

type Words = Readonly<{ f: string; value: unknown }>;
type Parsed = Readonly<{ input: Words; output: unknown }>;

const parse = ({ f, input, output, type }: Attempt): Parsed => ({
  input: { f, value: input },
  output: type === 'ok' ? output : undefined,
});
const staleRead = historyOf(
  '1 invoke write 1\n1 ok write 1\n1 invoke write 2\n1 ok write 2\n1 invoke read\n1 ok read 1',
);

/** Defines a model as code does that no compiler has seen, and judges the stale read by it. */
function judgeUntyped(definition: object): void {
  Reflect.apply(checkLinearizability, undefined, [staleRead, Reflect.apply(defineModel, undefined, [definition])]);
}

/** A register in an object of some sort, made by `hold`. */
function registerIn(hold: (value: unknown) => unknown): object {
  return {
    name: 'mine',
    initial: { held: hold(null), value: null },
    parse,
    step: (state: { value: unknown }, { f, value }: Words, told: unknown) => {
      if (f === 'write') return { held: hold(value), value };
      return told === undefined || told === state.value ? state : null;
    },
  };
}

class Purse {
  readonly #coins: unknown;
  constructor(coins: unknown) {
    this.#coins = coins;
  }
  coins(): unknown {
    return this.#coins;
  }
}

test.each<[string, (value: unknown) => unknown]>([
  ['a Map', (value) => new Map([['x', value]])],
  ['a Set', (value) => [new Set([value])]],
  ['a Purse', (value) => ({ purse: new Purse(value) })],
  ['a Date', (value) => new Date(Number(value))],
  ['NaN', (value) => Number(value) / 0 - Number(value) / 0],
  ['Infinity', () => Number.POSITIVE_INFINITY],
  ['a bigint', (value) => BigInt(Number(value))],
  ['a function', (value) => () => value],
  ['a symbol', (value) => Symbol(String(value))],
  ['undefined in a list', () => [undefined]],
])('a state that holds %s is refused where JSON would have to tell it apart', (what, hold) => {
  expect(() => judgeUntyped(registerIn(hold))).toThrow(
    new ModelError(
      `the state of the mine model holds ${what}, which JSON does not tell apart; give the model a \`key\``,
    ),
  );
});

test('a state that is JSON needs no key: lists, plain objects of any making, undefined in a field', () => {
  const hold = (value: unknown): object =>
    Object.assign(Object.create(null), { list: [value, null, 'a', [true]], nothing: undefined });
  expect(() => judgeUntyped(registerIn(hold))).not.toThrow();
});

test('with a key a state may be a Map, and is held to the laws', () => {
  type Values = Readonly<{ values: ReadonlyMap<string, unknown> }>;
  const definition = {
    name: 'map-register',
    initial: { values: new Map<string, unknown>() },
    key: ({ values }: Values) => JSON.stringify([...values]),
    parse,
    step: (state: Values, { f, value }: Words, told: unknown): Values | null => {
      if (f === 'write') return { values: new Map([['x', value]]) };
      return told === undefined || told === state.values.get('x') ? state : null;
    },
  };
  const model = defineModel<Values, Words, unknown>(definition);
  expect(checkLinearizability(staleRead, model, { now: () => 0 }).kind).toBe('invalid');
  const samples = [
    { input: { f: 'write', value: 1 }, output: undefined },
    { input: { f: 'read', value: null }, output: 1 },
  ];
  expect(modelLaws(model, samples)).toEqual([]);
  const grows = (state: Values): Values => {
    if (state.values instanceof Map) state.values.set('y', 1);
    return state;
  };
  const changing = defineModel<Values, Words, unknown>({ ...definition, initial: { values: new Map() }, step: grows });
  expect(modelLaws(changing, samples).join('\n')).toContain('step changes what it is given');
});

const whole = { name: 'mine', initial: { value: null }, parse, step: (state: object) => state };

test.each<[string, object]>([
  ['a model needs a `name`', { ...whole, name: undefined }],
  ['the mine model needs an object as `initial` state; found undefined', { ...whole, initial: undefined }],
  ['the mine model needs an object as `initial` state; found 0', { ...whole, initial: 0 }],
  ['the mine model needs a function `parse`', { ...whole, parse: undefined }],
  ['the mine model needs a function `step`', { ...whole, step: undefined }],
  [
    'a step of the mine model is to give the next state or null; it gave undefined',
    { ...whole, step: () => undefined },
  ],
  ['a step of the mine model is to give the next state or null; it gave true', { ...whole, step: () => true }],
  ['op 0: `parse` of the mine model is to give { input, output }; it gave undefined', { ...whole, parse: () => {} }],
  [
    'op 0: `parse` of the mine model gave a Map, which JSON does not tell apart',
    { ...whole, parse: () => ({ input: new Map() }) },
  ],
  [
    'op 0: `parse` of the mine model gave NaN, which JSON does not tell apart',
    { ...whole, parse: () => ({ input: 1, output: Number.NaN }) },
  ],
  [
    'op 0: `parse` of the mine model is to give { input, output }; it gave null',
    { ...whole, parse: () => null, partition: () => 'x' },
  ],
])('a model that is not whole is refused in one line: %s', (complaint, definition) => {
  expect(() => judgeUntyped(definition)).toThrow(new ModelError(complaint));
});

test.each([undefined, null, 7])('a check without a model is refused: %s', (model) => {
  expect(() => {
    Reflect.apply(checkLinearizability, undefined, [staleRead, model]);
  }).toThrow(new ModelError(`a model, or the name of one, is needed; found ${String(model)}`));
});
