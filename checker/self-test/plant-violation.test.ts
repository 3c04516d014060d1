import { expect, test } from 'vitest';
import { historyOf } from '../history/history-of.ts';
import type { Op } from '../history/op.ts';
import { pairOps } from '../history/pair-ops.ts';
import { type HistoryShape, randomHistory, randomNumbers } from '../history/random-history.ts';
import { isLinearizableByBruteForce } from '../linearizability/brute-force.ts';
import { checkLinearizability } from '../linearizability/check-linearizability.ts';
import { registerModel } from '../models/register.ts';
import type { VerdictKind } from '../verdict.ts';
import { plantLostWrite, plantStaleRead } from './plant-violation.ts';

const firstSeed = Number(process.env['TEST_SEED'] ?? 1);
const plants = { plantStaleRead, plantLostWrite };

function verdictOn(ops: readonly Op[]): VerdictKind {
  return checkLinearizability(ops, registerModel).kind;
}

function linesChanged(one: readonly Op[], other: readonly Op[]): readonly number[] {
  return one.filter((op, index) => op !== other[index]).map(({ index }) => index);
}

test.each(Object.entries(plants))(
  '%s makes a violation of every ordinary history, and changes nothing else',
  (_name, plant) => {
    for (let seed = firstSeed; seed < firstSeed + 200; seed++) {
      const values = seed % 2 === 0 ? 'unique' : 20;
      const shape: HistoryShape = { seed, clients: 10, keys: 4, operations: 400, values, crashPercent: 3 };
      const history = randomHistory(shape);
      const planting = plant(history, randomNumbers(seed));
      if (planting.kind === 'no-place') throw new Error(`TEST_SEED=${seed}: ${planting.reason}`);
      expect(linesChanged(history, planting.ops), `TEST_SEED=${seed}`).toEqual(
        planting.changedIndices.toSorted((a, b) => a - b),
      );
      expect(planting.changedIndices.length).toBeGreaterThan(0);
      expect(
        planting.changedIndices.every((index) => history[index]?.f === 'read' && history[index]?.type === 'ok'),
      ).toBe(true);
      expect([verdictOn(history), verdictOn(planting.ops)], `TEST_SEED=${seed}`).toEqual(['valid', 'invalid']);
    }
  },
);

test.each(Object.entries(plants))(
  '%s: trying every order agrees that the small copy is not linearizable',
  (_name, plant) => {
    let plantedCount = 0;
    for (let seed = firstSeed; seed < firstSeed + 3_000; seed++) {
      const shape: HistoryShape = {
        seed,
        clients: 2 + (seed % 3),
        keys: 1,
        operations: 7,
        values: 2 + (seed % 3),
        crashPercent: 15,
      };
      const planting = plant(randomHistory(shape), randomNumbers(seed));
      if (planting.kind === 'no-place') continue;
      plantedCount++;
      expect(isLinearizableByBruteForce(pairOps(planting.ops), registerModel), `TEST_SEED=${seed}`).toBe(false);
    }
    expect(plantedCount).toBeGreaterThan(100);
  },
);

test('a planted stale read returns what was overwritten before it began', () => {
  const history = historyOf(
    '1 invoke write 1\n1 ok write 1\n1 invoke write 2\n1 ok write 2\n2 invoke read\n2 ok read 2',
  );
  expect(plantStaleRead(history, () => 0)).toMatchObject({
    kind: 'planted',
    changedIndices: [5],
    sentence: 'Key "x": the read at 5 returns 1, which was overwritten between 2 and 3.',
  });
});

test('a planted lost write is seen by no read', () => {
  const history = historyOf(
    '1 invoke write 1\n1 ok write 1\n1 invoke write 2\n3 invoke read\n3 ok read 2\n1 ok write 2\n2 invoke read\n2 ok read 2',
  );
  const planting = plantLostWrite(history, (count) => count - 1);
  expect(planting).toMatchObject({
    kind: 'planted',
    changedIndices: [4, 7],
    sentence: 'Key "x": the write of 2, acknowledged at 5, is lost: the read at 7 still returns 1.',
  });
});

test.each([
  ['there is none', ''],
  [
    'all operations overlap',
    '1 invoke write 1\n2 invoke write 2\n3 invoke read\n1 ok write 1\n2 ok write 2\n3 ok read 2',
  ],
  [
    'a crashed write may bring the old value back',
    '3 invoke write 1\n3 info write 1\n4 invoke write null\n4 info write null\n1 invoke write 1\n1 ok write 1\n1 invoke write 2\n1 ok write 2\n2 invoke read\n2 ok read 2',
  ],
])('no place for a violation is said, not forced: %s', (_why, text) => {
  expect(plantStaleRead(historyOf(text), () => 0)).toMatchObject({ kind: 'no-place', reason: expect.any(String) });
  expect(plantLostWrite(historyOf(text), () => 0)).toMatchObject({ kind: 'no-place', reason: expect.any(String) });
});

test.each([
  ['that somebody else writes too', '3 invoke write 2\n3 ok write 2'],
  ['that somebody swapped for another', '3 invoke cas [2,3]\n3 ok cas [2,3]'],
])('a write is not lost of a value %s, because more than one violation would be planted', (_what, others) => {
  const history = historyOf(`1 invoke write 2\n1 ok write 2\n2 invoke read\n2 ok read 2\n${others}`);
  expect(plantLostWrite(history.slice(0, 4), () => 0).kind).toBe('planted');
  expect(plantLostWrite(history, () => 0).kind).toBe('no-place');
});
