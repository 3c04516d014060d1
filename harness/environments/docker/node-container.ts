import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { HarnessError } from '../../harness-error.ts';
import type { Address, ClockMode, System } from '../../ports/index.ts';
import { until } from '../../until.ts';
import { askAdminJson } from '../admin-client.ts';
import { askHealth } from '../ask-node.ts';
import { type AskedEnd, isAskedEnd } from '../asked-end.ts';
import { faketimeInImage, NodeClocks, type StatedNode } from '../clock/index.ts';
import type { FaultyNode, NodeLife } from '../faults/faulty-node.ts';
import { logTail } from '../log-file.ts';
import { NodeFiles } from '../node-files.ts';
import { unlessRefused } from './engine.ts';
import type { Holder } from './holder.ts';
import { installedInImage } from './node-image.ts';
import { nodePorts } from './node-ports.ts';

export type NodeContainerParts = Readonly<{
  docker: Docker;
  holder: Holder;
  name: string;
  image: string;
  system: System;
  /** Where the node reaches each other node. */
  peers: Readonly<Record<string, Address>>;
  labels: Readonly<Record<string, string>>;
  /** The run's directory; the node sees `nodes/<node>/` in it, and nothing else of this machine. */
  runDirectory: string;
  /** In which way the node's clocks can be made to lie; null: they are left alone. */
  clockMode: ClockMode | null;
  /** An end that was not asked for. */
  onUnexpectedExit(end: Readonly<{ node: string; status: string; logTail: string }>): void;
}>;

/** One start of the container. */
type Incarnation = { askedEnd: AskedEnd; status: string | null };

/** What the engine tells of a container's process. */
type ContainerState = Readonly<{ Running: boolean; Pid: number; StartedAt: string }>;

const directoryInside = '/node';
const filesInside = new NodeFiles(directoryInside);
const endTimeoutMs = 2_000;
const statusTimeoutMs = 1_000;
const logTailLinesMax = 5;

/**
 * A node as an unprivileged container in the network of its holder: the same container over all its starts. The node is
 * its first process, without an init before it, so that a signal to the container is one to the node.
 */
