import { expect, test } from 'vitest';
import { AgreementOracle } from './agreement-oracle.ts';
import { listedQuorums } from './listed-quorums.ts';
import { OracleViolation } from './violation.ts';

const quorums = listedQuorums({ kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 3 });
const names = ['n1', 'n2', 'n3'];
const classic = 128;
const fast = 129;

function vote(
  round: number,
  value: string,
  instance = 1,
): { kind: 'vote'; instance: number; round: number; value: string } {
  return { kind: 'vote', instance, round, value };
}

test('two values with a quorum in different rounds are a violation', () => {
  const oracle = new AgreementOracle(quorums, names);
  oracle.onDurable(0, vote(classic, 'x'));
  oracle.onDurable(1, vote(classic, 'x'));
  oracle.onDurable(1, vote(256, 'y'));
  expect(() => oracle.onDurable(2, vote(256, 'y'))).toThrow(
    new OracleViolation('agreement', 'instance 1: x and y are both chosen, the second in round 2 of n1'),
  );
});

test('votes of different rounds do not add up', () => {
  const oracle = new AgreementOracle(quorums, names);
  oracle.onDurable(0, vote(classic, 'x'));
  oracle.onDurable(1, vote(256, 'x'));
  expect(oracle.chosenIn(1)).toBeUndefined();
});

test('a fast round needs a fast quorum', () => {
  const oracle = new AgreementOracle(quorums, names);
  oracle.onDurable(0, vote(fast, 'x'));
  oracle.onDurable(1, vote(fast, 'x'));
  expect(oracle.chosenIn(1)).toBeUndefined();
  oracle.onDurable(2, vote(fast, 'x'));
  expect(oracle.chosenIn(1)).toBe('x');
});

test('a vote that is repeated counts once', () => {
  const oracle = new AgreementOracle(quorums, names);
  oracle.onDurable(0, vote(classic, 'x'));
  oracle.onDurable(0, vote(classic, 'x'));
  expect(oracle.chosenIn(1)).toBeUndefined();
});

test('taking for chosen what no quorum of synced votes chose is a violation', () => {
  const oracle = new AgreementOracle(quorums, names);
  oracle.onDurable(0, vote(classic, 'x'));
  expect(() => oracle.onLearned(2, 1, 'x')).toThrow('n3 takes x for chosen in instance 1, but nothing is chosen there');
  oracle.onDurable(1, vote(classic, 'x'));
  expect(() => oracle.onLearned(2, 1, 'x')).not.toThrow();
  expect(() => oracle.onLearned(2, 1, 'y')).toThrow('x is chosen there');
});
