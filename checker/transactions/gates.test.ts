import { expect, test } from 'vitest';
import { randomNumbers } from '../history/random-history.ts';
import { type Digraph, digraph } from './digraph.ts';
import { EdgeList } from './edge-list.ts';
import { Gates } from './gates.ts';

const transactions = 40;

function reached({ start, to }: Digraph, from: number): ReadonlySet<number> {
  const found = new Set<number>();
  const open = [from];
  for (const vertex of open) {
    for (const next of to.subarray(start[vertex], start[vertex + 1])) {
      if (found.has(next)) continue;
      found.add(next);
      if (next >= transactions) open.push(next);
    }
  }
  return found;
}

test('a walk leads from each reader to each writer but itself, and nowhere else', () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = randomNumbers(seed);
    const draw = (): Int32Array => Int32Array.from({ length: 1 + random(30) }, () => random(transactions)).sort();
    const [readers, writers] = [draw(), draw()];
    const edges = new EdgeList();
    const gates = new Gates(edges, transactions);
    gates.putBefore(readers, writers);
    const graph = digraph(edges, gates.next);
    for (const reader of readers) {
      const found = [...reached(graph, reader)].filter((vertex) => vertex < transactions);
      expect(new Set(found)).toEqual(new Set([...writers].filter((writer) => writer !== reader)));
    }
  }
});

test('the edges of many readers and many writers are as many as both together', () => {
  const edges = new EdgeList();
  const even = Int32Array.from({ length: 10_000 }, (_, place) => 2 * place);
  const odd = even.map((transaction) => transaction + 1);
  new Gates(edges, 20_000).putBefore(even, odd);
  expect(edges.size).toBeLessThan(60_001);
});
