import { invariant } from '#foundation';
import { HarnessError } from '../../harness-error.ts';
import type {
  Clock,
  Cluster,
  CollectedNode,
  Endpoint,
  FaultInjector,
  RunPlace,
  StatusReport,
  Steering,
  System,
  UnexpectedExit,
} from '../../ports/index.ts';
import { PaxosEndpoint } from '../../systems/paxos-client.ts';
import { askDigest, askStatus } from '../ask-node.ts';
import { NodeFaultInjector } from '../faults/node-fault-injector.ts';
import { MessageGate } from '../links/message-gate.ts';
import { NodeSteering } from '../links/node-steering.ts';
import type { ProxyNetwork } from '../links/proxy-network.ts';
import { SystemClock } from '../system-clock.ts';
import type { Engine } from './engine.ts';
import { Holder } from './holder.ts';
import { clusterLabel, labelsOf } from './labels.ts';
import { LinkFilter } from './link-filter.ts';
import { NodeContainer } from './node-container.ts';
import { nodePorts } from './node-ports.ts';
import { openProxiedLinks, reachProxiedLinks } from './proxied-links.ts';
import { removeLabelled } from './remove-cluster.ts';
import { RoutedLinks } from './routed-links.ts';
import { createRunNetwork } from './run-network.ts';
import { gatewayAddress, nodeAddress } from './subnet.ts';

export type DockerClusterParts = Readonly<{
  engine: Engine;
  image: string;
  /** Names the network, and with a suffix each container; no other cluster has it. */
  name: string;
  system: System;
  place: RunPlace;
  readyTimeoutMs: number;
}>;

const stopTimeoutMs = 5_000;

/** Nodes in containers, each in the network of its own holder, on a bridge of their own. */
export class DockerCluster implements Cluster {
  readonly nodes: readonly string[];
  readonly clock: Clock = new SystemClock();
  readonly #parts: DockerClusterParts;
  readonly #gate: MessageGate | null;
  readonly #unexpectedExits: UnexpectedExit[] = [];
  #containers: readonly NodeContainer[] = [];
  #faults: FaultInjector | null = null;
  #proxied: ProxyNetwork | null = null;
  #isRemoved = false;

  constructor(parts: DockerClusterParts) {
    this.#parts = parts;
    this.#gate = parts.place.steered === true ? new MessageGate() : null;
    this.nodes = parts.system.nodes;
  }

