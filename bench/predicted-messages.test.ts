import { expect, test } from 'vitest';
import { predictedMessages, predictedTotal } from './predicted-messages.ts';

test.each(['classic', 'fast'] as const)('in %s rounds as many messages are received as are sent', (kind) => {
  for (let nodes = 2; nodes <= 12; nodes += 1) {
    const { sent, received } = predictedTotal(predictedMessages(kind, nodes), nodes);
    expect(received).toBe(sent);
  }
});

test('a classic decision takes a command, 2a, 2b and chosen, a fast one proposals, votes to two nodes, and chosen', () => {
  for (let nodes = 2; nodes <= 12; nodes += 1) {
    const others = nodes - 1;
    expect(predictedTotal(predictedMessages('classic', nodes), nodes).sent).toBe(1 + 3 * others);
    expect(predictedTotal(predictedMessages('fast', nodes), nodes).sent).toBe(4 * others);
  }
});

test('of a classic decision the leader has a hand in every message', () => {
  const { leader } = predictedMessages('classic', 10);
  expect(leader.sent + leader.received).toBe(predictedTotal(predictedMessages('classic', 10), 10).sent);
});
