import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { NodeStatus } from './status.ts';
import { nodeStarter, type SpawnedNode } from './testing/spawned-node.ts';
import { TestClient } from './testing/test-client.ts';

const writes = 200;
const patienceMs = 20_000;

test('what one of two nodes has sent, the other has received, and each message of a batch counts', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'traffic-'));
  try {
    const sizes = ['--protocol', 'classic', '--phase1', '2', '--classic', '2'];
    const cluster = await nodeStarter(['n1', 'n2'], sizes, directory);
    await using first = await cluster.start('n1');
    await using second = await cluster.start('n2');
    using client = await TestClient.open('client', first.ports.client);
    await client.request({ f: 'write', key: 'x', value: 0 });
    const before = await statusOf(first);

    const outcomes = await Promise.all(
      Array.from({ length: writes }, (_, value) => client.request({ f: 'write', key: 'x', value })),
    );
    expect(outcomes.every((outcome) => outcome?.kind === 'ok')).toBe(true);

    const after = await statusOf(first);
    // a leader says 2a and chosen and hears 2b, another node says forward and 2b and hears 2a and chosen
    expect(after.traffic.sentMessages - before.traffic.sentMessages).toBeGreaterThanOrEqual(2 * writes);
    expect(after.traffic.receivedMessages - before.traffic.receivedMessages).toBeGreaterThanOrEqual(writes);
    expect(after.traffic.sentBytes - before.traffic.sentBytes).toBeGreaterThan(
      2 * writes * '{"kind":"forward"}'.length,
    );
    expect(after.cpuMs).toBeGreaterThan(before.cpuMs);

    const received = await until(
      async () => (await statusOf(second)).traffic,
      ({ receivedMessages, receivedBytes }) =>
        receivedMessages >= after.traffic.sentMessages && receivedBytes >= after.traffic.sentBytes,
    );
    const { sentMessages, sentBytes } = (await statusOf(first)).traffic;
    expect(sentMessages).toBeGreaterThanOrEqual(received.receivedMessages);
    expect(sentBytes).toBeGreaterThanOrEqual(received.receivedBytes);
  } finally {
    await rm(directory, { recursive: true });
  }
});

async function statusOf(node: SpawnedNode): Promise<NodeStatus> {
  return (await (await fetch(`http://127.0.0.1:${node.ports.admin}/status`)).json()) as NodeStatus;
}

async function until<T>(read: () => Promise<T>, isMeant: (read: T) => boolean): Promise<T> {
  for (const startMs = performance.now(); performance.now() - startMs < patienceMs; await delay(50)) {
    const value = await read();
    if (isMeant(value)) return value;
  }
  throw new Error('waited in vain');
}
