import { expect, test } from 'vitest';
import { checkSetting } from '../requirement.ts';
import { parseQuorumSystem } from '../systems/parse-quorum-system.ts';
import type { QuorumSystem } from '../systems/system.ts';
import { availability } from './availability.ts';
import { collisionProbability, collisionProbabilityBetween } from './collision-probability.ts';
import { crashTolerance } from './crash-tolerance.ts';
import { expectedLatencies } from './latency.ts';
import { messageCosts } from './message-costs.ts';
import { dominatedBy, paretoSettings, safeSettings } from './pareto-settings.ts';
import { expectedWaitingTimes } from './waiting-time.ts';

const grid = parseQuorumSystem({ system: 'grid', rows: 2, columns: 3 });
const weights = parseQuorumSystem({ system: 'weighted', weights: [2, 1, 1], phase1: 3, classic: 2, fast: 3 });

test.each([
  [10, 8, 1.43],
  [10, 7, 1.1],
  [10, 6, 0.85],
  [5, 4, 1.28],
  [5, 3, 0.78],
])('of %i nodes a fast quorum of %i is waited for %f mean replies', (nodes, fast, time) => {
  expect(expectedWaitingTimes(sizes(nodes, nodes, nodes, fast)).fast).toBeCloseTo(time, 2);
});

test.each([
  [10, 6, 0.75],
  [10, 5, 0.55],
  [10, 3, 0.24],
  [5, 3, 0.58],
  [5, 2, 0.25],
])(
  'of %i nodes a classic quorum of %i, the leader being one, is waited for %f mean replies',
  (nodes, classic, time) => {
    expect(Math.abs((expectedWaitingTimes(sizes(nodes, nodes, classic)).classic ?? 0) - time)).toBeLessThan(0.0085);
  },
);

test('a change of leader and a recovery wait for phase 1, the recovery for a classic quorum as well', () => {
  const times = expectedWaitingTimes(sizes(10, 8, 3, 7));
  expect(times.leaderChange).toBeCloseTo(1.33, 2);
  expect(times.collisionRecovery).toBeCloseTo((times.leaderChange ?? 0) + (times.classic ?? 0), 9);
  expect(expectedWaitingTimes(sizes(10, 8, 3))).toMatchObject({ fast: null, collisionRecovery: null });
});

test('where the heavy node leads, its vote alone decides', () => {
  expect(expectedWaitingTimes(weights, 0).classic).toBe(0);
  expect(expectedWaitingTimes(weights, 1).classic).toBeGreaterThan(0.4);
});

test.each([
  [3, 3, 0.25],
  [3, 2, 1],
  [4, 3, 0.63],
  [5, 4, 0.38],
  [5, 3, 1],
  [7, 6, 0.13],
  [7, 5, 0.45],
  [7, 4, 1],
  [9, 7, 0.18],
  [9, 6, 0.51],
  [10, 8, 0.11],
  [10, 7, 0.34],
  [10, 6, 0.75],
  [11, 9, 0.07],
  [11, 7, 0.55],
  [4, 2, 1],
])('of %i nodes with a fast quorum of %i two racing proposals succeed with probability %f', (nodes, fast, success) => {
  expect(Math.abs(1 - (collisionProbability(sizes(nodes, nodes, nodes, fast)) ?? 1) - success)).toBeLessThan(0.0051);
});

test('without fast rounds nothing collides', () => {
  expect(collisionProbability(sizes(5, 3, 3))).toBeNull();
  expect(collisionProbabilityBetween(sizes(5, 3, 3), { delaysMs: [], homes: [0, 1], windowMs: 1 })).toBeNull();
});

/** n1 to n3 are close to each other, and 30 ms from n4 and n5, which are close to each other. */
const delaysMs = [0, 0, 0, 1, 1].map((region, from, regions) =>
  regions.map((other, to) => (from === to ? 0 : region === other ? 1 : 30)),
);

