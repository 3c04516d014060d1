import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examineQuorums, nodeNames, type QuorumSystem, type WeightedSystem } from '#quorums';
import { nearestSafeSystem } from './nearest-safe-system.ts';

function weighted(weights: readonly number[], phase1: number, classic: number, fast: number | null): WeightedSystem {
  const nodes = weights.map((_, index) => `n${index + 1}`);
  return { kind: 'weighted', nodes, weights, phase1, classic, fast };
}

function sizesInSum({ phase1, classic, fast }: WeightedSystem): number {
  return phase1 + classic + (fast ?? 0);
}

/** By trying all thresholds. */
function leastSumOfSafe(system: WeightedSystem, total: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let phase1 = system.phase1; phase1 <= total; phase1 += 1) {
    for (let classic = system.classic; classic <= total; classic += 1) {
      for (let fast = system.fast ?? total; fast <= total; fast += 1) {
        const candidate = { ...system, phase1, classic, fast: system.fast === null ? null : fast };
        if (examineQuorums(candidate).safety === 'safe') least = Math.min(least, sizesInSum(candidate));
      }
    }
  }
  return least;
}

const arbitraryWeighted = fc
  .array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 4 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .chain((weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const threshold = fc.integer({ min: 1, max: total });
    return fc
      .tuple(threshold, threshold, fc.option(threshold))
      .map(([phase1, classic, fast]) => ({ system: weighted(weights, phase1, classic, fast), total }));
  });

describe('the nearest safe system', () => {
  test('of weights is safe, and no safe thresholds are less in sum', () => {
    fc.assert(
      fc.property(arbitraryWeighted, ({ system, total }) => {
        const nearest = nearestSafeSystem(system);
        if (nearest.kind !== 'weighted') throw new Error('it is of another kind');
        expect(examineQuorums(nearest).safety).toBe('safe');
        expect(sizesInSum(nearest)).toBe(leastSumOfSafe(system, total));
      }),
      { numRuns: 300 },
    );
  });

  test('of large weights is found, too', () => {
    const nearest = nearestSafeSystem(weighted([50_000, 30_000, 20_000], 50_000, 30_000, 30_000));
    expect(examineQuorums(nearest).safety).toBe('safe');
    const many = [90, 224, 598, 895, 408, 641, 937, 181, 630, 819, 536, 182];
    expect(examineQuorums(nearestSafeSystem(weighted(many, 3070, 2047, 3070))).safety).toBe('safe');
  });

  test.each<QuorumSystem>([
    { kind: 'grid', rows: 3, columns: 4, fastColumns: 2 },
    { kind: 'explicit', nodes: ['a', 'b', 'c'], phase1: [['a'], ['b']], classic: [['a', 'b']], fast: [['a'], ['b']] },
    {
      kind: 'zones',
      zones: [
        { name: 'east', nodes: ['a', 'b'] },
        { name: 'west', nodes: ['c'] },
      ],
      phase1: { zones: 1, members: [1, 1] },
      classic: { zones: 1, members: [1, 1] },
      fast: { zones: 1, members: [2, 1] },
    },
  ])('of other systems has the same nodes and kind: %o', (system) => {
    const nearest = nearestSafeSystem(system);
    expect(examineQuorums(system).safety).toBe('unsafe');
    expect(examineQuorums(nearest).safety).toBe('safe');
    expect([nearest.kind, nodeNames(nearest)]).toEqual([system.kind, nodeNames(system)]);
  });
});
