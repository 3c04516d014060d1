import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeStarter, type SpawnedNode } from './testing/spawned-node.ts';
import { TestClient } from './testing/test-client.ts';

const sizes = ['--phase1', '1', '--classic', '1', '--fast', '1'];
const patienceMs = 20_000;

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rounds-'));
});

afterEach(() => rm(directory, { recursive: true }));

async function startAlone(options: readonly string[]): Promise<SpawnedNode> {
  return (await nodeStarter(['n1'], [...sizes, ...options], directory)).start('n1');
}

function post(node: SpawnedNode, body: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${node.ports.admin}/rounds`, { method: 'POST', body });
}

async function status(node: SpawnedNode): Promise<Record<string, unknown>> {
  return (await (await fetch(`http://127.0.0.1:${node.ports.admin}/status`)).json()) as Record<string, unknown>;
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (const startMs = performance.now(); !(await isTrue()); await delay(20)) {
    if (performance.now() - startMs > patienceMs) throw new Error('waited in vain');
  }
}

describe('POST /rounds', () => {
  test('does not exist without --unsafe-quorums', async () => {
    await using node = await startAlone([]);
    expect((await post(node, '{"begin":"classic"}')).status).toBe(404);
  });

  test('refuses what it does not understand, and more than it reads', async () => {
    await using node = await startAlone(['--unsafe-quorums', '--rounds-by', 'request']);
    expect((await post(node, '{"begin":"slow"}')).status).toBe(400);
    expect((await post(node, `{"begin":"fast"}${' '.repeat(100_000)}`)).status).toBe(400);
    expect((await fetch(`http://127.0.0.1:${node.ports.admin}/rounds`)).status).toBe(404);
    expect(await status(node)).toMatchObject({ leads: false });
  });

  test('refuses a fast round where there are none', async () => {
    await using node = await startAlone(['--protocol', 'classic', '--unsafe-quorums', '--rounds-by', 'request']);
    expect((await post(node, '{"begin":"fast"}')).status).toBe(400);
    expect((await post(node, '{"begin":"classic"}')).status).toBe(200);
  });

  test('makes a node lead that never would by itself, first a classic round, then a fast one', async () => {
    await using node = await startAlone(['--unsafe-quorums', '--rounds-by', 'request']);
    expect((await post(node, '{"begin":"classic"}')).status).toBe(200);
    await until(async () => (await status(node))['leads'] === true);
    expect(await status(node)).toMatchObject({ leads: true, isFast: false, round: { n: 1 } });
    expect((await post(node, '{"begin":"fast"}')).status).toBe(200);
    await until(async () => (await status(node))['isFast'] === true);
    expect(await status(node)).toMatchObject({ leads: true, round: { n: 2, kind: 'fast' } });
  });

  test('gives a node its timeouts back', async () => {
    await using node = await startAlone(['--unsafe-quorums', '--rounds-by', 'request']);
    using client = await TestClient.open('waiting', node.ports.client);
    const answered = client.request({ f: 'write', key: 'x', value: 1 });
    await delay(1_500);
    expect(await status(node), 'no election for several timeouts').toMatchObject({ leads: false, round: { n: 0 } });
    expect((await post(node, '{"by":"timeouts"}')).status).toBe(200);
    expect(await answered).toMatchObject({ kind: 'ok' });
  });
});
