import fc from 'fast-check';
import { numberedNodes } from '../systems/nodes.ts';
import type {
  ExplicitSystem,
  GridSystem,
  QuorumSystem,
  WeightedSystem,
  ZoneRule,
  ZoneSystem,
} from '../systems/system.ts';

/** Meaningful systems of every kind that are small enough to try all sets of nodes, safe and unsafe ones. */
export const randomSystem: fc.Arbitrary<QuorumSystem> = fc.oneof(weighted(), grid(), explicit(), zones());

function weighted(): fc.Arbitrary<WeightedSystem> {
  return fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 }).chain((drawn) => {
    const weights = drawn.every((weight) => weight === 0) ? [1, ...drawn.slice(1)] : drawn;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const threshold = fc.integer({ min: Math.ceil(total / 3), max: total });
    return fc.record({
      kind: fc.constant('weighted' as const),
      nodes: fc.constant(numberedNodes(weights.length)),
      weights: fc.constant(weights),
      phase1: threshold,
      classic: threshold,
      fast: fc.option(threshold),
    });
  });
}

function grid(): fc.Arbitrary<GridSystem> {
  const shapes = [
    [1, 1],
    [1, 4],
    [4, 1],
    [2, 2],
    [2, 3],
    [3, 2],
    [1, 6],
    [6, 1],
  ].map(([rows = 1, columns = 1]) => ({ rows, columns }));
  return fc
    .constantFrom(...shapes)
    .chain(({ rows, columns }) =>
      fc
        .option(fc.integer({ min: 1, max: columns }))
        .map((fastColumns) => ({ kind: 'grid' as const, rows, columns, fastColumns })),
    );
}

function explicit(): fc.Arbitrary<ExplicitSystem> {
  return fc.integer({ min: 1, max: 5 }).chain((count) => {
    const nodes = numberedNodes(count);
    const quorum = fc.subarray([...nodes], { minLength: Math.ceil(count / 2) });
    const family = fc.array(quorum, { minLength: 1, maxLength: 3 });
    return fc.record({
      kind: fc.constant('explicit' as const),
      nodes: fc.constant(nodes),
      phase1: family,
      classic: family,
      fast: fc.option(family),
    });
  });
}

function zones(): fc.Arbitrary<ZoneSystem> {
  return fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }).chain((sizes) => {
    const named = sizes.map((size, index) => ({
      name: `zone-${index}`,
      nodes: numberedNodes(size).map((node) => `z${index}-${node}`),
    }));
    const rule: fc.Arbitrary<ZoneRule> = fc.record({
      zones: fc.integer({ min: 1, max: sizes.length }),
      members: fc.tuple(...sizes.map((max) => fc.integer({ min: 1, max }))),
    });
    return fc.record({
      kind: fc.constant('zones' as const),
      zones: fc.constant(named),
      phase1: rule,
      classic: rule,
      fast: fc.option(rule),
    });
  });
}
