import type { ActiveFault, Fault, ProbeResult } from '../../ports/index.ts';
import { until } from '../../until.ts';
import type { FaultyNode } from './faulty-node.ts';
import { combineObservations, type NodeObservation } from './node-fault.ts';

const stopped = 'T';
const stopTimeoutMs = 1_000;

/** SIGSTOP to each node; proved when the kernel calls it stopped and `/health` gets no answer. Healing is SIGCONT. */
export class PauseFault implements ActiveFault {
  readonly fault: Fault;
  readonly #nodes: readonly FaultyNode[];
  readonly #readyTimeoutMs: number;
  readonly #paused = new Set<FaultyNode>();

  constructor(parts: Readonly<{ fault: Fault; nodes: readonly FaultyNode[]; readyTimeoutMs: number }>) {
    this.fault = parts.fault;
    this.#nodes = parts.nodes;
    this.#readyTimeoutMs = parts.readyTimeoutMs;
  }

  async begin(): Promise<void> {
    await Promise.all(
      this.#nodes.map(async (node) => {
        if ((await node.life()) === null) return;
        this.#paused.add(node);
        await node.signal('SIGSTOP');
      }),
    );
    // A signal is delivered in its own time; whether it was in the end is for the probe to say.
    await until(async () => (await this.#running()).every(({ state }) => state === stopped), {
      timeoutMs: stopTimeoutMs,
    });
  }

  async probe(): Promise<ProbeResult> {
    return combineObservations(await Promise.all(this.#nodes.map((node) => this.#observe(node))));
  }

  async heal(signal: AbortSignal): Promise<void> {
    await Promise.all([...this.#paused].map(async (node) => node.signal('SIGCONT')));
    const running = (await this.#running()).map(({ node }) => node);
    await Promise.all(running.map((node) => node.ready(this.#readyTimeoutMs, signal)));
  }

  /** Those of the paused nodes that live, with their state. */
  async #running(): Promise<readonly Readonly<{ node: FaultyNode; state: string | null }>[]> {
    const seen = await Promise.all([...this.#paused].map(async (node) => ({ node, life: await node.life() })));
    return seen.flatMap(({ node, life }) => (life === null ? [] : [{ node, state: life.state }]));
  }

  async #observe(node: FaultyNode): Promise<NodeObservation> {
    const isHealthy = await node.isHealthy();
    const life = await node.life();
    if (life === null) return { inForce: false, healed: true, says: `${node.node} does not run` };
    const health = isHealthy ? 'answers /health' : 'does not answer /health';
    return {
      inForce: life.state === stopped && !isHealthy,
      healed: life.state !== null && life.state !== stopped && isHealthy,
      says: `${node.node}, ${life.says}, is in state ${life.state ?? 'unknown'} and ${health}`,
    };
  }
}
