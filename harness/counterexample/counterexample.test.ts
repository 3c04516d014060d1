import { describe, expect, test } from 'vitest';
import { checkSetting, nodeNames, nodeSetOf, type QuorumSystem, quorumFamily } from '#quorums';
import { counterexampleOf } from './counterexample.ts';
import type { MessageSchedule } from './message-schedule.ts';

function cardinality(nodes: number, phase1: number, classic: number, fast: number | null): QuorumSystem {
  return { kind: 'cardinality', nodes, phase1, classic, fast };
}

function sizesUpTo(nodesMax: number): readonly (readonly [number, number, number, number])[] {
  const upTo = (end: number): readonly number[] => Array.from({ length: end }, (_, index) => index + 1);
  return upTo(nodesMax).flatMap((n) =>
    upTo(n).flatMap((l) => upTo(n).flatMap((r) => upTo(n).map((f) => [n, l, r, f] as const))),
  );
}

function settings(...list: readonly [number, number, number, number][]): typeof list {
  return list;
}

function unsafeUpTo(nodesMax: number): readonly QuorumSystem[] {
  return sizesUpTo(nodesMax)
    .filter(([nodes, phase1, classic, fast]) => !checkSetting({ nodes, phase1, classic, fast }).isSafe)
    .map((sizes) => cardinality(...sizes));
}

function made(system: QuorumSystem, onBrokenPick: 'stop' | 'choose'): MessageSchedule {
  const schedule = counterexampleOf(system, onBrokenPick);
  if (schedule === null) throw new Error('there is no counterexample');
  return schedule;
}

describe('a counterexample', () => {
  test('exists for every unsafe setting up to seven nodes, and for no safe one', () => {
    let [unsafe, safe] = [0, 0];
    for (const [nodes, phase1, classic, fast] of sizesUpTo(7)) {
      const { isSafe } = checkSetting({ nodes, phase1, classic, fast });
      const schedule = counterexampleOf(cardinality(nodes, phase1, classic, fast), 'choose');
      expect(schedule === null).toBe(isSafe);
      if (isSafe) safe += 1;
      else unsafe += 1;
    }
    expect([unsafe, safe]).toEqual([594, 190]);
  });

  test('makes two values chosen by real quorums, whatever coordinators do, but for 46 settings that end in an alarm', () => {
    const alarms: string[] = [];
    for (const system of unsafeUpTo(7)) {
      const family = quorumFamily(system);
      for (const onBrokenPick of ['choose', 'stop'] as const) {
        const { fingerprint, nodes } = made(system, onBrokenPick);
        for (const { roundKind, quorum } of fingerprint.chosen) {
          const set = nodeSetOf(quorum, nodes);
          expect(roundKind === 'fast' ? family.isFast(set) : family.isClassic(set)).toBe(true);
        }
        if (fingerprint.alarm !== null) {
          expect(onBrokenPick).toBe('stop');
          alarms.push(JSON.stringify(system));
        } else {
          expect(fingerprint.chosen.map(({ contender }) => contender).toSorted()).toEqual(['x', 'y']);
        }
      }
    }
    expect(alarms).toHaveLength(46);
  });

  test('ends in an alarm where no coordinator that stops can be passed by', () => {
    for (const sizes of settings([5, 4, 4, 3], [10, 8, 3, 6], [6, 4, 3, 4])) {
      expect(made(cardinality(...sizes), 'stop').fingerprint.alarm).not.toBeNull();
      expect(made(cardinality(...sizes), 'choose').fingerprint.alarm).toBeNull();
    }
    for (const sizes of settings([4, 2, 2, 4], [5, 2, 4, 3], [5, 5, 1, 2])) {
      expect(made(cardinality(...sizes), 'stop').fingerprint.alarm).toBeNull();
    }
  });

  test('for ten nodes is the example of protocol.md 6', () => {
    const { steps, fingerprint } = made(cardinality(10, 8, 3, 6), 'choose');
    expect(
      steps.find((step) => step.kind === 'deliver' && step.message === 'phase1a' && step.round === 2),
    ).toMatchObject({
      from: ['n8'],
      to: ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7'],
    });
    expect(fingerprint.chosen[0]).toMatchObject({ contender: 'x', quorum: ['n1', 'n2', 'n3', 'n4', 'n9', 'n10'] });
  });

  test('never delivers phase 1 of round 2 to more than one phase-1 quorum', () => {
    for (const system of unsafeUpTo(6)) {
      const { steps, nodes } = made(system, 'choose');
      const promised = steps.flatMap((step) =>
        step.kind === 'deliver' && step.message === 'phase1a' && step.round === 2 ? [...step.from, ...step.to] : [],
      );
      if (promised.length === 0) continue;
      const family = quorumFamily(system);
      expect(family.isPhase1(nodeSetOf(promised, nodes))).toBe(true);
      expect(family.isPhase1(nodeSetOf(promised.slice(1), nodes))).toBe(false);
    }
  });

  test('is found for weights, listed sets and zones', () => {
    const explicit: QuorumSystem = {
      kind: 'explicit',
      nodes: ['a', 'b', 'c', 'd', 'e'],
      phase1: [['a', 'b', 'c']],
      classic: [['c', 'd']],
      fast: [
        ['a', 'b', 'd'],
        ['c', 'd', 'e'],
      ],
    };
    const { because, fingerprint } = made(explicit, 'choose');
    expect(because).toBe(
      'the phase-1 quorum {a, b, c} and the fast quorums {a, b, d} and {c, d, e} have no member in common',
    );
    expect(fingerprint.chosen.map(({ quorum }) => quorum)).toEqual([
      ['c', 'd', 'e'],
      ['c', 'd'],
    ]);
    const weighted: QuorumSystem = {
      kind: 'weighted',
      nodes: ['a', 'b', 'c'],
      weights: [1, 1, 2],
      phase1: 2,
      classic: 2,
      fast: null,
    };
    expect(nodeNames(weighted)).toEqual(made(weighted, 'stop').nodes);
    expect(made(weighted, 'stop').fingerprint.chosen.map(({ quorum }) => quorum)).toHaveLength(2);
  });
});
