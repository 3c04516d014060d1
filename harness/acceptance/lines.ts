import { freshMachine } from './fresh-machine.ts';
import { inMemoryCluster } from './in-memory-cluster.ts';
import { interruptions } from './interruptions.ts';
import { junk } from './junk.ts';
import { leases } from './leases.ts';
import { negativeControls, negativeControlsInDocker } from './negative-controls.ts';
import { nodeBenchmark } from './node-benchmark.ts';
import { sideBySide } from './side-by-side.ts';
import { survivors, survivorsInDocker } from './survivors.ts';
import type { AcceptanceLine } from './trial.ts';
import { unsafeQuorums } from './unsafe-quorums.ts';

/** Everything that must hold, in order; from 11 on in containers, and where clocks lie. */
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
];
