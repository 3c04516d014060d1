import { expect, test } from 'vitest';
import { type BreakRun, breakResult } from './break-result.ts';
import { counterexampleOf, type MessageSchedule } from './index.ts';

function schedule(onBrokenPick: 'stop' | 'choose'): MessageSchedule {
  const found = counterexampleOf({ kind: 'cardinality', nodes: 5, phase1: 4, classic: 4, fast: 3 }, onBrokenPick);
  if (found === null) throw new Error('there is no counterexample');
  return found;
}

const unsafe: BreakRun = {
  role: 'unsafe',
  directory: 'store/counterexample/1',
  verdict: 'invalid',
  convictedBy: ['linearizability', 'agreement', 'alarm'],
  happened: { steps: 17, of: 17 },
  fingerprint: { matches: true, sentences: [] },
};
const control: BreakRun = { ...unsafe, role: 'control', verdict: 'valid', convictedBy: [] };

test('a conviction as foretold beside a valid control is shown', () => {
  expect(breakResult(schedule('choose'), [unsafe, control]).isShown).toBe(true);
  expect(breakResult(schedule('stop'), [{ ...unsafe, convictedBy: ['alarm'] }, control]).isShown).toBe(true);
});

test.each<readonly [string, readonly BreakRun[], RegExp]>([
  ['without the fingerprint', [{ ...unsafe, fingerprint: { matches: false, sentences: [] } }, control], /fingerprint/],
  ['that did not happen', [{ ...unsafe, verdict: 'valid' }, control], /did not happen: the run is valid/],
  ['by agreement alone', [{ ...unsafe, convictedBy: ['agreement'] }, control], /linearizability did not convict/],
  ['by clients alone', [{ ...unsafe, convictedBy: ['linearizability'] }, control], /agreement did not convict/],
  ['beside a control that is convicted', [unsafe, { ...control, verdict: 'invalid' }], /control .* is invalid/],
  ['beside a control that proves nothing', [unsafe, { ...control, verdict: 'unknown' }], /control .* is unknown/],
  ['without a control', [unsafe], /interrupted/],
  ['not at all', [], /interrupted/],
])('a conviction %s is not', (_, runs, why) => {
  expect(breakResult(schedule('choose'), runs)).toMatchObject({ isShown: false, why: expect.stringMatching(why) });
});

test('two chosen values are no alarm', () => {
  const runs = [{ ...unsafe, convictedBy: ['linearizability', 'agreement'] }, control];
  expect(breakResult(schedule('stop'), runs)).toMatchObject({ isShown: false, why: expect.stringMatching(/alarm/) });
});