test('latencies follow the messages of each path', () => {
  const near = { delaysMs, leader: 0, homes: [0] };
  expect(expectedLatencies(sizes(5, 3, 3, 4), near)).toEqual({
    fast: ms(60),
    classic: ms(2),
    leaderChange: ms(2),
    collisionRecovery: ms(2 + 2),
  });
  const far = expectedLatencies(sizes(5, 4, 3, 4), { ...near, homes: [4] });
  // Forward, 2a and 2b, announcement; n1 to n3 and one of n4, n5 report.
  expect(far.classic).toEqual(ms(30 + 2 + 30));
  expect(far.leaderChange).toEqual(ms(60));
  expect(far.collisionRecovery).toEqual(ms(31 + 2 + 30));
  expect(expectedLatencies(sizes(5, 3, 3), near)).toMatchObject({ fast: null, collisionRecovery: null });
});

test('homes count as often as they are named', () => {
  const latencies = expectedLatencies(sizes(5, 3, 3), { delaysMs, leader: 0, homes: [0, 0, 4, 1] });
  expect(latencies.classic).toEqual({ meanMs: (2 + 2 + 62 + 4) / 4, medianMs: 3 });
});

test('a matrix that does not fit the nodes is a programming error', () => {
  expect(() => expectedLatencies(sizes(4, 3, 3), { delaysMs, leader: 0, homes: [0] })).toThrow('a delay from 0');
  expect(() => expectedLatencies(sizes(5, 3, 3), { delaysMs, leader: 5, homes: [0] })).toThrow('are nodes');
});

test('proposals of one region collide with those of the other, unless one is much earlier', () => {
  const collision = (fast: number, homes: [number, number], windowMs: number): number | null =>
    collisionProbabilityBetween(sizes(5, 5, 1, fast), { delaysMs, homes, windowMs });
  // n1 to n3 hear n1 up to 29 ms later than n5, n4 hears n5 up to 29 ms later: four votes take 29 ms.
  expect(collision(4, [0, 4], 10)).toBe(1);
  expect(collision(4, [0, 4], 58)).toBeCloseTo(0.5, 9);
  expect(collision(3, [0, 4], 58)).toBe(0);
  expect(collision(4, [0, 0], 58)).toBe(0);
  expect(collision(4, [0, 4], 0)).toBe(1);
});

test('crashes survived are those of the sizes', () => {
  for (const system of [sizes(5, 3, 3, 4), sizes(10, 8, 3, 7), sizes(10, 6, 5, 8), sizes(5, 5, 1, 3), sizes(5, 3, 3)]) {
    if (system.kind !== 'cardinality') continue;
    const found = Object.entries(crashTolerance(system)).map(([path, cost]) => [path, cost?.survived ?? null]);
    expect(Object.fromEntries(found)).toEqual(checkSetting(system).crashesSurvived);
  }
});

test('a grid and weights survive less than their quorums are small', () => {
  expect(crashTolerance(grid)).toMatchObject({
    fast: { survived: 1 },
    classic: { survived: 2 },
    leaderChange: { survived: 1 },
    collisionRecovery: { survived: 1 },
  });
  expect(crashTolerance(weights)).toEqual({
    fast: { survived: 0, blockedBy: 0b001 },
    classic: { survived: 1, blockedBy: 0b011 },
    leaderChange: { survived: 0, blockedBy: 0b001 },
    collisionRecovery: { survived: 0, blockedBy: 0b001 },
  });
});

test('of 25 nodes availability is counted, with zones', () => {
  const five = parseQuorumSystem({
    system: 'zones',
    zones: Object.fromEntries(
      [1, 2, 3, 4, 5].map((zone) => [`z${zone}`, [1, 2, 3, 4, 5].map((node) => `z${zone}-${node}`)]),
    ),
    phase1: { zones: 3, members: 'majority' },
    classic: { zones: 3, members: 'majority' },
  });
  const zones = [0, 1, 2, 3, 4].map((zone) => ({ nodes: 0b11111 << (5 * zone), probability: 0.1 }));
  const found = availability(five, { nodes: Array.from({ length: 25 }, () => 0), zones });
  // At most two of the five zones are down.
  expect(found.classic).toBeCloseTo(0.9 ** 5 + 5 * 0.1 * 0.9 ** 4 + 10 * 0.01 * 0.9 ** 3, 12);
  expect(found.fast).toBeNull();
});

