import { expect, test } from 'vitest';
import { fullNodeSet, nodeSetNodesMax, nodeSetSize } from './node-set.ts';

test('the size of a set is the number of its bits', () => {
  for (let set = 0; set < 4096; set += 1) expect(nodeSetSize(set)).toBe(bitsOneByOne(set));
  for (let node = 0; node < nodeSetNodesMax; node += 1) expect(nodeSetSize(1 << node)).toBe(1);
});

test('the full set has every node, up to the largest cluster', () => {
  for (let nodes = 0; nodes <= nodeSetNodesMax; nodes += 1) expect(nodeSetSize(fullNodeSet(nodes))).toBe(nodes);
});

test.each([-1, 1.5, nodeSetNodesMax + 1])('%s nodes do not fit into a set', (nodes) => {
  expect(() => fullNodeSet(nodes)).toThrow('nodes fit into a bit mask');
});

function bitsOneByOne(set: number): number {
  return set.toString(2).replaceAll('0', '').length;
}
