import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { feedJunk } from './testing/junk.ts';
import { nodeStarter, type SpawnedNode } from './testing/spawned-node.ts';
import { TestClient } from './testing/test-client.ts';

const durationMs = 4_000;
const residentBytesMax = 300 * 1024 * 1024;

test('a node that is fed junk on all ports keeps serving, and its memory stays bounded', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'junk-'));
  try {
    const sizes = ['--phase1', '2', '--classic', '2', '--fast', '3'];
    const cluster = await nodeStarter(['n1', 'n2', 'n3'], sizes, directory);
    await using fed = await cluster.start('n1');
    await using _second = await cluster.start('n2');
    await using _third = await cluster.start('n3');
    using client = await TestClient.open('before', fed.ports.client);
    expect(await client.request({ f: 'write', key: 'before', value: 1 })).toMatchObject({ kind: 'ok' });

    const load = observed(fed);
    const report = await feedJunk({ ports: fed.ports, node: 'n1', peer: 'n2' }, durationMs);
    const { answers, healthy, residentBytes } = await load.end();

    expect(Math.min(...Object.values(report)), 'every kind of junk was fed').toBeGreaterThan(0);
    expect(answers, 'answers to clients while it was fed').toBeGreaterThan(3);
    expect(healthy, 'answers on /health while it was fed').toBeGreaterThan(0);
    expect(residentBytes).toBeGreaterThan(0);
    expect(residentBytes).toBeLessThan(residentBytesMax);

    expect(await client.request({ f: 'read', key: 'before' }), 'the connection from before the junk').toEqual({
      kind: 'ok',
      value: 1,
    });
    expect(await isHealthy(fed)).toBe(true);
  } finally {
    await rm(directory, { recursive: true });
  }
});

/** A light load on `node`, its health and its memory, until it is told to end. */
function observed(node: SpawnedNode): {
  end(): Promise<{ answers: number; healthy: number; residentBytes: number }>;
} {
  const seen = { answers: 0, healthy: 0, residentBytes: 0 };
  let isOver = false;
  const repeat = async (everyMs: number, act: () => Promise<void>): Promise<void> => {
    while (!isOver) {
      await act();
      await delay(everyMs);
    }
  };
  const load = async (index: number): Promise<void> => {
    using client = await TestClient.open(`load-${index}`, node.ports.client);
    await repeat(5, async () => {
      const outcome = await client.request({ f: 'write', key: `x${index}`, value: seen.answers });
      if (outcome?.kind === 'ok') seen.answers += 1;
    });
  };
  const everything = Promise.all([
    load(1),
    load(2),
    repeat(200, async () => {
      if (await isHealthy(node)) seen.healthy += 1;
    }),
    repeat(50, async () => {
      seen.residentBytes = Math.max(seen.residentBytes, node.residentBytes());
      await Promise.resolve();
    }),
  ]);
  return {
    end: async () => {
      isOver = true;
      await everything;
      return seen;
    },
  };
}

function isHealthy(node: SpawnedNode): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port: node.ports.admin, path: '/health', timeout: 5_000, agent: false });
    asked.on('response', (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
