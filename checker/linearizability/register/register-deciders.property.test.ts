import { expect, test } from 'vitest';
import { fuzzRegisters } from './fuzz-registers.ts';

const seed = Number(process.env['TEST_SEED'] ?? 1);
const count = 15_000;

test.each([seed, seed + count])(
  'on 15000 small histories every decider of registers says what trying every order says, from seed %d',
  (first) => {
    const { linearizable, notLinearizable, decided } = fuzzRegisters(first, count);
    expect(Math.min(linearizable, notLinearizable)).toBeGreaterThan(count / 10);
    for (const [name, histories] of Object.entries(decided)) expect(histories, name).toBeGreaterThan(count / 10);
  },
);
