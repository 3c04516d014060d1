import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Children } from './children.ts';
import { freePorts, type LoadedCluster, optionArguments, untilReady } from './cluster.ts';

const nodes = 3;
const readyTimeoutMs = 20_000;

/** The version of the etcd that is installed, for example `3.4.23`, or null. */
export function etcdVersion(): string | null {
  try {
    const output = execFileSync('etcd', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return /etcd Version: (\S+)/.exec(output)?.[1] ?? null;
  } catch {
    return null;
  }
}

/** Starts three etcd nodes on loopback with their default settings, so that every entry is synced. */
export async function startEtcdCluster(children: Children, directory: string): Promise<LoadedCluster> {
  const ports = await freePorts(2 * nodes);
  const names = Array.from({ length: nodes }, (_, index) => `etcd${index + 1}`);
  const url = (port: number | undefined): string => `http://127.0.0.1:${port ?? 0}`;
  const initialCluster = names.map((name, index) => `${name}=${url(ports[index])}`).join(',');
  const clientPorts = ports.slice(nodes);
  const started = names.map((name, index) =>
    children.start(
      'etcd',
      optionArguments({
        name,
        'data-dir': join(directory, name),
        'initial-cluster': initialCluster,
        'listen-peer-urls': url(ports[index]),
        'initial-advertise-peer-urls': url(ports[index]),
        'listen-client-urls': url(clientPorts[index]),
        'advertise-client-urls': url(clientPorts[index]),
        logger: 'zap',
        'log-level': 'error',
      }),
      join(directory, `${name}.log`),
    ),
  );
  await untilReady(
    started,
    async () => {
      // etcd answers 200 on /health only once it has a leader
      const answers = await Promise.all(clientPorts.map((port) => fetch(`${url(port)}/health`)));
      return answers.every(({ ok }) => ok);
    },
    readyTimeoutMs,
  );
  return {
    kind: 'etcd',
    clientPorts,
    [Symbol.asyncDispose]: async () => void (await Promise.all(started.map((child) => child.stop()))),
  };
}
