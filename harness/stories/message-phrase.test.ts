import { expect, test } from 'vitest';
import { messagesMeant } from './message-phrase.ts';

const nodes = ['n1', 'n2', 'n3'];

test.each([
  ['messages', [{}]],
  ['2a', [{ kind: 'phase2a' }]],
  ['the next 1b from n2', [{ kind: 'phase1b', nth: 1, from: 'n2' }]],
  ['1a for one instance to n3', [{ kind: 'phase1a-instance', to: 'n3' }]],
  ['2b of instance 3 of round 2', [{ kind: 'phase2b', instance: 3, round: { number: 2 } }]],
  ['proposals carrying x = 7', [{ kind: 'propose', writes: 7 }]],
  ['forwarded commands carrying x = seven', [{ kind: 'forward', writes: 'seven' }]],
  [
    'confirmation requests from n1, n2 to n3, n1',
    ['n1', 'n2'].flatMap((from) => ['n3', 'n1'].map((to) => ({ kind: 'confirm', from, to }))),
  ],
])('"%s" means its messages, and no others', (text, patterns) => {
  expect(messagesMeant(text, nodes)).toEqual(patterns);
});

test.each(['2c', '2a to n4', '2a from', 'messages of n1', '2a to n1 from n2'])('"%s" means nothing', (text) => {
  expect(() => messagesMeant(text, nodes)).toThrow(/no messages "|no node "n4"/);
});
