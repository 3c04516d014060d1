import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeJournal, encodeJournalFrame } from './journal-codec.ts';
import type { JournalRecord } from './protocol/records.ts';
import { type NodeStarter, nodeStarter } from './testing/spawned-node.ts';
import { TestClient } from './testing/test-client.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

test('a node that is killed under load and started again has every vote that anybody counted', async () => {
  const sizes = ['--phase1', '2', '--classic', '2', '--fast', '3'];
  const cluster = await nodeStarter(['n1', 'n2', 'n3'], sizes, directory);
  await using second = await cluster.start('n2');
  await using third = await cluster.start('n3');
  const written: number[] = [];
  for (let life = 1; life <= 3; life += 1) {
    await using first = await cluster.start('n1');
    using client = await TestClient.open(`life-${life}`, first.ports.client);
    const before = await client.request({ f: 'read', key: 'x' });
    expect(before).toEqual({
      kind: 'ok',
      value: expect.toSatisfy((value) => value === null || written.includes(value)),
    });
    if (life > 1) expect(before).not.toMatchObject({ value: null });
    await writeUntilKilled(client, written, () => first.kill());
    expect(await first.ended).toBe('SIGKILL');
  }
  for (const node of [second, third]) {
    node.kill('SIGTERM');
    expect(await node.ended).toBe(0);
  }
  const votes = new Set(journalOf(cluster, 'n1').records.filter(isVote).map(voteText));
  const counted = ['n2', 'n3'].flatMap((name) => votesCountedOf('n1', cluster.traceFile(name)));
  expect(counted.length).toBeGreaterThan(20);
  expect(counted.filter((vote) => !votes.has(vote))).toEqual([]);
  expect(starts(cluster, 'n1')).toEqual([1, 2, 3]);
});

describe('the journal that a node finds', () => {
  const alone = ['--phase1', '1', '--classic', '1', '--fast', '1'];

  test('has its torn tail cut off, which the log tells', async () => {
    const cluster = await nodeStarter(['n1'], alone, directory);
    const { frames, goodBytes } = await liveOnce(cluster);
    const torn = encodeJournalFrame(frames + 1, [{ kind: 'promise', round: 128 }]).subarray(0, -1);
    appendFileSync(journalPath(cluster, 'n1'), torn);
    await using again = await cluster.start('n1');
    using client = await TestClient.open('again', again.ports.client);
    expect(await client.request({ f: 'read', key: 'x' })).toEqual({ kind: 'ok', value: 5 });
    const warning: unknown = JSON.parse(again.log.join('').split('\n')[0] ?? '');
    expect(warning).toMatchObject({
      level: 'warn',
      message: 'cut a torn tail off the journal',
      tornBytes: torn.length,
    });
    const mended = journalOf(cluster, 'n1');
    expect(mended.tornBytes).toBe(0);
    expect(mended.goodBytes).toBeGreaterThan(goodBytes);
  });

  test('keeps it from starting when it is damaged, with one line that says where', async () => {
    const cluster = await nodeStarter(['n1'], alone, directory);
    await liveOnce(cluster);
    const path = journalPath(cluster, 'n1');
    const damaged = readFileSync(path);
    damaged[20] = (damaged[20] ?? 0) ^ 1;
    writeFileSync(path, damaged);
    await using again = cluster.spawn('n1');
    expect(await again.ended).toBe(1);
    const lines = again.log.join('').trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      {
        level: 'error',
        message: 'the journal is damaged',
        node: 'n1',
        reason: expect.stringMatching(/^\/.*\/journal: bytes 0 to \d+ are bad, and good records follow$/),
      },
    ]);
    expect(readFileSync(path)).toEqual(damaged);
  });
});

/** Starts `n1`, writes 1 to 5 to x, and kills it. */
async function liveOnce(cluster: NodeStarter): Promise<ReturnType<typeof decodeJournal>> {
  await using node = await cluster.start('n1');
  using client = await TestClient.open('once', node.ports.client);
  for (let value = 1; value <= 5; value += 1) {
    expect(await client.request({ f: 'write', key: 'x', value })).toEqual({ kind: 'ok', value });
  }
  node.kill();
  await node.ended;
  return journalOf(cluster, 'n1');
}

/** Keeps eight writes outstanding, and has the node killed after the fortieth answer. */
async function writeUntilKilled(client: TestClient, written: number[], kill: () => void): Promise<void> {
  let answers = 0;
  const write = async (): Promise<void> => {
    for (;;) {
      const value = written.length + 1;
      written.push(value);
      const outcome = await client.request({ f: 'write', key: 'x', value });
      if (outcome === null) return;
      expect(outcome).toEqual({ kind: 'ok', value });
      answers += 1;
      if (answers === 40) kill();
    }
  };
  await Promise.all(Array.from({ length: 8 }, write));
}

function journalPath(cluster: NodeStarter, name: string): string {
  return join(cluster.dataDirectory(name), 'journal');
}

function journalOf(cluster: NodeStarter, name: string): ReturnType<typeof decodeJournal> {
  return decodeJournal(readFileSync(journalPath(cluster, name)));
}

/** The incarnations that a node began, in the order of its journal. */
function starts(cluster: NodeStarter, name: string): number[] {
  return journalOf(cluster, name).records.flatMap((record) => (record.kind === 'start' ? [record.incarnation] : []));
}

type Vote = Readonly<{ instance: number; round: number; value: string }>;

function isVote(record: JournalRecord): record is JournalRecord & { kind: 'vote' } {
  return record.kind === 'vote';
}

function voteText({ instance, round, value }: Vote): string {
  return `${instance} ${round} ${value}`;
}

/** The votes of `voter` on which the node with this trace rested a decision. */
function votesCountedOf(voter: string, tracePath: string): string[] {
  return readFileSync(tracePath, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { kind: string; voters: readonly string[] } & Vote)
    .filter(({ kind, voters }) => kind === 'decided' && voters.includes(voter))
    .map(voteText);
}
