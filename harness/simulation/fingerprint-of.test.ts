import { expect, test } from 'vitest';
import { roundWords } from '#cluster-node';
import { valueText } from '../environments/sim/oracles/value-text.ts';
import { fingerprintOf } from './fingerprint-of.ts';

const names = ['n1', 'n2', 'n10'];

test.each([
  [
    'commands, rounds and instances do not matter',
    'agreement',
    'instance 7: ["c1",2,1,"write","x",1] and ["c12",1,1,"cas","y]",2,3] are both chosen, the second in round 1 of n1, fast',
    'agreement: instance #: v and v are both chosen, the second in round #',
  ],
  [
    'how much a transaction does, does not matter',
    'agreement',
    '["c1",1,1,"txn",[["append","x",1],["r","y]",null]]] and ["c2",1,1,"txn",[["append","x",2]]] are both chosen',
    'agreement: v and v are both chosen',
  ],
  [
    'nodes do not matter, whether by name or by number',
    'durability',
    'n10 sends phase2b to node 3 before its vote of n1 is on its disk',
    'durability: node sends phase#b to node before its vote of node is on its disk',
  ],
  [
    'what is told in braces does not matter',
    'halt',
    'n2 stopped: a vote never passes the promise {"vote":{"round":3}}',
    'halt: node stopped: a vote never passes the promise …',
  ],
  ['fractions are one number', 'agreement', 'asked for at 12.25 ms', 'agreement: asked for at # ms'],
  ['a name inside a longer word is none', 'halt', 'n1 in n100', 'halt: node in n#'],
] as const)('%s', (_what, judge, message, fingerprint) => {
  expect(fingerprintOf(judge, message, names)).toBe(fingerprint);
});

test.each([
  ['no round', 0],
  ['one of another node', 3 * 128 + 4],
  ['a fast one', 129],
  ['a recovery', 130],
  ['one of a node that is not there', 128 + 4 * 31],
  ['a number that is no round', 131],
])('a round is a round, be it %s', (_what, round) => {
  const said = (which: number): string =>
    fingerprintOf('regression', `n1 promises ${roundWords(which, names)}, after ${roundWords(256, names)}`, names);
  expect(said(round)).toBe(said(128));
  expect(said(round)).toBe('regression: node promises round #, after round #');
});

test('a round is a round, whatever its owner is called', () => {
  const called = (name: string): string => fingerprintOf('regression', `in ${roundWords(129, [name])}, again`, [name]);
  for (const name of ['n1', 'n1-b', 'fast', 'of']) expect(called(name)).toBe('regression: in round #, again');
});

test('a no-op can be read in it, and is another content than a command', () => {
  const sent = (value: string): string =>
    fingerprintOf(
      'picking',
      `${valueText(value)} is sent in round 1 of n2, though ["c1",1,1,"read","x"] may be chosen`,
      names,
    );
  expect(sent('')).toBe('picking: a no-op is sent in round #, though v may be chosen');
  expect(sent('["c2",1,1,"read","y"]')).toBe('picking: v is sent in round #, though v may be chosen');
});

test('what objects is part of it', () => {
  expect(fingerprintOf('picking', 'n1 votes', names)).not.toBe(fingerprintOf('regression', 'n1 votes', names));
});

test.each(['stall', 'linearizability', 'transactions'] as const)('a %s is one whatever is said of it', (judge) => {
  expect(fingerprintOf(judge, 'key "x" at n1', names)).toBe(judge);
});
