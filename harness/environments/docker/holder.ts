import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { HarnessError } from '../../harness-error.ts';
import type { DialOutcome, HolderAnswer, HolderRequest } from './holder/protocol.ts';
import { holderAgent, installedInImage } from './node-image.ts';
import { nodePorts } from './node-ports.ts';
import { type LinkCounters, linkCounters } from './rule-set.ts';

export type HolderParts = Readonly<{
  docker: Docker;
  node: string;
  name: string;
  image: string;
  network: string;
  address: string;
  labels: Readonly<Record<string, string>>;
}>;

/** Ports on 127.0.0.1 that lead to the node's client and administration ports. */
export type PublishedPorts = Readonly<{ client: number; admin: number }>;

type Question =
  | Readonly<{ kind: 'rules'; ruleSet: string }>
  | Readonly<{ kind: 'counters' }>
  | Readonly<{ kind: 'dial'; host: string; port: number; timeoutMs: number }>;

type Pending = Readonly<{ resolve(text: string): void; reject(error: Error): void }>;

const answerTimeoutMs = 10_000;

/**
 * The container that owns the network of one node: its address, its published ports and its packet filter, over all
 * starts of the node. It alone may change the filter, and does so as its agent is told through its standard input.
 */
export class Holder {
  readonly node: string;
  readonly address: string;
  readonly #container: Docker.Container;
  readonly #input: NodeJS.WritableStream;
  readonly #pending = new Map<number, Pending>();
  #ports: PublishedPorts = { client: 0, admin: 0 };
  #nextId = 1;
  #end: string | null = null;

  private constructor(parts: HolderParts, container: Docker.Container, stream: NodeJS.ReadWriteStream) {
    this.node = parts.node;
    this.address = parts.address;
    this.#container = container;
    this.#input = stream;
    const complaints: string[] = [];
    const output = new PassThrough();
    const errors = new PassThrough();
    errors.on('data', (chunk: Buffer) => void complaints.push(chunk.toString()));
    parts.docker.modem.demuxStream(stream, output, errors);
    createInterface({ input: output }).on('line', (line) => this.#take(line));
    const onEnd = (): void =>
      this.#fail(`its agent has ended${complaints.length > 0 ? `: ${complaints.join('')}` : ''}`);
    for (const event of ['end', 'close', 'error']) stream.on(event, onEnd);
  }

  /** Starts a holder; its node can be started then. */
  static async start(parts: HolderParts): Promise<Holder> {
    const container = await parts.docker.createContainer(holderOptions(parts));
    const stream = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
    const holder = new Holder(parts, container, stream);
    await container.start();
    const { NetworkSettings } = await container.inspect();
    const published = (port: number): number => Number(NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort);
    holder.#ports = { client: published(nodePorts.client), admin: published(nodePorts.admin) };
    return holder;
  }

  get id(): string {
    return this.#container.id;
  }

  get ports(): PublishedPorts {
    return this.#ports;
  }

  /** Puts a whole rule set in force, in one step. @throws HarnessError HOLDER_FAILED */
  async setRules(ruleSet: string): Promise<void> {
    await this.#ask({ kind: 'rules', ruleSet });
  }

  /** What each link to the node has let pass and dropped since the last rule set. @throws HarnessError HOLDER_FAILED */
  async counters(): Promise<ReadonlyMap<string, LinkCounters>> {
    return linkCounters(await this.#ask({ kind: 'counters' }));
  }

  /** Opens a connection from the node's network, as the node would, and closes it. @throws HarnessError HOLDER_FAILED */
  async dial(host: string, port: number, timeoutMs: number): Promise<DialOutcome> {
    const outcome = await this.#ask({ kind: 'dial', host, port, timeoutMs });
    return outcome === 'connected' || outcome === 'refused' ? outcome : 'silent';
  }

  #ask(question: Question): Promise<string> {
    const id = this.#nextId;
    this.#nextId += 1;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const timer = setTimeout(
      () => reject(this.#error(`it did not answer within ${answerTimeoutMs} ms`)),
      answerTimeoutMs,
    );
    this.#pending.set(id, { resolve, reject });
    if (this.#end !== null) reject(this.#error(this.#end));
    const request: HolderRequest = { id, ...question };
    this.#input.write(`${JSON.stringify(request)}\n`);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#pending.delete(id);
    });
  }

  #take(line: string): void {
    const answer = JSON.parse(line) as HolderAnswer;
    const pending = this.#pending.get(answer.id);
    if ('error' in answer) pending?.reject(this.#error(answer.error));
    else pending?.resolve(answer.text);
  }

  #fail(reason: string): void {
    this.#end ??= reason;
    for (const pending of this.#pending.values()) pending.reject(this.#error(reason));
  }

  #error(reason: string): HarnessError {
    return new HarnessError('HOLDER_FAILED', `the holder of ${this.node} failed: ${reason}.`);
  }
}

function holderOptions({ name, image, network, address, labels }: HolderParts): Docker.ContainerCreateOptions {
  const published = [`${nodePorts.client}/tcp`, `${nodePorts.admin}/tcp`];
  return {
    name,
    Image: image,
    Labels: { ...labels },
    User: '0:0',
    Entrypoint: [installedInImage.node, holderAgent],
    Cmd: [],
    OpenStdin: true,
    StdinOnce: false,
    ExposedPorts: Object.fromEntries(published.map((port) => [port, {}])),
    HostConfig: {
      NetworkMode: network,
      PortBindings: Object.fromEntries(published.map((port) => [port, [{ HostIp: '127.0.0.1', HostPort: '' }]])),
      CapDrop: ['ALL'],
      CapAdd: ['NET_ADMIN'],
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: true,
      Tmpfs: { '/run': '' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
    },
    NetworkingConfig: { EndpointsConfig: { [network]: { IPAMConfig: { IPv4Address: address } } } },
  };
}
