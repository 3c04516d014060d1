import { DockerEnvironment, findEngine, isEngine } from './environments/docker/index.ts';
import { ProcessEnvironment } from './environments/process/index.ts';
import { SimEnvironment } from './environments/sim/index.ts';
import { UsageError } from './harness-error.ts';
import type { Environment } from './ports/index.ts';

/** Every environment of this version. */
export const environments: readonly Environment[] = [
  new DockerEnvironment({ announce: (line) => void process.stderr.write(`${line}\n`) }),
  new ProcessEnvironment(),
  new SimEnvironment(),
];

/** Where a run happens when nobody says: in docker where an engine answers, else on local processes; and why. */
export async function defaultEnvironment(): Promise<Readonly<{ name: string; reason: string }>> {
  const found = await findEngine();
  return isEngine(found)
    ? { name: 'docker', reason: `Docker ${found.version} answers` }
    : { name: 'process', reason: found.reason };
}

/** The environment of that name, able to run here. @throws UsageError saying what is missing */
export async function environmentNamed(name: string): Promise<Environment> {
  const environment = environments.find((candidate) => candidate.name === name);
  if (environment === undefined) throw new UsageError(`this version has no environment "${name}".`);
  const { available, remedies } = await environment.capabilities();
  if (!available) throw new UsageError(`environment "${name}" cannot be used here: ${remedies.join(' ')}`);
  return environment;
}