  get faults(): FaultInjector {
    invariant(this.#faults !== null, 'faults hit a cluster that was started');
    return this.#faults;
  }

  /** Makes and starts everything, and waits until each node answers `/health`. @throws HarnessError */
  async start(signal: AbortSignal): Promise<void> {
    const { engine, name, readyTimeoutMs } = this.#parts;
    const { subnet } = await createRunNetwork(engine.docker, { name, labels: this.#labels });
    signal.throwIfAborted();
    const addresses = Object.fromEntries(this.nodes.map((node, index) => [node, nodeAddress(subnet, index)] as const));
    const proxied = await this.#openProxied(addresses, gatewayAddress(subnet));
    this.#proxied = proxied;
    this.#containers = await allOrFirstFailure(this.nodes.map((node) => this.#createNode(node, addresses)));
    const holders = this.#containers.map(({ holder }) => holder);
    const filter = new LinkFilter(holders);
    this.#faults = new NodeFaultInjector({
      nodes: this.#containers,
      links: proxied === null ? filter : new RoutedLinks({ betweenNodes: proxied, fromClients: filter }),
      readyTimeoutMs,
      clock: this.clock,
    });
    if (proxied !== null) await allOrFirstFailure(holders.map((holder) => reachProxiedLinks(holder, proxied)));
    await allOrFirstFailure([filter.open(), ...this.#containers.map((node) => node.start(readyTimeoutMs, signal))]);
    await proxied?.ready(readyTimeoutMs, signal);
  }

  get steering(): Steering | null {
    const adminPort = (node: string): number => this.#container(node).holder.ports.admin;
    return this.#gate === null ? null : new NodeSteering({ nodes: this.nodes, gate: this.#gate, adminPort });
  }

  connect(node: string): Endpoint {
    const address = { host: '127.0.0.1', port: this.#container(node).holder.ports.client };
    return new PaxosEndpoint({ node, address });
  }

  status(node: string, timeoutMs: number): Promise<StatusReport | null> {
    return askStatus(this.#container(node).holder.ports.admin, timeoutMs);
  }

  digest(node: string, timeoutMs: number): Promise<Readonly<{ applied: number; digest: string }> | null> {
    return askDigest(this.#container(node).holder.ports.admin, timeoutMs);
  }

  async ready(timeoutMs: number, signal: AbortSignal): Promise<void> {
    await Promise.all(this.#containers.map((node) => node.ready(timeoutMs, signal)));
    await this.#proxied?.ready(timeoutMs, signal);
  }

  unexpectedExits(): readonly UnexpectedExit[] {
    return this.#unexpectedExits;
  }

  async collect(_signal: AbortSignal): Promise<readonly CollectedNode[]> {
    await Promise.all(this.#containers.map((node) => node.stop(stopTimeoutMs)));
    return this.#containers.map(({ node, files }) => files.collected(node));
  }

  /** @throws HarnessError CLUSTER_NOT_REMOVED when the engine does not obey; what is left is labelled as ours */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isRemoved) return;
    const { engine, name } = this.#parts;
    await Promise.all(this.#containers.map((node) => node.close()));
    await this.#proxied?.[Symbol.asyncDispose]();
    try {
      await removeLabelled(engine.docker, `${clusterLabel}=${name}`);
    } catch (error) {
      throw new HarnessError('CLUSTER_NOT_REMOVED', `${name} could not be removed. Run "ballotproof clean".`, {
        cause: error,
      });
    }
    this.#isRemoved = true;
  }

  /** Only what is to be held or slow leads through this machine; null: the containers reach each other directly. */
  async #openProxied(addresses: Readonly<Record<string, string>>, gateway: string): Promise<ProxyNetwork | null> {
    const { linkDelayMs: delayMs = 0 } = this.#parts.place;
    if (this.#gate === null && delayMs === 0) return null;
    return openProxiedLinks(addresses, { gateway, gate: this.#gate, delayMs });
  }

  async #createNode(node: string, addresses: Readonly<Record<string, string>>): Promise<NodeContainer> {
    const { engine, image, name, system, place } = this.#parts;
    const { docker } = engine;
    const labels = this.#labels;
    const holder = await Holder.start({
      docker,
      node,
      name: `${name}-${node}-holder`,
      image,
      network: name,
      address: addresses[node] ?? '',
      labels,
    });
    const direct = Object.entries(addresses).filter(([peer]) => peer !== node);
    return NodeContainer.create({
      docker,
      holder,
      name: `${name}-${node}`,
      image,
      system,
      peers:
        this.#proxied?.peersOf(node) ??
        Object.fromEntries(direct.map(([peer, host]) => [peer, { host, port: nodePorts.peer }] as const)),
      labels,
      runDirectory: place.directory,
      clockMode: place.clockMode ?? null,
      onUnexpectedExit: (end) => void this.#unexpectedExits.push({ ...end, atNs: this.clock.nowNs() }),
    });
  }

  get #labels(): Readonly<Record<string, string>> {
    const { name, place } = this.#parts;
    return labelsOf({ runId: place.runId, runDirectory: place.directory, cluster: name });
  }

  #container(name: string): NodeContainer {
    const found = this.#containers.find(({ node }) => node === name);
    invariant(found !== undefined, 'a cluster is asked about its own nodes', { name });
    return found;
  }
}

/** Unlike `Promise.all`, fails only when nothing is under way any more, so that all of it can be removed. */
async function allOrFirstFailure<T>(tasks: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(tasks);
  return Promise.all(tasks);
}
