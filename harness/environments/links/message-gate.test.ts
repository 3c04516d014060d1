import { describe, expect, test } from 'vitest';
import type { HeldMessage } from '../../ports/index.ts';
import { MessageGate } from './message-gate.ts';

const message = (from: string, to: string, instance: number): HeldMessage => ({
  from,
  to,
  message: { kind: 'phase2a', instance },
});

describe('a gate', () => {
  test('holds messages in their order until those that are meant are released, each once', () => {
    const gate = new MessageGate();
    const passed: unknown[] = [];
    const messages = [message('n1', 'n2', 1), message('n1', 'n3', 2), message('n1', 'n2', 3)];
    for (const held of messages) gate.take(held, () => passed.push(held.message['instance']));
    expect(gate.held).toEqual(messages);
    expect(passed).toEqual([]);
    expect(gate.release(({ to }) => to === 'n2')).toBe(2);
    expect(passed).toEqual([1, 3]);
    expect(gate.held).toEqual([messages[1]]);
    expect(gate.release(({ to }) => to === 'n2')).toBe(0);
  });

  test('goes on holding what it hands on a copy of', () => {
    const gate = new MessageGate();
    const passed: unknown[] = [];
    for (const instance of [1, 2]) gate.take(message('n1', 'n2', instance), () => passed.push(instance));
    expect(gate.repeat(({ message: { instance } }) => instance === 2)).toBe(1);
    expect(gate.release(() => true)).toBe(2);
    expect(passed).toEqual([2, 1, 2]);
  });

  test('holds what a released message causes', () => {
    const gate = new MessageGate();
    const answer = message('n2', 'n1', 1);
    gate.take(message('n1', 'n2', 1), () => gate.take(answer, () => {}));
    expect(gate.release(() => true)).toBe(1);
    expect(gate.held).toEqual([answer]);
  });

  test('that is opened drops what it held and holds nothing any more', () => {
    const gate = new MessageGate();
    const passed: string[] = [];
    gate.take(message('n1', 'n2', 1), () => passed.push('held before'));
    gate.open();
    gate.take(message('n1', 'n2', 2), () => passed.push('sent after'));
    expect(passed).toEqual(['sent after']);
    expect(gate.held).toEqual([]);
    expect(gate.release(() => true)).toBe(0);
  });
});
