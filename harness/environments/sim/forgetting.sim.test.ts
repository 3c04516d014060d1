import { beforeAll, describe, expect, test } from 'vitest';
import { asValue, type Effect, encodeCommand, type Message, paxosRules, roundOwner } from '#cluster-node';
import { SimCluster } from './sim-cluster.ts';

/** More than nodes keep in memory for no other reason than to be asked. */
const writes = 9_000;
const everyMs = 0.5;
const firstMs = 1_000;
const endMs = firstMs + writes * everyMs + 2_000;

/** Up to which instance the disk of one node says what is chosen. */
class RecordedChoices {
  readonly #instances = new Set<number>();
  through = 0;

  add(instance: number): void {
    this.#instances.add(instance);
    while (this.#instances.has(this.through + 1)) this.through += 1;
  }
}

/** Three nodes that have decided so much that they forget the beginning; one of them was down for a while. */
class LongLivedCluster {
  readonly cluster: SimCluster;
  /** How much each answer to a heartbeat said that its sender has on disk, and how much it had. */
  readonly claims: { said: number; true: number }[] = [];
  effects: readonly Effect[] = [];
  readonly #recorded = [0, 1, 2].map(() => new RecordedChoices());

  constructor() {
    this.cluster = new SimCluster(
      {
        quorums: { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 3 },
        onBrokenPick: 'stop',
        reads: 'log',
        rules: paxosRules,
        network: { delayMinMs: 0.1, delayMaxMs: 1, straggling: 0, lost: 0.001, duplicated: 0.01 },
        disk: { syncMinMs: 0.1, syncMaxMs: 1.5 },
        seed: 1,
      },
      {
        stepped: (_node, _event, effects) => {
          this.effects = effects;
        },
        durable: (node, record) => {
          if (record.kind === 'chosen') this.#recorded[node]?.add(record.instance);
        },
        sent: (node, _to, message) => {
          if (message.kind === 'heartbeat-ack' && message.recorded !== undefined)
            this.claims.push({ said: message.recorded, true: this.#recorded[node]?.through ?? 0 });
        },
      },
    );
  }

  live(): void {
    const { cluster } = this;
    cluster.start();
    for (let number = 1; number <= writes; number += 1) {
      const operation = { f: 'write', key: `k${number % 7}`, value: number } as const;
      const value = encodeCommand({ client: 'c', sequence: number, acknowledged: 1, operation });
      cluster.time.after(firstMs + number * everyMs, () => cluster.submit(number % 2, value));
    }
    cluster.run(endMs - 3_000);
    cluster.node(2).crash(0.5);
    cluster.run(endMs - 2_500);
    cluster.node(2).start();
    cluster.run(endMs);
  }

  /** What `node` does about a message that is late. */
  effectsOf(node: number, from: number, message: Message): readonly Effect[] {
    this.effects = [];
    this.cluster.node(node).deliver({ kind: 'message', from, message });
    this.cluster.run(this.cluster.time.nowMs);
    return this.effects;
  }
}

describe('nodes that forget what all of them have on disk', () => {
  const long = new LongLivedCluster();
  const { cluster } = long;

  beforeAll(() => long.live(), 120_000);

  test('have executed everything, and the same', () => {
    expect(cluster.nodes.map(({ status }) => status?.chosenThrough)).toEqual(
      cluster.nodes.map(() => expect.any(Number)),
    );
    expect(new Set(cluster.nodes.map(({ digest }) => digest)).size).toBe(1);
    expect(cluster.node(0).status?.applied).toBeGreaterThanOrEqual(writes);
  });

  test('say of their disks only what is true', () => {
    expect(long.claims.length).toBeGreaterThan(20);
    for (const claim of long.claims) expect(claim.said).toBeLessThanOrEqual(claim.true);
  });

  test('do not vote once more where they have forgotten their votes, and report nothing', () => {
    const round = cluster.node(0).status?.round ?? expect.fail();
    const leader = roundOwner(round);
    const follower = leader === 0 ? 1 : 0;
    const late: readonly Message[] = [
      { kind: 'phase2a', round, instance: 1, value: asValue('late') },
      { kind: 'phase1a-instance', round, instance: 1 },
    ];
    for (const message of late) expect(long.effectsOf(follower, leader, message)).toEqual([]);
  });

  test('do not take another value for chosen there, and tell nobody of it', () => {
    const before = cluster.node(1).status?.chosenThrough;
    const chosen: Message = { kind: 'chosen', entries: [[1, asValue('late')]], next: 2 };
    expect(long.effectsOf(1, 0, chosen)).toEqual([]);
    expect(long.effectsOf(1, 0, { kind: 'learn', from: 1 })).not.toContainEqual(
      expect.objectContaining({ message: expect.objectContaining({ entries: [[1, expect.anything()]] }) }),
    );
    expect(cluster.node(1).status?.chosenThrough).toBe(before);
  });

  test('know everything again after a restart', () => {
    const digest = cluster.node(0).digest;
    for (const node of cluster.nodes) node.crash(1);
    for (const node of cluster.nodes) node.start();
    cluster.run(endMs + 2_000);
    expect(cluster.nodes.map((node) => node.digest)).toEqual([digest, digest, digest]);
  });
});
