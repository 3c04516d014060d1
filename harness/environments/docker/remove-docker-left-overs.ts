import { hostname } from 'node:os';
import { hasProc, hasSurelyEnded } from '../../left-overs/index.ts';
import { findEngine, isEngine } from './engine.ts';
import { clusterLabel, ownerOf, runLabel } from './labels.ts';
import { removeLabelled } from './remove-cluster.ts';

/** A cluster of a dead run that was removed from the engine, with its network. */
export type RemovedCluster = Readonly<{ name: string; runId: string; runDirectory: string }>;

/**
 * Removes what dead runs left in the engine, of any store. A run is dead when its controller is: no process of this host
 * with its pid, start time and boot. What another host or another container made is left alone, as is every live run.
 * Nothing happens where no engine answers.
 */
export async function removeDockerLeftOvers(): Promise<readonly RemovedCluster[]> {
  const found = hasProc() ? await findEngine() : null;
  if (found === null || !isEngine(found)) return [];
  const { docker } = found;
  const filters = { label: [runLabel] };
  const labelled = [
    ...(await docker.listContainers({ all: true, filters })),
    ...(await docker.listNetworks({ filters })),
  ];
  const dead = new Map<string, RemovedCluster>();
  for (const { Labels } of labelled) {
    const name = Labels?.[clusterLabel];
    const owner = ownerOf(Labels ?? {});
    if (name === undefined || owner === null) continue;
    if (owner.host !== hostname() || !hasSurelyEnded(owner.controller)) continue;
    dead.set(name, { name, runId: owner.runId, runDirectory: owner.runDirectory });
  }
  await Promise.all([...dead.keys()].map((name) => removeLabelled(docker, `${clusterLabel}=${name}`)));
  return [...dead.values()];
}
