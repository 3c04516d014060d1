import { DockerEnvironment, findEngine, isEngine } from './environments/docker/index.ts';
import { ProcessEnvironment } from './environments/process/index.ts';
import { SimEnvironment } from './environments/sim/index.ts';
import { HarnessError, UsageError } from './harness-error.ts';
import type { Capabilities, Environment, FaultKind } from './ports/index.ts';

const docker = new DockerEnvironment({ announce: (line) => void process.stderr.write(`${line}\n`) });

/** Every environment of this version. */
export const environments: readonly Environment[] = [docker, new ProcessEnvironment(), new SimEnvironment()];

/** Where a run happens when nobody says: in docker where an engine answers and can be used, else on processes; and why. */
export async function defaultEnvironment(): Promise<Readonly<{ name: string; reason: string }>> {
  const found = await findEngine();
  if (!isEngine(found)) return { name: 'process', reason: found.reason };
  try {
    await docker.prepare();
    return { name: 'docker', reason: `Docker ${found.version} answers` };
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return { name: 'process', reason: `Docker ${found.version} answers, but ${error.message}` };
  }
}

/** The environment of that name, able to run here and to do faults of these kinds. @throws UsageError saying what is missing */
export async function environmentNamed(name: string, faultKinds: readonly FaultKind[] = []): Promise<Environment> {
  const environment = environments.find((candidate) => candidate.name === name);
  if (environment === undefined) throw new UsageError(`this version has no environment "${name}".`);
  refuseWhatIsMissing(name, await environment.capabilities(), faultKinds);
  return environment;
}

/** What faults along quorums are made of. */
const kindsOfStages: readonly FaultKind[] = ['partition', 'kill', 'pause'];

/** Whether an environment with these capabilities can do that. @throws UsageError saying what is missing */
export function refuseWhatIsMissing(
  name: string,
  { available, remedies, faults }: Capabilities,
  faultKinds: readonly FaultKind[],
): void {
  if (!available) throw new UsageError(`environment "${name}" cannot be used here: ${remedies.join(' ')}`);
  const needed = new Set(faultKinds.flatMap((kind) => (kind === 'quorum' ? kindsOfStages : [kind])));
  const missing = [...needed].filter((kind) => !faults.includes(kind));
  if (missing.length > 0) {
    throw new UsageError(`environment "${name}" cannot do ${missing.join(', ')} here: ${remedies.join(' ')}`);
  }
}
