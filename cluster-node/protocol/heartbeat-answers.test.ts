import { expect, test } from 'vitest';
import { HeartbeatAnswers } from './heartbeat-answers.ts';
import { paceOf } from './pace.ts';

const pace = paceOf(400);
const isEnough = (answering: number): boolean => answering !== 0b001;

test('everybody counts as answering at first, and later whoever answered lately', () => {
  const answers = new HeartbeatAnswers(0, 3);
  answers.restart(1_000);
  expect(answers.latest(pace, 1_000 + pace.silenceMs - 1)).toBe(0b111);
  expect(answers.latest(pace, 1_000 + pace.silenceMs)).toBe(0b001);
  answers.record(2, 2_000);
  expect(answers.latest(pace, 2_000)).toBe(0b101);
});

test('they are too few once it was not enough for an election timeout', () => {
  const answers = new HeartbeatAnswers(0, 3);
  answers.restart(0);
  expect(answers.areTooFew(isEnough, pace, pace.silenceMs)).toBe(false);
  expect(answers.areTooFew(isEnough, pace, pace.silenceMs + pace.electionTimeoutMs - 1)).toBe(false);
  expect(answers.areTooFew(isEnough, pace, pace.silenceMs + pace.electionTimeoutMs)).toBe(true);
  answers.record(1, 1_000);
  expect(answers.areTooFew(isEnough, pace, 1_000)).toBe(false);
  expect(answers.areTooFew(isEnough, pace, 2_000), 'the silence is measured anew').toBe(false);
});
