import { expect, test } from 'vitest';
import { keptInstances, Settled } from './settled.ts';

const many = keptInstances + 100;

test('everything is settled that all nodes have on disk, and some of it is kept', () => {
  const settled = new Settled(0, 3);
  settled.onRecorded(0, many + 2);
  settled.onRecorded(1, many);
  expect(settled.forgettable).toBeLessThanOrEqual(0);
  expect(settled.ofAll).toEqual({});
  settled.onRecorded(2, many + 1);
  expect(settled.forgettable).toBe(100);
  expect(settled.ofAll).toEqual({ settled: many });
  expect(settled.ofThisNode).toEqual({ recorded: many + 2 });
});

test('a node that says less than before has not lost what it had', () => {
  const settled = new Settled(0, 1);
  settled.onRecorded(0, many);
  settled.onRecorded(0, 1);
  expect(settled.ofThisNode).toEqual({ recorded: many });
});

test('a leader is believed that knows more', () => {
  const settled = new Settled(0, 2);
  settled.onSettled(many);
  settled.onSettled(many - 1);
  expect(settled.forgettable).toBe(100);
});

test('nothing is told as long as there is nothing to forget', () => {
  const settled = new Settled(0, 1);
  settled.onRecorded(0, keptInstances);
  expect([settled.ofThisNode, settled.ofAll]).toEqual([{}, {}]);
});
