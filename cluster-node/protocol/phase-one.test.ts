import { expect, test } from 'vitest';
import type { Message, VoteEntry } from './messages.ts';
import { PhaseOne } from './phase-one.ts';
import { type Round, roundOf } from './round.ts';
import { paxosRules } from './rules.ts';
import { asValue } from './value.ts';

const lower = roundOf(1, 0, 0);
const mine = roundOf(2, 1, 0);
const x = asValue('x');

type Phase1b = Extract<Message, { kind: 'phase1b' }>;

function phase1b(fields: Partial<Phase1b> = {}): Phase1b {
  return { kind: 'phase1b', round: mine, from: 5, part: 0, parts: 1, votes: [], chosen: [], ...fields };
}

test('reports are counted by distinct acceptor', () => {
  const phaseOne = new PhaseOne(mine, 5, 3, paxosRules);
  for (const acceptor of [0, 2, 2, 0]) phaseOne.add(acceptor, phase1b());
  expect(phaseOne.reporters).toBe(0b101);
});

test.each<[string, { round?: Round; from?: number }]>([
  ['another round', { round: lower }],
  ['another first instance', { from: 4 }],
])('a report for %s does not count', (_case, fields) => {
  const phaseOne = new PhaseOne(mine, 5, 3, paxosRules);
  expect(phaseOne.add(0, phase1b({ ...fields, chosen: [[5, x]] }))).toEqual([]);
  expect(phaseOne.reporters).toBe(0);
});

test('a report in parts counts once all parts have come, in any order, however often', () => {
  const phaseOne = new PhaseOne(mine, 5, 3, paxosRules);
  const first: VoteEntry = [5, lower, x];
  const second: VoteEntry = [9, lower, x];
  phaseOne.add(0, phase1b({ part: 1, parts: 2, votes: [second] }));
  phaseOne.add(0, phase1b({ part: 1, parts: 2, votes: [second] }));
  expect([phaseOne.reporters, phaseOne.highestVoted, phaseOne.reportsOf(9).size]).toEqual([0, 0, 0]);
  phaseOne.add(0, phase1b({ part: 0, parts: 2, votes: [first] }));
  expect([phaseOne.reporters, phaseOne.highestVoted]).toEqual([1, 9]);
  expect(phaseOne.reportsOf(9)).toEqual(new Map([[0, { round: lower, value: x }]]));
});

test('an instance that a report does not list was never voted in; whoever is silent is no reporter', () => {
  const phaseOne = new PhaseOne(mine, 5, 3, paxosRules);
  phaseOne.add(0, phase1b({ votes: [[6, lower, x]] }));
  phaseOne.add(3, phase1b());
  expect(phaseOne.reportsOf(6)).toEqual(
    new Map([
      [0, { round: lower, value: x }],
      [3, null],
    ]),
  );
});

test('what a reporter knows to be chosen is handed on, once', () => {
  const phaseOne = new PhaseOne(mine, 5, 3, paxosRules);
  const message = phase1b({ chosen: [[5, x]] });
  expect(phaseOne.add(0, message)).toEqual([[5, x]]);
  expect(phaseOne.add(0, message)).toEqual([]);
});
