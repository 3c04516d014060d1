import { parentPort, workerData } from 'node:worker_threads';
import { closedLoop, type LoadTimes } from './closed-loop.ts';
import type { Connection } from './connection.ts';
import { connectEtcd } from './etcd-connection.ts';
import { connectionsPerNodeMax, type LoadTarget } from './load.ts';
import { connectPaxos } from './paxos-connection.ts';

// Connects to the cluster that it was given; then each message is a load to put on it, answered by what it saw.

const target = workerData as LoadTarget;
const connections = await connectAll(target);
parentPort?.on('message', (times: LoadTimes) => void load(times));

async function load(times: LoadTimes): Promise<void> {
  parentPort?.postMessage(await closedLoop(connections, target.clients, times));
}

/** Connections in an order in which neighbours go to different nodes. */
function connectAll({ kind, clientPorts, clients }: LoadTarget): Promise<Connection[]> {
  const count = Math.min(clients, clientPorts.length * connectionsPerNodeMax);
  return Promise.all(
    Array.from({ length: count }, (_, index) => {
      const port = clientPorts[index % clientPorts.length] ?? 0;
      // names of clients are never used again, and one cluster gets several loads
      return kind === 'etcd' ? connectEtcd(port) : connectPaxos(port, `bench-${clients}-${index}`);
    }),
  );
}
