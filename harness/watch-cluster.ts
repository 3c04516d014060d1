import type { Cluster, StatusReport } from './ports/index.ts';
import type { RunObserver } from './run-event.ts';

const askTimeoutMs = 500;
const everyMs = 1000;

/** Looks at the nodes now and then: who leads is shown to people, and an alarm is kept. */
export class ClusterWatch {
  readonly #cluster: Pick<Cluster, 'nodes' | 'status' | 'clock'>;
  readonly #observe: RunObserver;
  readonly #alarms = new Map<string, Readonly<{ node: string; message: string }>>();

  constructor(cluster: Pick<Cluster, 'nodes' | 'status' | 'clock'>, observe: RunObserver) {
    this.#cluster = cluster;
    this.#observe = observe;
  }

  /** Looks once a second until `signal` aborts, which is no error. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look();
      await this.#cluster.clock.sleep(everyMs, signal).catch(() => undefined);
    }
  }

  /** Asks every node once. */
  async look(): Promise<void> {
    const answers = await Promise.all(this.#cluster.nodes.map((node) => this.#cluster.status(node, askTimeoutMs)));
    const reports: readonly StatusReport[] = answers.filter((report) => report !== null);
    for (const { node, alarms } of reports) {
      for (const message of alarms) this.#alarms.set(`${node} ${message}`, { node, message });
    }
    this.#observe({ kind: 'status', reports });
  }

  /** Every different alarm that was seen. */
  alarms(): readonly Readonly<{ node: string; message: string }>[] {
    return [...this.#alarms.values()];
  }
}
