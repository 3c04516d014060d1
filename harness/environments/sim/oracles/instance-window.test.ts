import { expect, test } from 'vitest';
import { InstanceWindow } from './instance-window.ts';

test('keeps what is said about each instance, in whatever order it comes', () => {
  const window = new InstanceWindow<string>();
  window.set(7, 'late');
  window.set(2, 'early');
  window.set(2, 'corrected');
  expect([1, 2, 3, 7, 8].map((instance) => window.get(instance))).toEqual([
    undefined,
    'corrected',
    undefined,
    'late',
    undefined,
  ]);
});

test('forgets up to an instance, and keeps the rest where it was', () => {
  const window = new InstanceWindow<number>();
  for (const instance of [1, 2, 3, 4]) window.set(instance, instance * 10);
  window.forgetThrough(2);
  window.forgetThrough(1); // is forgotten already
  expect([1, 2, 3, 4].map((instance) => window.get(instance))).toEqual([undefined, undefined, 30, 40]);
  expect([2, 3].map((instance) => window.isForgotten(instance))).toEqual([true, false]);
});

test('takes no notice of what is said about forgotten instances', () => {
  const window = new InstanceWindow<string>();
  window.forgetThrough(5);
  window.set(5, 'too late');
  window.set(6, 'in time');
  expect([5, 6].map((instance) => window.get(instance))).toEqual([undefined, 'in time']);
});
