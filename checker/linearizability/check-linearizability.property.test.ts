import { expect, test } from 'vitest';
import { pairOps } from '../history/pair-ops.ts';
import { type HistoryShape, randomHistory } from '../history/random-history.ts';
import { defineModel } from '../models/define-model.ts';
import type { Model } from '../models/model.ts';
import { type RegisterInput, type RegisterState, type RegisterValue, registerModel } from '../models/register.ts';
import { isLinearizableByBruteForce } from './brute-force.ts';
import { checkLinearizability } from './check-linearizability.ts';

const firstSeed = Number(process.env['TEST_SEED'] ?? 1);
const historyCount = 20_000;

/** The same register by its steps alone: only the general search judges it, and every order counts. */
const plain: Model<RegisterState, RegisterInput, RegisterValue> = defineModel<
  RegisterState,
  RegisterInput,
  RegisterValue
>({
  name: 'register by its steps',
  initial: registerModel.initial,
  parse: (operation) => registerModel.parse(operation),
  step: (state, input, output) => registerModel.step(state, input, output),
  partition: (input) => input.key,
});

function smallShape(seed: number): HistoryShape {
  return {
    seed,
    clients: 2 + (seed % 4),
    keys: seed % 7 === 0 ? 2 : 1,
    operations: 3 + (seed % 7),
    values: seed % 3 === 0 ? 'unique' : 2 + (seed % 2),
    crashPercent: [0, 10, 30][seed % 3] ?? 0,
    wrongReadPercent: seed % 4 === 0 ? 0 : 25,
  };
}

test(`on ${historyCount} small histories every decider says what trying every order says`, () => {
  const counts = { valid: 0, invalid: 0, unknown: 0 };
  for (let seed = firstSeed; seed < firstSeed + historyCount; seed++) {
    const shape = smallShape(seed);
    const history = randomHistory(shape);
    if (!history.some(({ type }) => type === 'ok')) continue;
    const expected = isLinearizableByBruteForce(pairOps(history), registerModel) ? 'valid' : 'invalid';
    counts[expected]++;
    for (const model of [registerModel, plain]) {
      const { kind } = checkLinearizability(history, model);
      expect(kind, `TEST_SEED=${seed}: ${JSON.stringify(shape)}`).toBe(expected);
    }
    if (shape.wrongReadPercent === 0)
      expect(expected, `TEST_SEED=${seed}: generated from a real register`).toBe('valid');
  }
  expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(historyCount / 10);
});

test('on longer histories, which no brute force ends, the deciders of registers say what the search says', () => {
  const counts = { valid: 0, invalid: 0, unknown: 0 };
  for (let seed = firstSeed; seed < firstSeed + 300; seed++) {
    const shape: HistoryShape = {
      seed,
      clients: 3 + (seed % 3),
      keys: 1,
      operations: 40 + (seed % 60),
      values: seed % 3 === 0 ? 'unique' : 3,
      crashPercent: seed % 2 === 0 ? 0 : 4,
      wrongReadPercent: seed % 5 === 0 ? 0 : 2,
    };
    const history = randomHistory(shape);
    const decided = checkLinearizability(history, registerModel).kind;
    const searched = checkLinearizability(history, plain).kind;
    expect(searched, `TEST_SEED=${seed}: ${JSON.stringify(shape)}`).toBe(decided);
    if (shape.wrongReadPercent === 0)
      expect(decided, `TEST_SEED=${seed}: generated from a real register`).toBe('valid');
    counts[decided]++;
  }
  expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(30);
});
