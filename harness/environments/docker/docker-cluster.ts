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
  System,
  UnexpectedExit,
} from '../../ports/index.ts';
import { PaxosEndpoint } from '../../systems/paxos-client.ts';
import { askDigest, askStatus } from '../ask-node.ts';
import { NodeFaultInjector } from '../faults/node-fault-injector.ts';
import { SystemClock } from '../system-clock.ts';
import type { Engine } from './engine.ts';
import { Holder } from './holder.ts';
import { clusterLabel, labelsOf } from './labels.ts';
import { LinkFilter } from './link-filter.ts';
import { NodeContainer } from './node-container.ts';
import { removeLabelled } from './remove-cluster.ts';
import { createRunNetwork } from './run-network.ts';
import { nodeAddress } from './subnet.ts';

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
  readonly #unexpectedExits: UnexpectedExit[] = [];
  #containers: readonly NodeContainer[] = [];
  #faults: FaultInjector | null = null;
  #isRemoved = false;

  constructor(parts: DockerClusterParts) {
    this.#parts = parts;
    this.nodes = parts.system.nodes;
  }

  get faults(): FaultInjector {
    invariant(this.#faults !== null, 'faults hit a cluster that was started');
    return this.#faults;
  }

  /** Makes and starts everything, and waits until each node answers `/health`. @throws HarnessError */
  async start(signal: AbortSignal): Promise<void> {
    const { engine, name, readyTimeoutMs } = this.#parts;
    const network = await createRunNetwork(engine.docker, { name, labels: this.#labels });
    signal.throwIfAborted();
    const addresses = this.nodes.map((node, index) => [node, nodeAddress(network.subnet, index)] as const);
    const starts = addresses.map(([node, address]) => this.#createNode(node, address, addresses));
    this.#containers = await allOrFirstFailure(starts);
    const filter = new LinkFilter(this.#containers.map(({ holder }) => holder));
    this.#faults = new NodeFaultInjector({
      nodes: this.#containers,
      links: filter,
      readyTimeoutMs,
      clock: this.clock,
    });
    await allOrFirstFailure([filter.open(), ...this.#containers.map((node) => node.start(readyTimeoutMs, signal))]);
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
    try {
      await removeLabelled(engine.docker, `${clusterLabel}=${name}`);
    } catch (error) {
      throw new HarnessError('CLUSTER_NOT_REMOVED', `${name} could not be removed. Run "ballotproof clean".`, {
        cause: error,
      });
    }
    this.#isRemoved = true;
  }

  async #createNode(
    node: string,
    address: string,
    addresses: readonly (readonly [node: string, address: string])[],
  ): Promise<NodeContainer> {
    const { engine, image, name, system, place } = this.#parts;
    const { docker } = engine;
    const labels = this.#labels;
    const holder = await Holder.start({
      docker,
      node,
      name: `${name}-${node}-holder`,
      image,
      network: name,
      address,
      labels,
    });
    return NodeContainer.create({
      docker,
      holder,
      name: `${name}-${node}`,
      image,
      system,
      peers: Object.fromEntries(addresses.filter(([peer]) => peer !== node)),
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
