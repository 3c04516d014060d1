import { describe, expect, it } from 'vitest';
import { paxosRules } from '#cluster-node';
import { seededRng } from '../seeded-rng.ts';
import type { ExploreScope } from './explore-scope.ts';
import { messagesThatChoose } from './explore-scope.ts';
import { clusterParts, ExploredNode } from './explored-node.ts';
import type { Arrival, LocalEvent } from './local-event.ts';

const scope: ExploreScope = {
  system: { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 3 },
  rules: paxosRules,
  rounds: [
    { node: 0, kind: 'fast' },
    { node: 1, kind: 'classic' },
  ],
  homes: [0, 1],
  numbers: null,
  crashes: 9,
  instances: 9,
  reduces: false,
  delivered: new Set(messagesThatChoose),
};
const parts = clusterParts(scope);

/** All that an exploration takes for the state of a node. */
function stateOf(node: ExploredNode): string {
  return JSON.stringify([node.describe(), node.describeDisk()]);
}

function lived(node: number, history: readonly LocalEvent[]): ExploredNode {
  const made = new ExploredNode(parts, node);
  for (const event of history) made.happen(event);
  return made;
}

describe('a node that is described like another', () => {
  it('does the same as that on whatever happens to it, though its past is another', () => {
    const rng = seededRng(7);
    const pool: (Arrival & { readonly to: number })[] = [];
    const met = new Map<string, LocalEvent[]>();
    let compared = 0;
    for (let walk = 0; walk < 40; walk += 1) {
      pool.length = 0;
      const histories: LocalEvent[][] = [[], [], []];
      for (let step = 0; step < 25; step += 1) {
        const node = rng.int(0, 2);
        const history = histories[node] ?? [];
        const letters = pool.filter(({ to }) => to === node);
        const letter = letters[rng.int(0, Math.max(0, letters.length - 1))];
        const event = eventFor(rng.int(0, 11), letter);
        const before = lived(node, history);
        const key = `${node} ${stateOf(before)}`;
        const twin = met.get(key);
        const toldBefore = before.sent.length;
        before.happen(event);
        const told = before.sent.slice(toldBefore);
        if (twin === undefined) met.set(key, [...history]);
        else if (JSON.stringify(twin) !== JSON.stringify(history)) {
          const other = lived(node, twin);
          const otherTold = other.sent.length;
          other.happen(event);
          expect(stateOf(other)).toBe(stateOf(before));
          expect(other.sent.slice(otherTold)).toEqual(told);
          compared += 1;
        }
        history.push(event);
        for (const { to, message } of told) pool.push({ from: node, to, message });
      }
    }
    expect(compared).toBeGreaterThan(50);
  });
});

function eventFor(draw: number, letter: Arrival | undefined): LocalEvent {
  if (draw === 0) return { kind: 'crash' };
  if (draw === 1) return { kind: 'begin-round', roundKind: 'fast', number: null };
  if (draw === 2) return { kind: 'begin-round', roundKind: 'classic', number: null };
  if (draw === 3 || letter === undefined) return { kind: 'command', heard: [] };
  return { kind: 'deliver', arrivals: [{ from: letter.from, message: letter.message }] };
}
