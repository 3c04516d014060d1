import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Grudge } from '#ports';
import {
  bridge,
  cutClients,
  deafen,
  grudgeLinks,
  halves,
  isolate,
  majoritiesRing,
  majoritySize,
  mute,
  randomHalves,
} from './grudge.ts';
import { TestRng } from './testing/test-rng.ts';

const five = ['n1', 'n2', 'n3', 'n4', 'n5'];
const clusters = (nodesMin: number) =>
  fc.integer({ min: nodesMin, max: 12 }).map((count) => Array.from({ length: count }, (_, place) => `n${place + 1}`));
const seeds = fc.string({ maxLength: 5 });

describe('a partition', () => {
  test('that isolates one node cuts it off in both directions and nobody else', () => {
    expect(isolate(['n1', 'n2', 'n3'], ['n2'])).toEqual({ n1: ['n2'], n2: ['n1', 'n3'], n3: ['n2'] });
  });

  test('that isolates all nodes leaves each alone', () => {
    expect(isolate(['n1', 'n2', 'n3'], ['n1', 'n2', 'n3'])).toEqual({
      n1: ['n2', 'n3'],
      n2: ['n1', 'n3'],
      n3: ['n1', 'n2'],
    });
  });

  test('into halves leaves a majority on one side, with even numbers too', () => {
    expect(heardBy(halves(five), five, 'n3')).toEqual(['n3', 'n4', 'n5']);
    expect(heardBy(halves(['n1', 'n2', 'n3', 'n4']), ['n1', 'n2', 'n3', 'n4'], 'n4')).toEqual(['n2', 'n3', 'n4']);
  });

  test('into random halves of an even cluster leaves no majority', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const nodes = five.slice(0, 4);
        const grudge = randomHalves(nodes, new TestRng(seed));
        for (const node of nodes) expect(heardBy(grudge, nodes, node)).toHaveLength(2);
      }),
    );
  });

  test('as a ring shows every node a majority, to no two the same, in both directions', () => {
    fc.assert(
      fc.property(clusters(4), seeds, (nodes, seed) => {
        const grudge = majoritiesRing(nodes, new TestRng(seed));
        const seen = nodes.map((node) => heardBy(grudge, nodes, node).join());
        expect(new Set(seen).size).toBe(nodes.length);
        for (const node of nodes) {
          expect(heardBy(grudge, nodes, node).length).toBeGreaterThanOrEqual(majoritySize(nodes.length));
          for (const sender of grudge[node] ?? []) expect(grudge[sender]).toContain(node);
        }
      }),
    );
  });

  test('with a bridge leaves exactly one node that sees all, and two banks that do not see each other', () => {
    fc.assert(
      fc.property(clusters(3), seeds, (nodes, seed) => {
        const grudge = bridge(nodes, new TestRng(seed));
        const bridges = nodes.filter((node) => heardBy(grudge, nodes, node).length === nodes.length);
        expect(bridges).toHaveLength(1);
        for (const { from, to } of grudgeLinks(grudge)) expect(grudge[from]).toContain(to);
      }),
    );
  });

  test('that deafens a half cuts only what comes from outside of it', () => {
    expect(deafen(['n1', 'n2', 'n3'], ['n1', 'n2'])).toEqual({ n1: ['n3'], n2: ['n3'] });
  });

  test('that mutes a half cuts only what leaves it', () => {
    expect(mute(['n1', 'n2', 'n3'], ['n1', 'n2'])).toEqual({ n1: [], n2: [], n3: ['n1', 'n2'] });
  });

  test('that deafens or mutes all nodes cuts every link', () => {
    expect(grudgeLinks(deafen(five, five))).toHaveLength(20);
    expect(grudgeLinks(mute(five, five))).toHaveLength(20);
  });

  test('between clients and nodes touches no link between nodes', () => {
    expect(cutClients(['n1', 'n3'])).toEqual({ n1: ['clients'], n3: ['clients'] });
  });
});

function heardBy(grudge: Grudge, nodes: readonly string[], receiver: string): readonly string[] {
  return nodes.filter((node) => !(grudge[receiver] ?? []).includes(node));
}
