import { expect, test } from 'vitest';
import { pairOps } from '../history/pair-ops.ts';
import { type HistoryShape, randomHistory } from '../history/random-history.ts';
import type { Model } from '../models/model.ts';
import { type RegisterInput, type RegisterState, type RegisterValue, registerModel } from '../models/register.ts';
import { isLinearizableByBruteForce } from './brute-force.ts';
import { checkLinearizability } from './check-linearizability.ts';

const firstSeed = Number(process.env['TEST_SEED'] ?? 1);
const historyCount = 20_000;

/** The same register without outlines: every order is searched, nothing is pruned. */
const unpruned: Model<RegisterState, RegisterInput, RegisterValue> = {
  name: registerModel.name,
  initial: registerModel.initial,
  key: (state) => registerModel.key(state),
  parse: (operation) => registerModel.parse(operation),
  step: (state, input, output) => registerModel.step(state, input, output),
  partition: (input) => input.key,
  describe: (input, output) => registerModel.describe(input, output),
};

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

test(`on ${historyCount} small histories the search says what trying every order says`, () => {
  const counts = { valid: 0, invalid: 0, unknown: 0 };
  for (let seed = firstSeed; seed < firstSeed + historyCount; seed++) {
    const shape = smallShape(seed);
    const operations = pairOps(randomHistory(shape));
    if (!operations.some(({ type }) => type === 'ok')) continue;
    const expected = isLinearizableByBruteForce(operations, registerModel) ? 'valid' : 'invalid';
    counts[expected]++;
    for (const model of [registerModel, unpruned]) {
      const { kind } = checkLinearizability(operations, model, { now: () => 0 });
      expect(kind, `TEST_SEED=${seed}: ${JSON.stringify(shape)}`).toBe(expected);
    }
    if (shape.wrongReadPercent === 0)
      expect(expected, `TEST_SEED=${seed}: generated from a real register`).toBe('valid');
  }
  expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(historyCount / 10);
});

test('on longer histories, which no brute force ends, the search says the same with and without pruning', () => {
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
    const operations = pairOps(randomHistory(shape));
    const [pruned, plain] = [registerModel, unpruned].map(
      (model) => checkLinearizability(operations, model, { now: () => 0 }).kind,
    );
    expect(plain, `TEST_SEED=${seed}: ${JSON.stringify(shape)}`).toBe(pruned);
    if (shape.wrongReadPercent === 0) expect(pruned, `TEST_SEED=${seed}: generated from a real register`).toBe('valid');
    if (pruned !== undefined) counts[pruned]++;
  }
  expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(30);
});
