import { describe, expect, test } from 'vitest';
import { listedQuorums } from './listed-quorums.ts';
import { PickingOracle } from './picking-oracle.ts';

const quorums = listedQuorums({ kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 3 });
const names = ['n1', 'n2', 'n3'];
/** Rounds of node 0 with n = 1, 2: step 0 classic, step 1 fast, step 2 recovery. */
const [first, firstFast, firstRecovery, second] = [128, 129, 130, 256];

type Votes = readonly (readonly [number, number, string])[];

function reported(oracle: PickingOracle, round: number, from: number, votes: Votes = []): void {
  oracle.onReceived(0, from, { kind: 'phase1b', round, from: 1, part: 0, parts: 1, votes });
}

function oracleAfterPhase1(): PickingOracle {
  const oracle = new PickingOracle(quorums, names);
  oracle.onSent({ kind: 'phase1a', round: first, from: 1 });
  reported(oracle, first, 0);
  reported(oracle, first, 1);
  return oracle;
}

describe('the picking oracle', () => {
  test('lets a coordinator send anything when a phase-1 quorum reported nothing', () => {
    const oracle = oracleAfterPhase1();
    expect(() => oracle.onSent({ kind: 'phase2a', round: first, instance: 1, value: 'x' })).not.toThrow();
    expect(oracle.picks).toBe(1);
  });

  test('asks again once other acceptors have reported nothing, and once another round is known', () => {
    const oracle = new PickingOracle(quorums, names);
    for (const round of [first, second]) oracle.onSent({ kind: 'phase1a', round, from: 1 });
    for (const from of [0, 1]) reported(oracle, second, from);
    oracle.onSent({ kind: 'phase2a', round: second, instance: 1, value: 'x' });
    oracle.onRestart(0);
    reported(oracle, second, 2);
    expect(() => oracle.onSent({ kind: 'phase2a', round: second, instance: 2, value: 'x' })).toThrow('anything may');

    const other = new PickingOracle(quorums, names);
    reported(other, second, 0);
    other.onSent({ kind: 'phase2a', round: second, instance: 1, value: 'x' });
    other.onSent({ kind: 'phase1a', round: first, from: 1 });
    expect(() => other.onSent({ kind: 'phase2a', round: second, instance: 2, value: 'x' })).toThrow('anything may');
  });

  test('objects to a second content of a round', () => {
    const oracle = oracleAfterPhase1();
    oracle.onSent({ kind: 'phase2a', round: first, instance: 1, value: 'x' });
    expect(() => oracle.onSent({ kind: 'phase2a', round: first, instance: 1, value: 'y' })).toThrow(
      'two contents in round 1 of n1, instance 1: x and y',
    );
  });

  test('objects to a value other than the one that a quorum may have chosen below', () => {
    const oracle = oracleAfterPhase1();
    oracle.onSent({ kind: 'phase2a', round: first, instance: 1, value: 'x' });
    oracle.onSent({ kind: 'phase1a', round: second, from: 1 });
    reported(oracle, second, 1, [[1, first, 'x']]);
    reported(oracle, second, 2);
    expect(() => oracle.onSent({ kind: 'phase2a', round: second, instance: 1, value: 'y' })).toThrow(
      'y is sent in round 2 of n1, instance 1, though x may have been chosen below',
    );
  });

  test('objects to a 2a without reports, because anything may have been chosen', () => {
    const oracle = oracleAfterPhase1();
    oracle.onSent({ kind: 'phase2a', round: first, instance: 1, value: 'x' });
    expect(() => oracle.onSent({ kind: 'phase2a', round: second, instance: 1, value: 'x' })).toThrow(
      'anything may have',
    );
  });

  test('counts a report in parts only when all have come', () => {
    const oracle = new PickingOracle(quorums, names);
    oracle.onSent({ kind: 'phase1a', round: first, from: 1 });
    oracle.onSent({ kind: 'phase1a', round: second, from: 1 });
    for (const from of [0, 1]) {
      oracle.onReceived(0, from, { kind: 'phase1b', round: second, from: 1, part: 0, parts: 2, votes: [] });
    }
    expect(() => oracle.onSent({ kind: 'phase2a', round: second, instance: 1, value: 'x' })).toThrow(
      'anything may have',
    );
  });

  test('objects to ANY where a report says that something may have been chosen', () => {
    const oracle = oracleAfterPhase1();
    oracle.onSent({ kind: 'phase2a', round: first, instance: 1, value: 'x' });
    oracle.onSent({ kind: 'phase1a', round: second, from: 1 });
    reported(oracle, second, 1, [[1, first, 'x']]);
    reported(oracle, second, 2);
    expect(() => oracle.onSent({ kind: 'any', round: second + 1, from: 1, next: 1 })).toThrow(
      'ANY is sent in round 2 of n1, instance 1',
    );
  });

  test('objects to a 2a of a lower step after ANY, and to ANY over what a lower step has sent', () => {
    const oracle = oracleAfterPhase1();
    oracle.onSent({ kind: 'any', round: firstFast, from: 1, next: 1 });
    expect(() => oracle.onSent({ kind: 'phase2a', round: first, instance: 9, value: 'x' })).toThrow(
      '2a of round 1 of n1, after ANY of round 1 of n1, fast',
    );
    const other = oracleAfterPhase1();
    other.onSent({ kind: 'phase2a', round: first, instance: 5, value: 'x' });
    expect(() => other.onSent({ kind: 'any', round: firstFast, from: 5, next: 5 })).toThrow(
      'ANY of round 1 of n1, fast, from instance 5, though a 2a of round 1 of n1 was sent there',
    );
  });

  test('reads votes of the collided fast round as reports for its recovery', () => {
    const oracle = oracleAfterPhase1();
    oracle.onSent({ kind: 'any', round: firstFast, from: 1, next: 1 });
    for (const from of [0, 1])
      oracle.onReceived(0, from, { kind: 'phase2b', round: firstFast, instance: 1, value: 'x' });
    expect(() => oracle.onSent({ kind: 'phase2a', round: firstRecovery, instance: 1, value: 'y' })).toThrow(
      'x may have',
    );
    expect(() => oracle.onSent({ kind: 'phase2a', round: firstRecovery, instance: 2, value: 'y' })).toThrow(
      'anything may',
    );
  });
});
