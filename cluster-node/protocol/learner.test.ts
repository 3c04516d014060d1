import { describe, expect, test } from 'vitest';
import { cardinalityFamily } from '#quorums';
import { Learner } from './learner.ts';
import { roundOf } from './round.ts';
import { paxosRules } from './rules.ts';
import { asValue, noOp } from './value.ts';

const classic1 = roundOf(1, 0, 0);
const fast1 = roundOf(1, 0, 1);
const classic2 = roundOf(2, 1, 0);
const x = asValue('x');
const y = asValue('y');

/** N=4, L=3, R=2, F=3. */
function newLearner(): Learner {
  return new Learner(paxosRules, cardinalityFamily({ nodes: 4, phase1: 3, classic: 2, fast: 3 }));
}

describe('counting votes', () => {
  test('decides with a classic quorum of one round', () => {
    const learner = newLearner();
    expect(learner.count(1, classic1, x, 0)).toBeNull();
    expect(learner.count(1, classic1, x, 3)).toEqual({ instance: 1, round: classic1, value: x, voters: 0b1001 });
  });

  test('asks for a fast quorum in a fast round', () => {
    const learner = newLearner();
    expect([0, 1].map((voter) => learner.count(1, fast1, x, voter))).toEqual([null, null]);
    expect(learner.count(1, fast1, x, 2)).toMatchObject({ value: x, voters: 0b0111 });
  });

  test('counts an acceptor once, however often its vote comes', () => {
    const learner = newLearner();
    expect([0, 0, 0].map((voter) => learner.count(1, classic1, x, voter))).toEqual([null, null, null]);
  });

  test('does not add votes of different rounds, values or instances', () => {
    const learner = newLearner();
    expect(learner.count(1, classic1, x, 0)).toBeNull();
    expect(learner.count(1, classic2, x, 1)).toBeNull();
    expect(learner.count(1, classic1, y, 2)).toBeNull();
    expect(learner.count(2, classic1, x, 3)).toBeNull();
    expect(learner.talliesOf(1)).toEqual([
      { round: classic1, value: x, voters: 0b0001 },
      { round: classic2, value: x, voters: 0b0010 },
      { round: classic1, value: y, voters: 0b0100 },
    ]);
  });

  test('ends when the instance is decided', () => {
    const learner = newLearner();
    learner.count(1, classic1, x, 0);
    learner.learn(1, x);
    expect(learner.talliesOf(1)).toEqual([]);
    expect(learner.count(1, classic1, x, 1)).toBeNull();
    expect(learner.talliesOf(1)).toEqual([]);
  });
});

describe('learning', () => {
  test('what is known is known, and another value is a contradiction that changes nothing', () => {
    const learner = newLearner();
    expect(learner.learn(1, x)).toBe('new');
    expect(learner.learn(1, x)).toBe('known');
    expect(learner.learn(1, y)).toBe('contradiction');
    expect(learner.chosenIn(1)).toBe(x);
  });

  test('a decision is handed out for execution only when all before it were', () => {
    const learner = newLearner();
    learner.learn(3, y);
    learner.learn(1, x);
    expect(learner.takeNext()).toEqual({ instance: 1, value: x });
    expect(learner.takeNext()).toBeNull();
    expect([learner.applied, learner.chosenThrough, learner.highestSeen]).toEqual([1, 1, 3]);
    learner.learn(2, noOp);
    expect(learner.chosenThrough).toBe(3);
    expect([learner.takeNext(), learner.takeNext(), learner.takeNext()]).toEqual([
      { instance: 2, value: noOp },
      { instance: 3, value: y },
      null,
    ]);
  });

  test('a value waits from being chosen until its last instance is executed', () => {
    const learner = newLearner();
    learner.learn(1, x);
    learner.learn(2, x);
    learner.takeNext();
    expect(learner.isWaiting(x)).toBe(true);
    learner.takeNext();
    expect(learner.isWaiting(x)).toBe(false);
  });

  test('what is chosen is told from any instance on, holes left out, and no more than asked', () => {
    const learner = newLearner();
    for (const [instance, value] of [
      [1, x],
      [2, y],
      [4, x],
    ] as const)
      learner.learn(instance, value);
    expect(learner.chosenFrom(2, 10)).toEqual([
      [2, y],
      [4, x],
    ]);
    expect(learner.chosenFrom(1, 2)).toEqual([
      [1, x],
      [2, y],
    ]);
  });
});
