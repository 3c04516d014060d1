import { beforeEach, describe, expect, test } from 'vitest';
import { cardinalityFamily } from '#quorums';
import { Collisions } from './collisions.ts';
import type { Effects } from './effects.ts';
import { Learner } from './learner.ts';
import { paceOf } from './pace.ts';
import type { Recovery } from './recovery.ts';
import { roundOf } from './round.ts';
import { paxosRules } from './rules.ts';
import { asValue } from './value.ts';

const fast = roundOf(1, 0, 1);
const recovered = roundOf(1, 0, 2);
const instance = 1;
const pace = paceOf(400);
const quorums = cardinalityFamily({ nodes: 4, phase1: 3, classic: 2, fast: 3 });

let learner: Learner;
let collisions: Collisions;
let effects: Effects;

beforeEach(() => {
  learner = new Learner(paxosRules, quorums);
  collisions = new Collisions(
    {
      self: 0,
      names: ['n1', 'n2', 'n3', 'n4'],
      quorums,
      usesFastRounds: true,
      onBrokenPick: 'stop',
      reads: 'log',
      roundsBy: 'timeouts',
    },
    paxosRules,
    learner,
  );
  effects = [];
});

function vote(from: number, text: string): Recovery | null {
  const value = asValue(text);
  learner.count(instance, fast, value, from);
  return collisions.onVote({ instance, round: fast, from, value }, false, 0, effects);
}

function asked(): number[] {
  return effects.flatMap((effect) =>
    effect.kind === 'send' && effect.message.kind === 'phase1a-instance' ? [effect.to] : [],
  );
}

describe('an instance of a fast round', () => {
  test('is no certain collision while a value can still reach a fast quorum', () => {
    vote(0, 'x');
    vote(1, 'y');
    vote(2, 'x');
    expect(collisions.counts).toEqual({ certain: 0, suspected: 0 });
  });

  test('is recovered in the next step once no value can, from the votes that are known', () => {
    vote(0, 'x');
    vote(1, 'y');
    expect(vote(2, 'z')).toMatchObject({ instance, round: recovered, reporters: 0b0111 });
    expect(collisions.counts).toEqual({ certain: 1, suspected: 0 });
    expect(asked()).toEqual([3]);
  });

  test('is suspected when no decision comes, and waits for the reports of a phase-1 quorum', () => {
    vote(0, 'x');
    vote(1, 'y');
    expect(collisions.suspect(instance, fast, pace, pace.suspicionMs - 1, effects)).toBeNull();
    expect(collisions.counts.suspected).toBe(0);
    expect(collisions.suspect(instance, fast, pace, pace.suspicionMs, effects)).toBeNull();
    expect(collisions.counts.suspected).toBe(1);
    expect(asked()).toEqual([2, 3]);
    const report = { kind: 'phase1b-instance', round: recovered, instance, vote: null } as const;
    expect(collisions.onReport(3, report)).toMatchObject({ reporters: 0b1011 });
  });

  test('is left alone once it is decided', () => {
    vote(0, 'x');
    vote(1, 'y');
    collisions.suspect(instance, fast, pace, pace.suspicionMs, effects);
    collisions.forget(instance);
    expect(collisions.onReport(3, { kind: 'phase1b-instance', round: recovered, instance, vote: null })).toBeNull();
  });
});
