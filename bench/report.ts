import type { Measurement } from './node-benchmark.ts';
import { tableLine } from './table-line.ts';

const columns = ['system', 'nodes', 'quorums', 'clients', 'writes/s', 'p50 ms', 'p99 ms', '/ disk', '/ etcd', 'failed'];
const widths = [20, 5, 8, 7, 9, 8, 8, 7, 7, 6];

/** Turns measurements into lines of a table; ratios are to what the same table has measured before. */
export class Report {
  #diskPerSecond: number | null = null;
  readonly #etcdPerSecond = new Map<number | null, number>();

  heading(): string {
    return tableLine(widths, columns);
  }

  line({ system, nodes, quorums, clients, throughput }: Measurement): string {
    const { perSecond, p50Ms, p99Ms, failed } = throughput;
    if (clients === null) this.#diskPerSecond = perSecond;
    if (system === 'etcd') this.#etcdPerSecond.set(clients, perSecond);
    return tableLine(widths, [
      system,
      String(nodes),
      quorums,
      clients === null ? '' : String(clients),
      perSecond.toFixed(0),
      p50Ms.toFixed(2),
      p99Ms.toFixed(2),
      ratio(perSecond, this.#diskPerSecond),
      ratio(perSecond, this.#etcdPerSecond.get(clients)),
      failed === 0 ? '' : String(failed),
    ]);
  }
}

function ratio(value: number, to: number | null | undefined): string {
  return typeof to === 'number' && to > 0 ? (value / to).toFixed(2) : '';
}
