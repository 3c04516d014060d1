import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const main = join(import.meta.dirname, '..', 'main.ts');
const listeningMaxMs = 20_000;

export type Ports = Readonly<{ peer: number; client: number; admin: number }>;

/** A real node in a process of its own, on loopback. Disposing it kills it. */
export class SpawnedNode implements AsyncDisposable {
  readonly ports: Ports;
  /** Its structured log, as far as it has come. */
  readonly log: string[] = [];
  readonly #process: ChildProcess;
  readonly #ended: Promise<number | NodeJS.Signals>;

  constructor(ports: Ports, argv: readonly string[]) {
    this.ports = ports;
    this.#process = spawn(process.execPath, [main, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => this.log.push(text));
    this.#ended = once(this.#process, 'close').then(([status, signal]) => status ?? signal);
  }

  /** Resolves with its exit status, or with the signal that ended it. */
  get ended(): Promise<number | NodeJS.Signals> {
    return this.#ended;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Resolves when it listens on all its ports. @throws Error with its log when it ends instead */
  async listening(): Promise<void> {
    const { stdout } = this.#process;
    const line = stdout === null ? null : once(stdout, 'data', { signal: AbortSignal.timeout(listeningMaxMs) });
    const first = await Promise.race([line, this.#ended]);
    if (!Array.isArray(first)) throw new Error(`the node ended with ${first}: ${this.log.join('')}`);
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.#process.kill(signal);
  }

  /** How much memory it has in use, in bytes; 0 when it is gone. */
  residentBytes(): number {
    try {
      const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
      return 1_024 * Number(/^VmRSS:\s+(?<kib>\d+) kB$/m.exec(status)?.groups?.['kib'] ?? 0);
    } catch {
      return 0;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await this.#ended;
  }
}

/** A cluster of nodes on loopback, each of which can be started any number of times on its own data directory. */
export type NodeStarter = Readonly<{
  names: readonly string[];
  /** Resolves once the node listens. @throws Error with its log when it ends instead */
  start(name: string): Promise<SpawnedNode>;
  /** Does not wait for anything. */
  spawn(name: string): SpawnedNode;
  dataDirectory(name: string): string;
  traceFile(name: string): string;
}>;

/** Where `sizes` are the options for the quorums, and everything else is kept under `directory`. */
export async function nodeStarter(
  names: readonly string[],
  sizes: readonly string[],
  directory: string,
): Promise<NodeStarter> {
  const places = new Map<string, Ports>();
  for (const name of names) {
    places.set(name, { peer: await freePort(), client: await freePort(), admin: await freePort() });
  }
  const dataDirectory = (name: string): string => join(directory, name);
  const traceFile = (name: string): string => join(directory, `${name}.trace.jsonl`);
  const spawnNamed = (name: string): SpawnedNode => {
    const ports = places.get(name);
    if (ports === undefined) throw new Error(`there is no node ${name}`);
    const peers = [...places].filter(([peer]) => peer !== name);
    const options = {
      id: name,
      nodes: names.join(','),
      'peer-port': ports.peer,
      'client-port': ports.client,
      'admin-port': ports.admin,
      data: dataDirectory(name),
      trace: traceFile(name),
    };
    return new SpawnedNode(ports, [
      ...Object.entries(options).flatMap(([option, value]) => [`--${option}`, String(value)]),
      ...peers.flatMap(([peer, { peer: port }]) => ['--peer', `${peer}=127.0.0.1:${port}`]),
      ...sizes,
    ]);
  };
  return {
    names,
    dataDirectory,
    traceFile,
    spawn: spawnNamed,
    start: async (name) => {
      const node = spawnNamed(name);
      await node.listening();
      return node;
    },
  };
}

/** Below the range from which the system gives ports to outgoing connections, so that none of those takes it first. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const server = createServer();
    const isFree = new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen({ host: '127.0.0.1', port }, () => resolve(true));
    });
    if (!(await isFree)) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
