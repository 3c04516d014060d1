import { describe, expect, test } from 'vitest';
import { type Message, noOp } from '#cluster-node';
import { happeningsAround } from './around.ts';
import { diagramRows } from './diagram-row.ts';
import { diagramText } from './diagram-text.ts';
import type { Happening } from './happening.ts';

const names = ['n1', 'n2', 'n3'];
const learn: Message = { kind: 'learn', from: 1 };

function delivered(to: number, more: Partial<Extract<Happening, { kind: 'delivered' }>> = {}): Happening {
  return { atMs: 10, event: 1, kind: 'delivered', from: 0, to, message: learn, sentAtMs: 9, ...more };
}

describe('rows', () => {
  test('of one message that arrives at several nodes at a moment are one', () => {
    expect(diagramRows([delivered(1), delivered(2)], names)).toMatchObject([{ kind: 'arrow', from: 0, to: [1, 2] }]);
  });

  test.each([
    ['another message that says the same', { message: { kind: 'learn', from: 1 } }],
    ['another moment', { atMs: 11 }],
    ['another sender', { from: 1 }],
  ] as const)('of %s are two', (_what, more) => {
    expect(diagramRows([delivered(1), delivered(2, more)], names)).toHaveLength(2);
  });

  test('say of a message since when it was on its way only if that was long', () => {
    const [quick, late] = diagramRows([delivered(1, { sentAtMs: 6 }), delivered(2, { atMs: 12, sentAtMs: 6 })], names);
    expect(quick?.words).toBe('asks what is chosen from instance 1 on');
    expect(late?.words).toBe('asks what is chosen from instance 1 on, sent at 6.000 ms');
  });

  test('tell what became of what a node was writing when it crashed', () => {
    const crashed: Happening = { atMs: 1, event: 1, kind: 'crashed', node: 1, append: 'torn' };
    expect(diagramRows([crashed], names)).toMatchObject([
      { words: 'n2 crashes; of what it was writing a part is left', at: [1], mark: 'crash' },
    ]);
  });
});

test('a node that is down has no line until it starts', () => {
  const happenings: Happening[] = [
    { atMs: 1, event: 1, kind: 'crashed', node: 0, append: 'idle' },
    { atMs: 2, event: 2, kind: 'asked', node: 2, value: noOp },
    { atMs: 3, event: 3, kind: 'started', node: 0, tornBytes: 0 },
    { atMs: 4, event: 4, kind: 'fault', nodes: [1], words: 'is paused' },
  ];
  const [, crash = '', ask = '', start = '', fault = ''] = diagramText(diagramRows(happenings, names), names);
  expect(crash).toMatch(/│ +✗ +│ +│/);
  expect(ask).toMatch(/●─+┼─+▶│/); // past n2 alone
  expect(start).toMatch(/│ +▲ +│ +│/);
  expect(fault).toMatch(/│ +│ +! +│/);
});

test('what is about a node is what it hears and what it says', () => {
  const all = [delivered(1), delivered(2, { from: 1 }), delivered(2), delivered(0, { from: 2 })];
  expect(happeningsAround(all, { kind: 'node', node: 0 }, true)).toEqual([all[0], all[2], all[3]]);
});
