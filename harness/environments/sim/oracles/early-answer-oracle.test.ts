import { expect, test } from 'vitest';
import { encodeCommand } from '#cluster-node';
import { AgreementOracle } from './agreement-oracle.ts';
import { judgeAnswer } from './early-answer-oracle.ts';
import { listedQuorums } from './listed-quorums.ts';

const write = encodeCommand({
  client: 'c',
  sequence: 1,
  acknowledged: 1,
  operation: { f: 'write', key: 'k', value: 1 },
});
const read = encodeCommand({ client: 'c', sequence: 2, acknowledged: 2, operation: { f: 'read', key: 'k' } });
const ok = { kind: 'ok', value: 1 } as const;

function agreementWith(voters: readonly number[]): AgreementOracle {
  const agreement = new AgreementOracle(
    listedQuorums({ kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: null }),
    ['n1', 'n2', 'n3'],
  );
  for (const node of voters) agreement.onDurable(node, { kind: 'vote', instance: 1, round: 128, value: write });
  return agreement;
}

test('a client may hear ok once a quorum of votes is synced, and not before', () => {
  expect(() => judgeAnswer({ node: 'n1', value: write, outcome: ok }, 'log', agreementWith([0, 1]))).not.toThrow();
  expect(() => judgeAnswer({ node: 'n1', value: write, outcome: ok }, 'log', agreementWith([0]))).toThrow('n1 answers');
});

test('so it is with a refusal, which was logged, but not with an answer that says nothing', () => {
  const rejected = { kind: 'rejected', reason: 'cas-mismatch', value: 1 } as const;
  const unavailable = { kind: 'unavailable', reason: 'busy' } as const;
  expect(() => judgeAnswer({ node: 'n1', value: write, outcome: rejected }, 'log', agreementWith([]))).toThrow(
    'answers',
  );
  expect(() => judgeAnswer({ node: 'n1', value: write, outcome: unavailable }, 'log', agreementWith([]))).not.toThrow();
});

test('a read needs votes only where reads are commands', () => {
  expect(() => judgeAnswer({ node: 'n1', value: read, outcome: ok }, 'log', agreementWith([]))).toThrow('answers');
  expect(() => judgeAnswer({ node: 'n1', value: read, outcome: ok }, 'index', agreementWith([]))).not.toThrow();
});
