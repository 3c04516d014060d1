import { parseNodeOptions } from '#cluster-node';
import type { Capabilities, Cluster, Environment, RunPlace, System } from '../../ports/index.ts';
import { installedHere } from '../installation.ts';
import type { SimAudience } from './sim-audience.ts';
import { SimRunCluster } from './sim-run-cluster.ts';

/**
 * Runs the nodes of a system in one process and in virtual time, with the oracles watching. A node is set as its
 * command line says, so that whatever a real node would refuse or obey, a simulated one does.
 */
export class SimEnvironment implements Environment {
  readonly name = 'sim';
  readonly #audience: SimAudience | null;

  /** `audience`: who hears what happens in the run; null: nobody. */
  constructor(audience: SimAudience | null = null) {
    this.#audience = audience;
  }

  async capabilities(): Promise<Capabilities> {
    return { available: true, remedies: [], faults: ['partition', 'kill', 'pause', 'clock'] };
  }

  async start(system: System, place: RunPlace, signal: AbortSignal): Promise<Cluster> {
    signal.throwIfAborted();
    const [first = ''] = system.nodes;
    const somewhere = { host: '127.0.0.1', port: 1 };
    const { args } = system.command({
      node: first,
      installation: installedHere,
      dataDirectory: place.directory,
      traceFile: place.directory,
      listen: { host: somewhere.host, peerPort: 0, clientPort: 0, adminPort: 0 },
      peers: Object.fromEntries(system.nodes.filter((node) => node !== first).map((node) => [node, somewhere])),
    });
    const options = parseNodeOptions(args.slice(1));
    const cluster = new SimRunCluster(options, place, this.#audience);
    await cluster.ready(60_000, signal);
    return cluster;
  }
}
