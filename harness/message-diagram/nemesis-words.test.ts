import { expect, test } from 'vitest';
import type { WindowFault } from '../ports/index.ts';
import { nemesisWords } from './nemesis-words.ts';

const all = ['n1', 'n2', 'n3'];
const told = (phase: 'inject' | 'healing', fault: WindowFault): readonly string[] => {
  const event = phase === 'inject' ? { phase, window: 0, fault, target: null } : { phase, window: 0, fault };
  return nemesisWords(event, all).map(({ nodes, words }) => `${nodes.join(' ')}: ${words}`);
};
const partition = { kind: 'partition', variant: 'isolate', grudge: { n2: ['n1'], n1: ['n2', 'clients'] } } as const;
const quorum: WindowFault = {
  kind: 'quorum',
  variant: 'exact',
  stages: [
    { name: 'the leader is mute', faults: [{ kind: 'pause', nodes: ['n1'] }], forMs: 100 },
    { name: 'an exact quorum', faults: [{ kind: 'kill', nodes: ['n1'] }, partition], forMs: null },
  ],
};

test('the lines of a nemesis say what begins, at which nodes', () => {
  expect(told('inject', partition)).toEqual(['n1 n2 clients: cut off: n1→n2 n2→n1 clients→n1']);
  expect(told('inject', { kind: 'pause', nodes: ['n1', 'n3'] })).toEqual(['n1: is paused', 'n3: is paused']);
  const skews = {
    n1: { kind: 'jump', offsetMs: -50 },
    n2: { kind: 'rate', rate: 1.1 },
    n3: { kind: 'strobe', offsetsMs: [-5, 7], everyMs: 60 },
  } as const;
  expect(told('inject', { kind: 'clock', variant: 'bump', skews })).toEqual([
    'n1: clock is off by -50 ms',
    'n2: clock runs at 1.1',
    'n3: clock is off by -5 ms and 7 ms in turn, every 60 ms',
  ]);
});

test('and what ends; a kill is told by the nodes themselves', () => {
  expect(told('healing', partition)).toEqual(['n1 n2 clients: no more: cut off: n1→n2 n2→n1 clients→n1']);
  expect(told('inject', { kind: 'kill', nodes: ['n1'] })).toEqual([]);
  expect(nemesisWords({ phase: 'heal-all' }, all)).toEqual([{ nodes: all, words: 'everything is healed' }]);
});

test('a fault along quorums is told stage by stage', () => {
  expect(told('inject', quorum)).toEqual(['n1 n2 n3: the leader is mute', 'n1: is paused']);
  const next = nemesisWords({ phase: 'stage', window: 0, stage: 'an exact quorum', fault: quorum }, all);
  expect(next.map(({ words }) => words)).toEqual(['an exact quorum', 'cut off: n1→n2 n2→n1 clients→n1']);
  expect(told('healing', quorum)[0]).toBe('n1 n2 n3: no more: an exact quorum');
});
