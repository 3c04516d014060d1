import { expect, test } from 'vitest';
import { randomNumbers } from '../history/random-history.ts';
import { MinHeap } from './min-heap.ts';

test('what has the least key leaves first, whatever came and went before', () => {
  const random = randomNumbers(3);
  const keys = new Int32Array(500).map(() => random(1000));
  const heap = new MinHeap(keys);
  const held: number[] = [];
  for (let item = 0; item < keys.length; item++) {
    heap.push(item);
    held.push(keys[item] ?? 0);
    if (random(3) > 0) continue;
    const least = Math.min(...held);
    expect(keys[heap.pop() ?? -1]).toBe(least);
    held.splice(held.indexOf(least), 1);
  }
  for (const key of held.toSorted((one, other) => one - other)) expect(keys[heap.pop() ?? -1]).toBe(key);
  expect(heap.pop()).toBeUndefined();
});