export class NodeContainer implements FaultyNode, StatedNode {
  readonly node: string;
  readonly files: NodeFiles;
  readonly holder: Holder;
  readonly clocks: NodeClocks;
  readonly #parts: NodeContainerParts;
  readonly #container: Docker.Container;
  #current: Incarnation | null = null;
  /** The start that is under way or was the last: starts of one node follow each other, and an end waits for them. */
  #starting: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  private constructor(parts: NodeContainerParts, files: NodeFiles, clocks: NodeClocks, container: Docker.Container) {
    this.#parts = parts;
    this.clocks = clocks;
    this.node = parts.holder.node;
    this.holder = parts.holder;
    this.files = files;
    this.#container = container;
  }

  /** Makes the container; nothing runs in it yet. */
  static async create(parts: NodeContainerParts): Promise<NodeContainer> {
    const files = new NodeFiles(join(parts.runDirectory, 'nodes', parts.holder.node));
    await mkdir(files.data, { recursive: true });
    const { clockMode: mode } = parts;
    const interposition = mode === null ? null : { mode, library: faketimeInImage };
    const clocks = new NodeClocks({
      node: parts.holder.node,
      interposition,
      directory: files.directory,
      directoryInside,
    });
    const container = await parts.docker.createContainer(containerOptions(parts, files, clocks));
    return new NodeContainer(parts, files, clocks, container);
  }

  async life(): Promise<NodeLife | null> {
    const state = await this.#state();
    if (state === null || !state.Running) return null;
    const { Pid, StartedAt } = state;
    return { key: `${Pid}/${StartedAt}`, says: `pid ${Pid}`, state: await this.#kernelState(Pid) };
  }

  async start(timeoutMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#starting = this.#starting.catch(() => null).then(() => this.#startUnlessRunning());
    await this.#starting;
    await this.ready(timeoutMs, signal);
  }

  async ready(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const hasEnded = (): boolean => this.#current?.status !== null;
    const isReady = await until(async () => hasEnded() || (await this.isHealthy()), { timeoutMs, signal });
    if (isReady && !hasEnded()) return;
    const what = this.#current?.status ?? `did not answer /health within ${timeoutMs} ms`;
    throw new HarnessError('NODE_NOT_READY', `${this.node} ${what}. Read ${this.files.log}.`);
  }

  async isHealthy(): Promise<boolean> {
    return askHealth(this.holder.ports.admin);
  }

  status(): Promise<unknown> {
    return askAdminJson(this.holder.ports.admin, '/status', statusTimeoutMs);
  }

  async kill(): Promise<void> {
    await this.#started();
    this.#askForEnd('kill');
    await this.signal('SIGKILL');
    await this.#waitForEnd(endTimeoutMs);
  }

  /** SIGTERM, and SIGKILL to a node that is not gone after `timeoutMs`. */
  async stop(timeoutMs: number): Promise<void> {
    await this.#started();
    this.#askForEnd('stop');
    await this.signal('SIGCONT');
    await this.signal('SIGTERM');
    if (await this.#waitForEnd(timeoutMs)) return;
    await this.signal('SIGKILL');
    await this.#waitForEnd(endTimeoutMs);
  }

  /** The node is never started again, and its end is no surprise. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#started();
    this.#askForEnd('kill');
  }

  async signal(name: NodeJS.Signals): Promise<void> {
    await unlessRefused([404, 409], () => this.#container.kill({ signal: name }));
  }

  async #startUnlessRunning(): Promise<void> {
    if (this.#isClosed) throw new HarnessError('CLUSTER_CLOSED', `${this.node} is not started: its cluster is closed.`);
    const isRunning = (await this.#state())?.Running === true;
    if (isRunning && this.#current?.status === null) return;
    if (!isRunning) await this.#container.start(); // else somebody else has started it, and its end is watched from here
    this.clocks.processBegan(await this.#ageMs());
    const current: Incarnation = { askedEnd: 'none', status: null };
    this.#current = current;
    void this.#watch(current);
  }

  /** Waits for the end of a start and reports one that nobody asked for. */
  async #watch(current: Incarnation): Promise<void> {
    current.status = await this.#container.wait().then(
      ({ StatusCode }: Readonly<{ StatusCode: number }>) => exitStatusText(StatusCode),
      (error: unknown) => `is not watched any more: ${error instanceof Error ? error.message : String(error)}`,
    );
    if (isAskedEnd(current.askedEnd, current.status) || this.#isClosed) return;
    const tail = await logTail(this.files.log, logTailLinesMax).catch(() => '');
    this.#parts.onUnexpectedExit({ node: this.node, status: current.status, logTail: tail });
  }

  /** Resolves when no start is under way, whatever became of it. */
  async #started(): Promise<void> {
    await this.#starting.catch(() => null);
  }

  #askForEnd(end: 'kill' | 'stop'): void {
    if (this.#current !== null && this.#current.status === null) this.#current.askedEnd = end;
  }

  async #waitForEnd(timeoutMs: number): Promise<boolean> {
    return until(() => this.#current === null || this.#current.status !== null, { timeoutMs });
  }

  /** Null when the container is gone. */
  async #state(): Promise<ContainerState | null> {
    let state: ContainerState | null = null;
    await unlessRefused([404], async () => {
      state = (await this.#container.inspect()).State;
    });
    return state;
  }

  /** How long ago the engine says that it started the node, by clocks of the same second on either side. */
  async #ageMs(): Promise<number> {
    const startedAtMs = Date.parse((await this.#state())?.StartedAt ?? '');
    return Number.isNaN(startedAtMs) ? 0 : Math.max(0, Date.now() - startedAtMs);
  }

  /** As `ps` tells it where the engine runs; null when it cannot, or the process is gone. */
  async #kernelState(pid: number): Promise<string | null> {
    try {
      const { Processes } = (await this.#container.top({ ps_args: '-eo pid,stat' })) as { Processes: string[][] };
      return Processes.find(([id]) => Number(id) === pid)?.[1]?.[0] ?? null;
    } catch {
      return null;
    }
  }
}

/** As a shell has it, a status over 128 means a signal; the two that matter here are named. */
function exitStatusText(status: number): string {
  if (status === 137) return 'was ended by SIGKILL';
  return status === 143 ? 'was ended by SIGTERM' : `exited with status ${status}`;
}

function containerOptions(
  parts: NodeContainerParts,
  { directory }: NodeFiles,
  clocks: NodeClocks,
): Docker.ContainerCreateOptions {
  const { holder, name, image, system, peers, labels } = parts;
  const { file, args, env } = system.command({
    node: holder.node,
    installation: installedInImage,
    dataDirectory: filesInside.data,
    traceFile: filesInside.trace,
    listen: { host: '0.0.0.0', peerPort: nodePorts.peer, clientPort: nodePorts.client, adminPort: nodePorts.admin },
    peers,
  });
  return {
    name,
    Image: image,
    Labels: { ...labels },
    // The node writes its log by itself, so that nothing of it is lost with the controller or the engine.
    Entrypoint: ['/bin/sh', '-c', `exec "$0" "$@" >>${filesInside.log} 2>&1`],
    Cmd: [file, ...args],
    Env: Object.entries({ ...env, ...clocks.variables }).map(([variable, value]) => `${variable}=${value}`),
    HostConfig: {
      NetworkMode: `container:${holder.id}`,
      Binds: [`${directory}:${directoryInside}`],
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: true,
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}
