import { expect, test } from 'vitest';
import { cardinalityFamily } from '#quorums';
import { FastChoice } from './fast-choice.ts';

const quorums = cardinalityFamily({ nodes: 4, phase1: 3, classic: 2, fast: 3 });
const all = 0b1111;
const three = 0b0111;
const two = 0b0011;

function choice(usesFastRounds = true): FastChoice {
  return new FastChoice({ quorums, usesFastRounds });
}

test('a fast round is opened while a fast quorum answers, and given up when none does', () => {
  expect([all, three, two].map((answering) => choice().mayOpen(answering, 0))).toEqual([true, true, false]);
  const wide = new FastChoice({
    quorums: cardinalityFamily({ nodes: 4, phase1: 2, classic: 3, fast: 4 }),
    usesFastRounds: true,
  });
  expect([all, three].map((answering) => wide.shouldGiveUp(answering))).toEqual([false, true]);
});

test('a fast round without a fast quorum is kept while no phase 1 could succeed', () => {
  expect(choice().shouldGiveUp(two)).toBe(false);
});

test('after a pause it is tried again', () => {
  const paused = choice();
  paused.pause(0);
  expect([499, 500].map((nowMs) => paused.mayOpen(all, nowMs))).toEqual([false, true]);
});

test('whoever asks for a fast round gets one, in a pause and while nobody answers', () => {
  const asked = choice();
  asked.pause(0);
  asked.wish('fast');
  expect(asked.mayOpen(0, 0)).toBe(true);
  asked.wish('classic');
  expect(asked.mayOpen(all, 10_000)).toBe(false);
  asked.wish(null);
  expect([asked.mayOpen(0, 10_000), asked.mayOpen(all, 10_000)]).toEqual([false, true]);
});

test('where there are no fast rounds, none is opened, asked for or not', () => {
  const classic = choice(false);
  expect(classic.mayOpen(all, 0)).toBe(false);
  classic.wish('fast');
  expect(classic.mayOpen(all, 0)).toBe(false);
});
