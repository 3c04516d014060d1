import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cluster, Completion, Endpoint, Environment, HeldMessage, RunPlace, Steering } from '../../ports/index.ts';
import { paxosSystem } from '../../systems/paxos.ts';

const never = new AbortController().signal;
const nodes = ['n1', 'n2', 'n3'];
const timeoutMs = 20_000;
const linkDelayMs = 50;

/** What steering and link delays are, in every environment: three nodes that vote in twos, or in threes when it is fast. */
export function steeringContract(environment: Environment): void {
  let directory = '';
  let cluster: Cluster;
  let steering: Steering;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'steering-'));
  });

  afterEach(async () => {
    await cluster[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  async function start(roundsBy: 'timeouts' | 'request', place: Partial<RunPlace>): Promise<void> {
    const system = paxosSystem(
      {
        nodes,
        protocol: 'fast-flexible',
        quorums: { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 3 },
        unsafeQuorums: false,
        onBrokenPick: 'stop',
        reads: 'log',
        mutant: null,
      },
      { roundsBy },
    );
    const runId = `steering-${process.pid}`;
    cluster = await environment.start(system, { runId, directory, seed: 1, ...place }, never);
  }

  /** Time of a simulated cluster passes only while it is waited for. */
  async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
    const deadlineNs = cluster.clock.nowNs() + timeoutMs * 1e6;
    while (!(await condition())) {
      const held = (cluster.steering?.held ?? []).map(({ from, to, message }) => `${message.kind} ${from}→${to}`);
      expect(cluster.clock.nowNs(), `held: ${held.join(', ')}`).toBeLessThan(deadlineNs);
      await cluster.clock.sleep(10);
    }
  }

  /** Waits until such a message is held, and hands on all of them. */
  async function release(kind: string, ...links: readonly string[]): Promise<void> {
    const isMeant = ({ message, from, to }: HeldMessage): boolean =>
      message.kind === kind && links.includes(`${from}→${to}`);
    await eventually(() => steering.held.filter(isMeant).length >= links.length);
    expect(steering.release(isMeant)).toBeGreaterThanOrEqual(links.length);
  }

  async function leads(node: string): Promise<boolean> {
    return (await cluster.status(node, 5_000))?.leads === true;
  }

  let sequence = 0;
  function write(endpoint: Endpoint, value: number): Promise<Completion> {
    sequence += 1;
    const client = `client ${sequence}`;
    return endpoint.attempt({ client, sequence: 1, acknowledged: 0, f: 'write', key: 'k', value }, timeoutMs);
  }

  describe('a steered cluster', () => {
    beforeEach(async () => {
      await start('request', { steered: true });
      if (cluster.steering === null || cluster.steering === undefined) throw new Error('the cluster is not steered');
      steering = cluster.steering;
    });

    test('elects nobody by itself, and no message arrives that was not released', async () => {
      await cluster.clock.sleep(2_000);
      expect(await Promise.all(nodes.map(leads))).toEqual([false, false, false]);
      await steering.beginRound('n1', 'classic');
      await eventually(() => steering.held.length === 2);
      expect(steering.held).toMatchObject([
        { from: 'n1', to: 'n2', message: { kind: 'phase1a' } },
        { from: 'n1', to: 'n3', message: { kind: 'phase1a' } },
      ]);
      await cluster.clock.sleep(2_000); // longer than nodes bear with a silent connection
      expect(steering.held).toHaveLength(2);

      await release('phase1a', 'n1→n2');
      await eventually(() => steering.held.some(({ from, to }) => from === 'n2' && to === 'n1'));
      expect(steering.held.filter(({ message }) => message.kind === 'phase1b')).toMatchObject([{ from: 'n2' }]);
      expect(await leads('n1')).toBe(false);
      await release('phase1b', 'n2→n1');
      await eventually(() => leads('n1'));
    });

    test('chooses in a classic round what the released votes choose', async () => {
      await steering.beginRound('n1', 'classic');
      await release('phase1a', 'n1→n2');
      await release('phase1b', 'n2→n1');
      await eventually(() => leads('n1'));
      await using endpoint = cluster.connect('n1');
      let completion: Completion | null = null;
      const written = write(endpoint, 1).then((ended) => {
        completion = ended;
      });
      await release('phase2a', 'n1→n3');
      await eventually(() => steering.held.some(({ message }) => message.kind === 'phase2b'));
      expect(completion).toBeNull();
      await release('phase2b', 'n3→n1');
      await written;
      expect(completion).toMatchObject({ kind: 'ok' });
      expect((await cluster.status('n2', 5_000))?.applied).toBe(0);
    });

    test('chooses in a fast round what the released proposals choose', async () => {
      await steering.beginRound('n1', 'fast');
      await release('phase1a', 'n1→n2');
      await release('phase1b', 'n2→n1');
      await release('any', 'n1→n2', 'n1→n3');
      await eventually(async () => (await cluster.status('n3', 5_000))?.round.kind === 'fast');
      await using endpoint = cluster.connect('n3');
      const written = write(endpoint, 1);
      await release('propose', 'n3→n1', 'n3→n2');
      await release('phase2b', 'n3→n1', 'n2→n1');
      await release('chosen', 'n1→n3');
      expect(await written).toMatchObject({ kind: 'ok' });
    });

    test('recovers an instance of a fast round when its leader is asked to, and nobody else', async () => {
      await steering.beginRound('n1', 'fast');
      await release('phase1a', 'n1→n2');
      await release('phase1b', 'n2→n1');
      await eventually(async () => (await cluster.status('n1', 5_000))?.round.kind === 'fast');
      await steering.recover('n2', 1);
      await steering.recover('n1', 1);
      const asked = (): readonly HeldMessage[] =>
        steering.held.filter(({ message }) => message.kind === 'phase1a-instance');
      await eventually(() => asked().length >= 2);
      expect(asked()).toMatchObject([
        { from: 'n1', to: 'n2', message: { instance: 1 } },
        { from: 'n1', to: 'n3', message: { instance: 1 } },
      ]);
    });

    test('delivers to a node that was killed and started again what was sent to it before', async () => {
      await steering.beginRound('n1', 'classic');
      await eventually(() => steering.held.length === 2);
      const kill = await cluster.faults.inject({ kind: 'kill', nodes: ['n2'] }, never);
      await kill.heal(never);
      await cluster.ready(timeoutMs, never);
      await release('phase1a', 'n1→n2');
      await eventually(() => steering.held.some(({ from }) => from === 'n2'));
      expect(steering.held.filter(({ from }) => from === 'n2')).toMatchObject([
        { to: 'n1', message: { kind: 'phase1b' } },
      ]);
    });

    test('goes on holding a message of which a copy was handed on', async () => {
      await steering.beginRound('n1', 'classic');
      await eventually(() => steering.held.length === 2);
      expect(steering.repeat(({ to }) => to === 'n2')).toBe(1);
      await eventually(() => steering.held.some(({ from, message }) => from === 'n2' && message.kind === 'phase1b'));
      const asked = steering.held.filter(({ message }) => message.kind === 'phase1a').map(({ to }) => to);
      expect(asked.toSorted()).toEqual(['n2', 'n3']);
    });

    test('lets a single node go, whose messages are held as before', async () => {
      await steering.leaveToTimeouts('n2');
      await eventually(() => steering.held.some(({ message }) => message.kind === 'phase1a'));
      expect(new Set(steering.held.map(({ from }) => from))).toEqual(new Set(['n2']));
    });

    test('says so when a node that is down is to begin a round', async () => {
      await cluster.faults.inject({ kind: 'kill', nodes: ['n2'] }, never);
      await expect(steering.beginRound('n2', 'classic')).rejects.toThrow(/n2 .*classic round/);
    });

    test('that is let go elects and answers by itself, without what was held', async () => {
      await steering.beginRound('n1', 'classic');
      await eventually(() => steering.held.length === 2);
      await steering.letGo();
      expect(steering.held).toEqual([]);
      await eventually(async () => (await Promise.all(nodes.map(leads))).includes(true));
      await using endpoint = cluster.connect('n3');
      expect(await write(endpoint, 1)).toMatchObject({ kind: 'ok' });
      await eventually(async () => (await cluster.status('n2', 5_000))?.applied === 1);
      expect(steering.held).toEqual([]);
    });
  });

  describe('link delays', () => {
    beforeEach(async () => {
      await start('timeouts', { linkDelayMs });
      await eventually(async () => (await Promise.all(nodes.map(leads))).includes(true));
    });

    test('hold up what needs an answer of another node, at least there and back', async () => {
      await using endpoint = cluster.connect('n1');
      expect(await write(endpoint, 0)).toMatchObject({ kind: 'ok' });
      for (let value = 1; value <= 5; value += 1) {
        const begunNs = cluster.clock.nowNs();
        expect(await write(endpoint, value)).toMatchObject({ kind: 'ok' });
        expect((cluster.clock.nowNs() - begunNs) / 1e6).toBeGreaterThanOrEqual(2 * linkDelayMs);
      }
    });

    test('keep many operations on their way at once', async () => {
      await using endpoint = cluster.connect('n1');
      const begunNs = cluster.clock.nowNs();
      const completions = await Promise.all(Array.from({ length: 200 }, (_, value) => write(endpoint, value)));
      expect(completions.map(({ kind }) => kind)).toEqual(completions.map(() => 'ok'));
      const oneByOneMs = 200 * 2 * linkDelayMs;
      expect((cluster.clock.nowNs() - begunNs) / 1e6).toBeLessThan(oneByOneMs);
    });

    test('leave partitions what they are', async () => {
      const grudge = { n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1', 'clients'] };
      const fault = await cluster.faults.inject({ kind: 'partition', variant: 'trial', grudge }, never);
      expect(await fault.probe(never)).toMatchObject({ effective: true, healed: false });
      await fault.heal(never);
      await eventually(async () => (await fault.probe(never)).healed);
    });
  });
}