test('messages, delays and copies are counted as the node sends them', () => {
  expect(messageCosts(sizes(5, 3, 3, 4))).toEqual({
    classic: cost(13, 12, 4, 2, 3, 5),
    fast: cost(16, 12, 2, 2, 4, 5),
    collisionRecovery: cost(24, 20, 5, 4, 8, 10),
    leaderChange: cost(8, 8, 2, 2, 0, 0),
  });
  expect(messageCosts(grid).fast?.copies).toEqual({ atDecision: 4, inTheEnd: 6 });
  expect(messageCosts(sizes(5, 3, 3))).toMatchObject({ fast: null, collisionRecovery: null });
});

test('the numbers of safe settings, and on which inequality the others fail, are the known ones', () => {
  const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((nodes) => {
    const failing = { classic: 0, fast: 0, both: 0 };
    for (let phase1 = 1; phase1 <= nodes; phase1 += 1) {
      for (let classic = 1; classic <= nodes; classic += 1) {
        for (let fast = 1; fast <= nodes; fast += 1) {
          const [first, second] = checkSetting({ nodes, phase1, classic, fast }).requirements;
          if (first?.holds === false) failing[second?.holds === false ? 'both' : 'classic'] += 1;
          else if (second?.holds === false) failing.fast += 1;
        }
      }
    }
    return { safe: safeSettings(nodes).length, ...failing };
  });
  expect(counts.map(({ safe }) => safe)).toEqual([1, 3, 9, 17, 32, 50, 78, 110, 155, 205]);
  expect(counts.map(({ classic }) => classic)).toEqual([0, 1, 3, 7, 13, 22, 34, 50, 70, 95]);
  expect(counts.map(({ fast }) => fast)).toEqual([0, 3, 9, 23, 43, 76, 118, 178, 250, 345]);
  expect(counts.map(({ both }) => both)).toEqual([0, 1, 6, 17, 37, 68, 113, 174, 254, 355]);
});

test('what is listed as safe is safe, and on the front if no other is better', () => {
  for (let nodes = 1; nodes <= 7; nodes += 1) {
    const safe = safeSettings(nodes);
    const better = (setting: (typeof safe)[number]): boolean =>
      safe.some(
        (other) =>
          other.phase1 <= setting.phase1 &&
          other.classic <= setting.classic &&
          (other.fast ?? 0) <= (setting.fast ?? 0) &&
          (other.phase1 < setting.phase1 || other.classic < setting.classic || (other.fast ?? 0) < (setting.fast ?? 0)),
      );
    expect(safe.every((setting) => checkSetting(setting).isSafe)).toBe(true);
    expect(paretoSettings(nodes)).toEqual(safe.filter((setting) => !better(setting)));
    for (const setting of safe) expect(dominatedBy(setting).length > 0).toBe(better(setting));
  }
});

test('a setting is dominated by what has no larger quorum and a smaller one', () => {
  expect(dominatedBy({ nodes: 10, phase1: 8, classic: 4, fast: 8 })).toEqual([
    { nodes: 10, phase1: 7, classic: 4, fast: 7 },
    { nodes: 10, phase1: 8, classic: 3, fast: 7 },
  ]);
  expect(dominatedBy({ nodes: 10, phase1: 6, classic: 5, fast: null })).toEqual([]);
  expect(dominatedBy({ nodes: 10, phase1: 6, classic: 6, fast: null })).toEqual([
    { nodes: 10, phase1: 5, classic: 6, fast: null },
    { nodes: 10, phase1: 6, classic: 5, fast: null },
  ]);
});

function sizes(nodes: number, phase1: number, classic: number, fast: number | null = null): QuorumSystem {
  return { kind: 'cardinality', nodes, phase1, classic, fast };
}

function ms(time: number): object {
  return { meanMs: time, medianMs: time };
}

function cost(...numbers: readonly number[]): object {
  const [elsewhere, atLeader, delaysElsewhere, delaysAtLeader, atDecision, inTheEnd] = numbers;
  return {
    messages: { elsewhere, atLeader },
    delays: { elsewhere: delaysElsewhere, atLeader: delaysAtLeader },
    copies: { atDecision, inTheEnd },
  };
}
