import { expect, test } from 'vitest';
import { standaloneClock } from './environments/sim/virtual-clock.ts';
import type { Attempt, Completion, PlannedOp } from './ports/index.ts';
import { ProcessClient } from './process-client.ts';

const op: PlannedOp = { process: 3, f: 'write', key: 'r0', value: 1, atNs: 0 };
const lost: Completion = { kind: 'indefinite', error: 'timeout', sent: true };
const notSent: Completion = { kind: 'indefinite', error: 'refused', sent: false };
const ok: Completion = { kind: 'ok', value: 1 };

type Sent = Readonly<{ node: string; attempt: Attempt; timeoutMs: number; atMs: number }>;
type Answers = Readonly<Record<string, Readonly<{ afterMs: number; completion: Completion }>>>;

function clientOf(answers: Answers) {
  const clock = standaloneClock();
  const sent: Sent[] = [];
  const closed: string[] = [];
  const client = new ProcessClient({
    client: 'run/3',
    clock,
    connect: (node) => ({
      node,
      attempt: async (attempt, timeoutMs) => {
        sent.push({ node, attempt, timeoutMs, atMs: clock.nowNs() / 1e6 });
        const answer = answers[node];
        await clock.sleep(answer?.afterMs ?? 0);
        return answer?.completion ?? lost;
      },
      [Symbol.asyncDispose]: async () => {
        closed.push(node);
      },
    }),
  });
  return { client, clock, sent, closed };
}

const n1 = { node: 'n1', afterMs: 0 };

test('each op has a sequence of its own, every lower one is acknowledged, and a re-send repeats the request', async () => {
  const { client, sent } = clientOf({ n1: { afterMs: 1, completion: ok } });
  await client.perform(op, [n1], 5000);
  await client.perform(op, [n1, n1], 5000);
  expect(sent.map(({ attempt }) => [attempt.client, attempt.sequence, attempt.acknowledged])).toEqual([
    ['run/3', 1, 1],
    ['run/3', 2, 2],
    ['run/3', 2, 2],
  ]);
  expect(sent[1]?.attempt).toEqual(sent[2]?.attempt);
});

test('the first definite answer counts, whichever attempt brings it', async () => {
  const { client, clock } = clientOf({ n1: { afterMs: 5000, completion: lost }, n2: { afterMs: 20, completion: ok } });
  expect(await client.perform(op, [n1, { node: 'n2', afterMs: 0 }], 5000)).toEqual(ok);
  expect(clock.nowNs()).toBe(20e6);
});

test('a later attempt keeps to the time of the op, and is not begun after an answer', async () => {
  const silent = clientOf({ n1: { afterMs: 5000, completion: lost }, n2: { afterMs: 10, completion: ok } });
  await silent.client.perform(op, [n1, { node: 'n2', afterMs: 1000 }], 5000);
  expect(silent.sent.map(({ node, timeoutMs, atMs }) => [node, timeoutMs, atMs])).toEqual([
    ['n1', 5000, 0],
    ['n2', 4000, 1000],
  ]);
  const quick = clientOf({ n1: { afterMs: 10, completion: ok } });
  await quick.client.perform(op, [n1, { node: 'n2', afterMs: 1000 }], 5000);
  await quick.clock.sleep(2000);
  expect(quick.sent.map(({ node }) => node)).toEqual(['n1']);
});

test('an op counts as sent when any of its attempts was', async () => {
  const { client } = clientOf({ n1: { afterMs: 1, completion: notSent }, n2: { afterMs: 9, completion: lost } });
  expect(await client.perform(op, [n1, { node: 'n2', afterMs: 0 }], 5000)).toEqual(lost);
  expect(await client.perform(op, [n1], 5000)).toEqual(notSent);
});

test('disposing closes every connection', async () => {
  const { client, closed } = clientOf({});
  await client.perform(op, [n1, { node: 'n2', afterMs: 0 }], 5000);
  await client[Symbol.asyncDispose]();
  expect(closed).toEqual(['n1', 'n2']);
});
