import { describe, expect, test } from 'vitest';
import { encodeCommand, isRound, type Message, noOp, type Round } from '#cluster-node';
import { invariant } from '#foundation';
import { faultTold } from './fault-words.ts';
import { messageWords, recordsWords } from './message-words.ts';
import { valueWords } from './value-words.ts';

const names = ['n1', 'n2', 'n3'];

function round(value: number): Round {
  invariant(isRound(value), 'it is a round', { value });
  return value;
}

/** The first round of n1, its fast step, and the first round of n3, which is higher. */
const [first, fast, higher] = [round(128), round(129), round(136)] as const;
const x = encodeCommand({ client: 'c1', sequence: 2, acknowledged: 2, operation: { f: 'write', key: 'x', value: 1 } });

describe('a message says', () => {
  test.each<readonly [string, Message]>([
    ['1a round 1 of n1, from instance 4', { kind: 'phase1a', round: first, from: 4 }],
    [
      '1b round 1 of n3; voted 1: x=1 (c1.2) in round 1 of n1, fast; chosen 2: no-op',
      {
        kind: 'phase1b',
        round: higher,
        from: 1,
        part: 0,
        parts: 1,
        votes: [[1, fast, x]],
        chosen: [[2, noOp]],
      },
    ],
    [
      '1b round 1 of n3; no votes',
      { kind: 'phase1b', round: higher, from: 1, part: 0, parts: 1, votes: [], chosen: [] },
    ],
    ['1a round 1 of n1, instance 3 alone', { kind: 'phase1a-instance', round: first, instance: 3 }],
    [
      '1b round 1 of n3, instance 3: voted x=1 (c1.2) in round 1 of n1',
      { kind: 'phase1b-instance', round: higher, instance: 3, vote: { round: first, value: x } },
    ],
    ['1b round 1 of n3, instance 3: no vote', { kind: 'phase1b-instance', round: higher, instance: 3, vote: null }],
    ['nack of round 1 of n1: promised round 1 of n3', { kind: 'nack', round: first, promised: higher }],
    ['2a round 1 of n1, instance 5: no-op', { kind: 'phase2a', round: first, instance: 5, value: noOp }],
    ['2a round 1 of n1, fast, from instance 2: ANY', { kind: 'any', round: fast, from: 2, next: 7 }],
    ['2b round 1 of n1, fast, instance 5: x=1 (c1.2)', { kind: 'phase2b', round: fast, instance: 5, value: x }],
    ['proposes x=1 (c1.2)', { kind: 'propose', value: x, next: 3 }],
    ['forwards x=1 (c1.2)', { kind: 'forward', value: x }],
    ['tells 4: x=1 (c1.2) is chosen', { kind: 'chosen', entries: [[4, x]], next: 5 }],
    ['tells of nothing chosen', { kind: 'chosen', entries: [], next: 5 }],
    ['asks what is chosen from instance 6 on', { kind: 'learn', from: 6 }],
    ['heartbeat, round 1 of n1, chosen through 3', { kind: 'heartbeat', round: first, next: 9, chosenThrough: 3 }],
    ['answers the heartbeat, chosen through 3', { kind: 'heartbeat-ack', round: first, chosenThrough: 3 }],
    ['asks up to where to read', { kind: 'read-request', id: 1 }],
    ['read at instance 8', { kind: 'read-index', id: 1, instance: 8 }],
    ['asks whether round 1 of n1 is still promised', { kind: 'confirm', round: first, sequence: 1 }],
    ['confirms round 1 of n1', { kind: 'confirmation', round: first, sequence: 1 }],
    ['asks for a lease, round 1 of n1', { kind: 'lease-request', round: first, sentAtMs: 2 }],
    ['grants a lease, round 1 of n1', { kind: 'lease-grant', round: first, sentAtMs: 2 }],
  ])('%s', (words, message) => {
    expect(messageWords(message, names)).toBe(words);
  });
});

test('records say what a node may rely on, and nothing else', () => {
  expect(recordsWords([{ kind: 'chosen', instance: 1, value: x }], names)).toBeNull();
  expect(
    recordsWords(
      [
        { kind: 'promise', round: higher },
        { kind: 'vote', instance: 2, round: fast, value: x },
        { kind: 'began', round: first },
      ],
      names,
    ),
  ).toBe('on disk: promise of round 1 of n3; vote in instance 2: x=1 (c1.2) in round 1 of n1, fast; its round 1 of n1');
});

test.each([
  ['x:1→2 (c1.1)', { f: 'cas', key: 'x', from: 1, to: 2 }],
  ['read x (c1.1)', { f: 'read', key: 'x' }],
  [
    'read x y+3 (c1.1)',
    {
      f: 'txn',
      micros: [
        ['r', 'x', null],
        ['append', 'y', 3],
      ],
    },
  ],
] as const)('a command reads %s', (words, operation) => {
  expect(valueWords(encodeCommand({ client: 'c1', sequence: 1, acknowledged: 1, operation }))).toBe(words);
});

describe('a fault says', () => {
  test.each([
    [{ atMs: 1, kind: 'isolate', node: 'n2', direction: 'in', forMs: 5 }, 'is cut off, inwards', ['n2']],
    [{ atMs: 1, kind: 'isolate', node: '@leader', direction: 'both', forMs: 5 }, 'is cut off', ['n3']],
    [{ atMs: 1, kind: 'pause', node: 'n1', forMs: 5 }, 'is paused', ['n1']],
    [{ atMs: 1, kind: 'clock', nodes: ['@others'], rate: 1.1, forMs: 5 }, 'clock runs at 1.1', ['n1', 'n2']],
    [{ atMs: 1, kind: 'cut', links: [{ from: 'n1', to: 'n2' }], forMs: 5 }, 'cut off: n1→n2', ['n1', 'n2']],
  ] as const)('%o', (fault, words, nodes) => {
    expect(faultTold(fault, names, 'n3')).toEqual({ words, nodes, forMs: 5 });
  });

  test('nothing of a crash, which its node tells', () => {
    expect(faultTold({ atMs: 1, kind: 'crash', nodes: ['n1'], forMs: 5 }, names, undefined)).toBeNull();
  });
});
