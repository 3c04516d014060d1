import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { Connection } from './connection.ts';
import { connectEtcd } from './etcd-connection.ts';
import { summarize } from './latencies.ts';
import { connectionsPerNodeMax, type Load } from './load.ts';
import { connectPaxos } from './paxos-connection.ts';

const value = 'v'.repeat(64);

const load = workerData as Load;
parentPort?.postMessage(await run(load));
process.exit(0);

async function run({ clients, seconds, warmUpSeconds, ...target }: Load) {
  const latenciesMs: number[] = [];
  let failed = 0;
  let isMeasuring = false;
  let isOver = false;

  async function client(connection: Connection, key: string): Promise<void> {
    while (!isOver) {
      const startMs = performance.now();
      const isCommitted = await connection.write(key, value);
      if (!isMeasuring) continue;
      if (isCommitted) latenciesMs.push(performance.now() - startMs);
      else failed += 1;
    }
  }

  const connections = await connectAll(target, clients);
  for (let index = 0; index < clients; index += 1) {
    const connection = connections[index % connections.length];
    if (connection !== undefined) void client(connection, `key-${index}`);
  }
  await sleep(warmUpSeconds * 1_000);
  const startMs = performance.now();
  isMeasuring = true;
  await sleep(seconds * 1_000);
  isMeasuring = false;
  isOver = true;
  return summarize(latenciesMs, (performance.now() - startMs) / 1_000, failed);
}

/** Connections in an order in which neighbours go to different nodes. */
function connectAll({ kind, clientPorts }: Pick<Load, 'kind' | 'clientPorts'>, clients: number): Promise<Connection[]> {
  const count = Math.min(clients, clientPorts.length * connectionsPerNodeMax);
  return Promise.all(
    Array.from({ length: count }, (_, index) => {
      const port = clientPorts[index % clientPorts.length] ?? 0;
      // names of clients are never used again, and one cluster gets several loads
      return kind === 'etcd' ? connectEtcd(port) : connectPaxos(port, `bench-${clients}-${index}`);
    }),
  );
}
