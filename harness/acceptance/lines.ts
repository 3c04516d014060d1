import { freshMachine } from './fresh-machine.ts';
import { inMemoryCluster } from './in-memory-cluster.ts';
import { interruptions } from './interruptions.ts';
import { junk } from './junk.ts';
import { negativeControls } from './negative-controls.ts';
import { nodeBenchmark } from './node-benchmark.ts';
import { sideBySide } from './side-by-side.ts';
import { survivors } from './survivors.ts';
import type { AcceptanceLine } from './trial.ts';
import { unsafeQuorums } from './unsafe-quorums.ts';

/** Everything that must hold, in order. */
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
];
