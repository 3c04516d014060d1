import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError } from '../../harness-error.ts';
import { isAlive, type OwnedProcesses, type ProcessIdentity, readProcessStat } from '../../left-overs/index.ts';
import type { ListeningLine, System } from '../../ports/index.ts';
import { until } from '../../until.ts';
import { askAdminJson } from '../admin-client.ts';
import { askHealth } from '../ask-node.ts';
import { type AskedEnd, isAskedEnd } from '../asked-end.ts';
import { type ClockInterposition, NodeClocks, removeFaketimeMemory } from '../clock/index.ts';
import type { FaultyNode, NodeLife } from '../faults/faulty-node.ts';
import { installedHere } from '../installation.ts';
import type { ProxyNetwork } from '../links/proxy-network.ts';
import { logTail } from '../log-file.ts';
import { NodeFiles } from '../node-files.ts';
import { type SpawnedNode, spawnNode } from './spawn-node.ts';

export type NodeProcessParts = Readonly<{
  node: string;
  system: System;
  /** The run's directory; the node's files go to `nodes/<node>/` in it. */
  runDirectory: string;
  network: ProxyNetwork;
  owned: OwnedProcesses;
  /** How the node's clocks can be made to lie; null: they are left alone. */
  interposition: ClockInterposition | null;
  /** An end that was not asked for. */
  onUnexpectedExit(end: Readonly<{ node: string; status: string; logTail: string }>): void;
}>;

/** One start of a node: the process, who it is, and where it listens once it does. */
type Incarnation = {
  readonly spawned: SpawnedNode;
  /** Null when it was gone before it could be looked at. */
  readonly identity: ProcessIdentity | null;
  ports: ListeningLine | null;
  askedEnd: AskedEnd;
  status: string | null;
};

const endTimeoutMs = 2_000;
const statusTimeoutMs = 1_000;
const logTailLinesMax = 5;

