import { availability, availabilityInDocker } from './availability.ts';
import { convictedRuns } from './convicted-runs.ts';
import { counterexamples, counterexamplesInDocker } from './counterexamples.ts';
import { evenNodes } from './even-nodes.ts';
import { freshMachine } from './fresh-machine.ts';
import { inMemoryCluster } from './in-memory-cluster.ts';
import { installedPackage } from './installed-package.ts';
import { interruptions } from './interruptions.ts';
import { junk } from './junk.ts';
import { leases } from './leases.ts';
import { mutantsInDocker, mutantsOnProcesses, mutantTables } from './mutant-tables.ts';
import { negativeControls, negativeControlsInDocker } from './negative-controls.ts';
import { nodeBenchmark } from './node-benchmark.ts';
import { quorumBenchmark } from './quorum-benchmark.ts';
import { quorumFaults } from './quorum-faults.ts';
import { quorumTables } from './quorum-tables.ts';
import { replayedRuns, replayedRunsInDocker } from './replayed-runs.ts';
import { shrunkFailures } from './shrunk-failures.ts';
import { sideBySide } from './side-by-side.ts';
import { smallScopes } from './small-scopes.ts';
import { survivors, survivorsInDocker } from './survivors.ts';
import type { AcceptanceLine } from './trial.ts';
import { unsafeQuorums } from './unsafe-quorums.ts';
import { unsafeSettingsSweep } from './unsafe-settings-sweep.ts';

/** Everything that must hold, in order; from 11 on in containers, and where clocks lie; from 15 on about quorums; from 25 on about mutants and the simulator. */
export const acceptanceLines: readonly AcceptanceLine[] = [
  freshMachine,
  inMemoryCluster,
  survivors,
  negativeControls,
  unsafeQuorums,
  interruptions,
  sideBySide,
  nodeBenchmark,
  junk,
  survivorsInDocker,
  negativeControlsInDocker,
  leases,
  quorumTables,
  unsafeSettingsSweep,
  counterexamples,
  counterexamplesInDocker,
  quorumFaults,
  availability,
  availabilityInDocker,
  evenNodes,
  quorumBenchmark,
  installedPackage,
  mutantTables,
  mutantsOnProcesses,
  mutantsInDocker,
  shrunkFailures,
  replayedRuns,
  replayedRunsInDocker,
  smallScopes,
  convictedRuns,
];
