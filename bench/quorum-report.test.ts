import { expect, test } from 'vitest';
import type { QuorumMeasurement } from './quorum-benchmark.ts';
import { quorumReport } from './quorum-report.ts';

const follower = { sentMessages: 2, receivedMessages: 2, sentBytes: 20, receivedBytes: 20, cpuMs: 0.5 };
const leader = { sentMessages: 8, receivedMessages: 4, sentBytes: 80, receivedBytes: 40, cpuMs: 1 };
const total = { sentMessages: 12, receivedMessages: 8, sentBytes: 120, receivedBytes: 80, cpuMs: 2 };
const measured: QuorumMeasurement = {
  kind: 'fast',
  nodes: 3,
  sizes: { phase1: 2, classic: 2, fast: 3 },
  decisions: { fast: 95, classic: 5 },
  newRounds: 1,
  costs: { total, leader, home: follower, other: follower },
  idleMessagesPerSecond: 42.4,
};

test('the report sets what was measured beside what is predicted, and says what is the leader’s', () => {
  expect(quorumReport(measured)).toEqual([
    'fast rounds, 3 nodes 2/2/3: 100 decisions, 95 % fast, 1 new rounds, 42 messages/s when idle are subtracted',
    '                          sent predicted received predicted   B sent B received  cpu ms',
    '  all nodes              12.00         8     8.00         8      120         80   2.000',
    '  leader                  8.00         3     4.00         3       80         40   1.000',
    '  home node               2.00         3     2.00         3       20         20   0.500',
    '  each other node         2.00         2     2.00         2       20         20   0.500',
    "  leader's share, and leader : mean follower: 60 % of messages (3.0 : 1), 60 % of bytes (3.0 : 1), 50 % of processor time (2.0 : 1)",
    '',
  ]);
});

test('the report of fast rounds that were not fast says so', () => {
  const disturbed = { ...measured, decisions: { fast: 89, classic: 11 } };
  expect(quorumReport(disturbed).join('\n')).toContain('less than 90 % of the decisions are fast');
  expect(quorumReport({ ...disturbed, kind: 'classic' }).join('\n')).not.toContain('less than');
});
