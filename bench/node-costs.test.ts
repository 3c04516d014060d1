import { expect, test } from 'vitest';
import { costsBetween, costsPerDecision, meanCosts, sumOfCosts } from './node-costs.ts';

const before = { traffic: { sentMessages: 10, receivedMessages: 20, sentBytes: 300, receivedBytes: 400 }, cpuMs: 50 };
const after = { traffic: { sentMessages: 110, receivedMessages: 70, sentBytes: 1_300, receivedBytes: 900 }, cpuMs: 90 };
const spent = { sentMessages: 100, receivedMessages: 50, sentBytes: 1_000, receivedBytes: 500, cpuMs: 40 };
const idle = { sentMessages: 10, receivedMessages: 5, sentBytes: 100, receivedBytes: 50, cpuMs: 4 };

test('costs are what the counters grew by', () => {
  expect(costsBetween(before, after)).toEqual(spent);
});

test('a decision costs what is left when the background, for as long a time, is subtracted', () => {
  expect(costsPerDecision(spent, { costs: idle, timesAsLong: 2 }, 10)).toEqual({
    sentMessages: 8,
    receivedMessages: 4,
    sentBytes: 80,
    receivedBytes: 40,
    cpuMs: 3.2,
  });
});

test('costs of several nodes are summed up, and shared', () => {
  expect(sumOfCosts([spent, idle, idle])).toMatchObject({ sentMessages: 120, cpuMs: 48 });
  expect(meanCosts([spent, idle, idle])).toMatchObject({ sentMessages: 40, cpuMs: 16 });
});
