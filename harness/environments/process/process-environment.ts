import { mkdir } from 'node:fs/promises';
import { HarnessError } from '../../harness-error.ts';
import { hasProc, OwnedProcesses } from '../../left-overs/index.ts';
import type { Capabilities, Cluster, Environment, RunPlace, System } from '../../ports/index.ts';
import { ProcessCluster } from './process-cluster.ts';
import { ProxyNetwork } from './proxy-network.ts';

const noProc =
  'The environment "process" needs /proc to see that faults took effect: run on Linux, or use --environment sim.';

/** Runs nodes as child processes of the controller, each with ports of its own on loopback. */
export class ProcessEnvironment implements Environment {
  readonly name = 'process';
  readonly #readyTimeoutMs: number;

  /** @param options.readyTimeoutMs how long a node may take to answer `/health` after a start (default 20 000) */
  constructor({ readyTimeoutMs = 20_000 }: Readonly<{ readyTimeoutMs?: number }> = {}) {
    this.#readyTimeoutMs = readyTimeoutMs;
  }

  async capabilities(): Promise<Capabilities> {
    return hasProc()
      ? { available: true, remedies: [], faults: ['partition', 'kill', 'pause'] }
      : { available: false, remedies: [noProc], faults: [] };
  }

  async start(system: System, place: RunPlace, signal: AbortSignal): Promise<Cluster> {
    if (!hasProc()) throw new HarnessError('ENVIRONMENT_UNAVAILABLE', noProc);
    await mkdir(place.directory, { recursive: true });
    const owned = new OwnedProcesses(place.directory, place.runId);
    const cluster = new ProcessCluster({
      system,
      runDirectory: place.directory,
      network: await ProxyNetwork.open(system.nodes),
      owned,
      readyTimeoutMs: this.#readyTimeoutMs,
    });
    try {
      await cluster.start(signal);
      return cluster;
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
  }
}
