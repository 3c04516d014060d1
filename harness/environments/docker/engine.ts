import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { HarnessError } from '../../harness-error.ts';

/** A container engine that answers. `architecture` is in Node's words, for example `x64`. */
export type Engine = Readonly<{
  docker: Docker;
  version: string;
  apiVersion: string;
  kernel: string;
  architecture: string;
}>;

/** Why no engine answers, and what to do. */
export type NoEngine = Readonly<{ reason: string; remedy: string }>;

const answerTimeoutMs = 5_000;
const setupRemedy =
  'Install and start Docker ("npm run docker:setup" does it on Debian and Ubuntu), or use --environment process.';
const permissionRemedy = 'Run as root or as a member of the group "docker", or use --environment process.';

/** The engine of `DOCKER_HOST`, else of the first socket that is there, if it answers within five seconds. */
export async function findEngine(): Promise<Engine | NoEngine> {
  const named = process.env['DOCKER_HOST'] === '' ? undefined : process.env['DOCKER_HOST'];
  const place = named ?? sockets().find((path) => existsSync(path));
  if (place === undefined) return { reason: 'no container engine is running here', remedy: setupRemedy };
  const { default: Client } = await import('dockerode'); // slow to load, and most commands need none
  const options = named === undefined ? { socketPath: place } : {};
  try {
    const version = await new Client({ ...options, timeout: answerTimeoutMs }).version();
    return {
      docker: new Client(options),
      version: version.Version,
      apiVersion: version.ApiVersion,
      kernel: version.KernelVersion ?? 'unknown',
      architecture: version.Arch === 'amd64' ? 'x64' : version.Arch,
    };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    const remedy = what.includes('EACCES') ? permissionRemedy : setupRemedy;
    return { reason: `the container engine at ${place} does not answer (${what})`, remedy };
  }
}

/** Whether an engine was found. */
export function isEngine(found: Engine | NoEngine): found is Engine {
  return 'docker' in found;
}

/** @throws HarnessError ENVIRONMENT_UNAVAILABLE when no engine answers */
export async function engineOrThrow(): Promise<Engine> {
  const found = await findEngine();
  if (isEngine(found)) return found;
  throw new HarnessError('ENVIRONMENT_UNAVAILABLE', `${found.reason}. ${found.remedy}`);
}

/** The HTTP status of the engine's refusal; null when the error is none. */
export function refusalStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  return typeof error.statusCode === 'number' ? error.statusCode : null;
}

/** Does what `task` does, unless the engine refuses with one of `statuses`: it is so already, or the thing is gone. */
export async function unlessRefused(statuses: readonly number[], task: () => Promise<unknown>): Promise<void> {
  try {
    await task();
  } catch (error) {
    const status = refusalStatus(error);
    if (status === null || !statuses.includes(status)) throw error;
  }
}

/** Of the system, of Docker Desktop, and of an engine without root, in this order. */
function sockets(): readonly string[] {
  const runtime = process.env['XDG_RUNTIME_DIR'];
  return [
    '/var/run/docker.sock',
    join(homedir(), '.docker/run/docker.sock'),
    ...(runtime === undefined ? [] : [join(runtime, 'docker.sock')]),
  ];
}