/** A node as a child process: the same data directory over all its starts, new ports with each. */
export class NodeProcess implements FaultyNode {
  readonly node: string;
  readonly files: NodeFiles;
  readonly clocks: NodeClocks;
  readonly #parts: NodeProcessParts;
  #current: Incarnation | null = null;
  /** The start that is under way or was the last: starts of one node follow each other, and an end waits for them. */
  #spawning: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(parts: NodeProcessParts) {
    this.#parts = parts;
    this.node = parts.node;
    this.files = new NodeFiles(join(parts.runDirectory, 'nodes', parts.node));
    this.clocks = new NodeClocks({ ...parts, directory: this.files.directory });
  }

  /** Who the latest process of this node is; null before the first start. */
  get identity(): ProcessIdentity | null {
    return this.#current?.identity ?? null;
  }

  /** Where the administration port of the latest process is; null as long as it has not told. */
  get adminPort(): number | null {
    return this.#current?.ports?.adminPort ?? null;
  }

  /** Whether the latest process lives, be it stopped. */
  get isRunning(): boolean {
    return this.identity !== null && isAlive(this.identity);
  }

  async life(): Promise<NodeLife | null> {
    const { identity } = this;
    if (identity === null || !isAlive(identity)) return null;
    const { pid, startTicks } = identity;
    return { key: `${pid}/${startTicks}`, says: `pid ${pid}`, state: readProcessStat(pid)?.state ?? null };
  }

  /** How the latest process ended, for example `exited with status 1`; null while it runs. */
  get exitStatus(): string | null {
    return this.#current?.status ?? null;
  }

  /**
   * Starts the node on its data directory, unless it runs, and waits until it answers `/health`.
   * @throws HarnessError
   */
  async start(timeoutMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const spawning = this.#spawning.catch(() => null).then(() => this.#runningOrSpawned());
    this.#spawning = spawning;
    const current = await spawning;
    current.ports ??= await current.spawned.listening(timeoutMs, signal);
    this.#parts.network.retarget(this.node, { host: '127.0.0.1', ...current.ports });
    removeFaketimeMemory(current.spawned.pid);
    await this.ready(timeoutMs, signal);
  }

  /** Waits until the node answers `/health`. @throws HarnessError NODE_NOT_READY */
  async ready(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const hasEnded = (): boolean => this.exitStatus !== null;
    const isReady = await until(async () => hasEnded() || (await this.isHealthy()), { timeoutMs, signal });
    if (isReady && !hasEnded()) return;
    const what = this.exitStatus ?? `did not answer /health within ${timeoutMs} ms`;
    throw new HarnessError('NODE_NOT_READY', `${this.node} ${what}. Read ${this.files.log}.`);
  }

  /** Whether the node answers `/health` with 200 at once. */
  async isHealthy(): Promise<boolean> {
    return this.adminPort !== null && askHealth(this.adminPort);
  }

  /** What the node tells of itself; null when it does not answer. */
  async status(): Promise<unknown> {
    return this.adminPort === null ? null : askAdminJson(this.adminPort, '/status', statusTimeoutMs);
  }

  /** SIGKILL; waits a while for the end, and leaves it to the caller to look whether it came. */
  async kill(): Promise<void> {
    await this.#spawned();
    this.#askForEnd('kill');
    this.signal('SIGKILL');
    await this.#waitForEnd(endTimeoutMs);
  }

  /** SIGTERM, and SIGKILL to a node that is not gone after `timeoutMs`. */
  async stop(timeoutMs: number): Promise<void> {
    await this.#spawned();
    this.#askForEnd('stop');
    this.signal('SIGCONT');
    this.signal('SIGTERM');
    if (await this.#waitForEnd(timeoutMs)) return;
    this.signal('SIGKILL');
    await this.#waitForEnd(endTimeoutMs);
  }

  /** As `kill`, and the node is never started again. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.kill();
  }

  /** Sends SIGKILL and waits for nothing: all that can be done while the controller is exiting. */
  killAtOnce(): void {
    this.#askForEnd('kill');
    this.signal('SIGKILL');
  }

  /** Sends a signal to the latest process; does nothing when that is gone. */
  signal(name: NodeJS.Signals): void {
    this.#current?.spawned.signal(name);
  }

  async #runningOrSpawned(): Promise<Incarnation> {
    if (this.#isClosed) throw new HarnessError('CLUSTER_CLOSED', `${this.node} is not started: its cluster is closed.`);
    return this.#current !== null && this.isRunning ? this.#current : this.#spawn();
  }

  /** Resolves when no start is under way, whatever became of it. */
  async #spawned(): Promise<void> {
    await this.#spawning.catch(() => null);
  }

  /** The mark is in the process's environment before its pid can be noted, so that no moment leaves it unknown. */
  async #spawn(): Promise<Incarnation> {
    const { node, system, network, owned } = this.#parts;
    await mkdir(this.files.data, { recursive: true });
    const { file, args, env } = system.command({
      node,
      installation: installedHere,
      dataDirectory: this.files.data,
      traceFile: this.files.trace,
      listen: { host: '127.0.0.1', peerPort: 0, clientPort: 0, adminPort: 0 },
      peers: network.peersOf(node),
    });
    const spawned = await spawnNode({
      node,
      file,
      args,
      env: { ...env, ...owned.environment, ...this.clocks.variables },
      logPath: this.files.log,
    });
    this.clocks.processBegan(0);
    const identity = owned.add(node, spawned.pid);
    const current: Incarnation = { spawned, identity, ports: null, askedEnd: 'none', status: null };
    this.#current = current;
    void spawned.ended.then((status) => this.#onEnd(current, status));
    return current;
  }

  async #onEnd(current: Incarnation, status: string): Promise<void> {
    current.status = status;
    removeFaketimeMemory(current.spawned.pid);
    if (isAskedEnd(current.askedEnd, status)) return;
    const tail = await logTail(this.files.log, logTailLinesMax).catch(() => '');
    this.#parts.onUnexpectedExit({ node: this.node, status, logTail: tail });
  }

  #askForEnd(end: 'kill' | 'stop'): void {
    if (this.#current !== null && this.#current.status === null) this.#current.askedEnd = end;
  }

  async #waitForEnd(timeoutMs: number): Promise<boolean> {
    return until(() => this.#current === null || this.#current.status !== null, { timeoutMs });
  }
}
