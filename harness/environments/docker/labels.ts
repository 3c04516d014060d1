import { hostname } from 'node:os';
import { identifyProcess, isProcessIdentity, type ProcessIdentity } from '../../left-overs/index.ts';

/** Whose a container or network is: the controller that made it, on which host, for which run. */
export type Owner = Readonly<{ runId: string; runDirectory: string; host: string; controller: ProcessIdentity }>;

/** Everything of a run has it. */
export const runLabel = 'ballotproof.run';

/** Distinguishes clusters, also those of runs with the same id in different stores. */
export const clusterLabel = 'ballotproof.cluster';

/** Where the files of the run are, on the controller's host. */
export const directoryLabel = 'ballotproof.directory';

const hostLabel = 'ballotproof.host';
const controllerLabel = 'ballotproof.controller';

export type LabelRequest = Readonly<{ runId: string; runDirectory: string; cluster: string }>;

/** The labels of everything that this controller makes for a run. */
export function labelsOf({ runId, runDirectory, cluster }: LabelRequest): Readonly<Record<string, string>> {
  return {
    [runLabel]: runId,
    [clusterLabel]: cluster,
    [directoryLabel]: runDirectory,
    [hostLabel]: hostname(),
    [controllerLabel]: JSON.stringify(identifyProcess(process.pid)),
  };
}

/** Who made the thing with these labels; null when they do not say, as on a machine without /proc. */
export function ownerOf(labels: Readonly<Record<string, string>>): Owner | null {
  const runId = labels[runLabel];
  const runDirectory = labels[directoryLabel];
  const host = labels[hostLabel];
  const controller = parsedIdentity(labels[controllerLabel] ?? '');
  if (runId === undefined || runDirectory === undefined || host === undefined || controller === null) return null;
  return { runId, runDirectory, host, controller };
}

function parsedIdentity(text: string): ProcessIdentity | null {
  try {
    const value: unknown = JSON.parse(text);
    return isProcessIdentity(value) ? value : null;
  } catch {
    return null;
  }
}
