import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './children.ts';

/** A cluster that can be loaded. Disposing it stops its processes. */
export interface LoadedCluster extends AsyncDisposable {
  readonly kind: 'paxos' | 'etcd';
  readonly clientPorts: readonly number[];
}

/** A command line: `--name value` for each option, once for each value of a list. */
export function optionArguments(options: Readonly<Record<string, string | number | readonly string[]>>): string[] {
  return Object.entries(options).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [`--${name}`, String(value)]),
  );
}

/** `count` ports that nobody listens on. They are free until somebody else takes them, which a benchmark risks. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      return server;
    }),
  );
  return servers.map((server) => {
    const address = server.address();
    server.close();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
}

/** Waits until `isReady`; rejects when a process of the cluster has ended, or after `timeoutMs`. */
export async function untilReady(
  children: readonly Child[],
  isReady: () => Promise<boolean>,
  timeoutMs: number,
): Promise<void> {
  for (const startMs = performance.now(); performance.now() - startMs < timeoutMs; await sleep(50)) {
    for (const child of children) {
      const failure = child.failure();
      if (failure !== null) throw new Error(failure);
    }
    if (await isReady().catch(() => false)) return;
  }
  throw new Error(`the cluster was not ready within ${timeoutMs} ms`);
}
