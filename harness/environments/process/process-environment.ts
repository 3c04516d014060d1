import { mkdir } from 'node:fs/promises';
import { HarnessError } from '../../harness-error.ts';
import { hasProc, OwnedProcesses } from '../../left-overs/index.ts';
import type { Capabilities, ClockMode, Cluster, Environment, RunPlace, System } from '../../ports/index.ts';
import { type ClockInterposition, faketimeRemedy, findFaketimeLibrary } from '../clock/index.ts';
import { MessageGate } from '../links/message-gate.ts';
import { ProxyNetwork } from '../links/proxy-network.ts';
import { startedOrDisposed } from '../started-or-disposed.ts';
import { ProcessCluster } from './process-cluster.ts';

const noProc =
  'The environment "process" needs /proc to see that faults took effect: run on Linux, or use --environment sim.';

/** Runs nodes as child processes of the controller, each with ports of its own on loopback. */
export class ProcessEnvironment implements Environment {
  readonly name = 'process';
  readonly #readyTimeoutMs: number;
  readonly #faketimeLibrary: string | null;

  /**
   * @param options.readyTimeoutMs how long a node may take to answer `/health` after a start (default 20 000)
   * @param options.faketimeLibrary what makes clocks lie (default: where this machine has it); null: nothing does
   */
  constructor({
    readyTimeoutMs = 20_000,
    faketimeLibrary = findFaketimeLibrary(),
  }: Readonly<{ readyTimeoutMs?: number; faketimeLibrary?: string | null }> = {}) {
    this.#readyTimeoutMs = readyTimeoutMs;
    this.#faketimeLibrary = faketimeLibrary;
  }

  async capabilities(): Promise<Capabilities> {
    if (!hasProc()) return { available: false, remedies: [noProc], faults: [] };
    return this.#faketimeLibrary === null
      ? { available: true, remedies: [faketimeRemedy], faults: ['partition', 'kill', 'pause'] }
      : { available: true, remedies: [], faults: ['partition', 'kill', 'pause', 'clock'] };
  }

  async start(system: System, place: RunPlace, signal: AbortSignal): Promise<Cluster> {
    if (!hasProc()) throw new HarnessError('ENVIRONMENT_UNAVAILABLE', noProc);
    const interposition = this.#interposition(place.clockMode ?? null);
    await mkdir(place.directory, { recursive: true });
    const owned = new OwnedProcesses(place.directory, place.runId);
    const gate = place.steered === true ? new MessageGate() : null;
    const cluster = new ProcessCluster({
      system,
      runDirectory: place.directory,
      network: await ProxyNetwork.open(system.nodes, { gate, delayMs: place.linkDelayMs ?? 0 }),
      gate,
      owned,
      readyTimeoutMs: this.#readyTimeoutMs,
      interposition,
    });
    return startedOrDisposed(cluster, signal);
  }

  #interposition(mode: ClockMode | null): ClockInterposition | null {
    if (mode === null) return null;
    if (this.#faketimeLibrary === null) throw new HarnessError('ENVIRONMENT_UNAVAILABLE', faketimeRemedy);
    return { mode, library: this.#faketimeLibrary };
  }
}
