import { expect, test } from 'vitest';
import { Trial } from './trial.ts';

function trial(): { trial: Trial; printed: string[] } {
  const printed: string[] = [];
  const signal = new AbortController().signal;
  const print = (text: string): number => printed.push(text);
  return { trial: new Trial({ isShort: false, directory: '/nowhere', signal, print }), printed };
}

test('a trial that checked nothing has not passed', () => {
  const { trial: empty } = trial();
  empty.running('nothing');
  empty.saw('nothing');
  expect(empty.hasPassed).toBe(false);
});

test('one promise that does not hold fails the trial, whatever else holds', () => {
  const { trial: mixed, printed } = trial();
  mixed.check('water is wet', true, 'wet');
  expect(mixed.hasPassed).toBe(true);
  mixed.check('fire is cold', false, 'hot');
  mixed.check('grass is green', true, 'green');
  expect(mixed.hasPassed).toBe(false);
  expect(printed).toEqual(['  holds water is wet: wet', '  FAILS fire is cold: hot', '  holds grass is green: green']);
});
