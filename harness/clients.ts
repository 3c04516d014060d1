import { planAttempts } from '#workloads';
import type { Clock, Cluster, Completion, PlannedOp, Rng } from './ports/index.ts';
import { ProcessClient } from './process-client.ts';

export type ClientsOptions = Readonly<{
  runId: string;
  cluster: Pick<Cluster, 'nodes' | 'connect'> & Readonly<{ clock: Clock }>;
  /** Decides which ops are sent more than once, and where. */
  rng: Rng;
  resendFraction: number;
  opTimeoutMs: number;
}>;

/** The clients of a run: one per process, made when its first op comes, each with a home node. */
export class Clients implements AsyncDisposable {
  readonly #options: ClientsOptions;
  readonly #clients = new Map<number, ProcessClient>();

  constructor(options: ClientsOptions) {
    this.#options = options;
  }

  /** The node through which `op` goes. */
  home({ process, node }: Pick<PlannedOp, 'process' | 'node'>): string {
    const { nodes } = this.#options.cluster;
    return node ?? nodes[process % nodes.length] ?? '';
  }

  /** Carries out one op of an idle process; an op with a node of its own is sent once, to that node. */
  perform(op: PlannedOp): Promise<Completion> {
    const { cluster, rng, resendFraction, opTimeoutMs: timeoutMs } = this.#options;
    const home = this.home(op);
    const attempts =
      op.node === undefined
        ? planAttempts({ home, nodes: cluster.nodes, resendFraction, timeoutMs }, rng)
        : [{ node: home, afterMs: 0 }];
    return this.#client(op.process).perform(op, attempts, timeoutMs);
  }

  /** The client of `process` is never used again; its connections are closed. */
  async retire(process: number): Promise<void> {
    const client = this.#clients.get(process);
    this.#clients.delete(process);
    await client?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#clients.keys()].map((process) => this.retire(process)));
  }

  #client(process: number): ProcessClient {
    const known = this.#clients.get(process);
    if (known !== undefined) return known;
    const { runId, cluster } = this.#options;
    const client = new ProcessClient({
      client: `${runId}/${process}`,
      connect: (node) => cluster.connect(node),
      clock: cluster.clock,
    });
    this.#clients.set(process, client);
    return client;
  }
}
