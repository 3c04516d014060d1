import { assertNever } from '#foundation';
import type { Clock, Fault, ProbeResult } from '../../ports/index.ts';
import { type ClockedNode, ClockFault, type ClockSetting, readClocks } from '../clock/index.ts';
import { BegunFaults, type PreparedFault } from '../faults/begun-faults.ts';
import { combineObservations, type NodeObservation } from '../faults/node-fault.ts';
import type { CuttableLinks } from '../links/cuttable-links.ts';
import { PartitionFault } from '../links/partition-fault.ts';
import type { SimNode } from './sim-node.ts';

/** What faults of a simulated cluster act on. */
export interface SimFaultTarget {
  readonly clock: Clock;
  readonly nodes: readonly string[];
  readonly links: CuttableLinks;
  readonly nodeNamed: (name: string) => SimNode;
  /** Does what lets an oracle look on: a crash may leave a whole record on the disk, and who wakes acts at once. */
  readonly guarded: (act: () => void) => void;
}

const observeMs = 50;

/** Disturbs simulated nodes and links. A probe watches what passes or happens for a while of virtual time. */
export class SimFaultInjector extends BegunFaults {
  constructor(target: SimFaultTarget) {
    super((fault) => prepareFault(fault, target));
  }
}

function prepareFault(fault: Fault, target: SimFaultTarget): PreparedFault {
  switch (fault.kind) {
    case 'partition':
      return new PartitionFault(fault, target.links);
    case 'kill':
    case 'pause':
      return new SimNodeFault(fault, target);
    case 'clock':
      return new ClockFault({ fault, nodes: target.nodes.map((name) => clocked(name, target)), clock: target.clock });
    default:
      return assertNever(fault);
  }
}

/** Ends nodes, or keeps them from taking anything in; proved by the steps that they take. */
class SimNodeFault implements PreparedFault {
  readonly fault: Extract<Fault, { kind: 'kill' | 'pause' }>;
  readonly #nodes: readonly Readonly<{ name: string; node: SimNode }>[];
  readonly #clock: Clock;
  readonly #guarded: SimFaultTarget['guarded'];

  constructor(fault: Extract<Fault, { kind: 'kill' | 'pause' }>, { clock, nodeNamed, guarded }: SimFaultTarget) {
    this.fault = fault;
    this.#nodes = fault.nodes.map((name) => ({ name, node: nodeNamed(name) }));
    this.#clock = clock;
    this.#guarded = guarded;
  }

  async begin(): Promise<void> {
    for (const { node } of this.#nodes) {
      if (this.fault.kind === 'kill') this.#guarded(() => node.crash());
      else node.pause();
    }
  }

  async probe(): Promise<ProbeResult> {
    const stepsBefore = this.#nodes.map(({ node }) => node.steps);
    await this.#clock.sleep(observeMs);
    return combineObservations(
      this.#nodes.map(({ name, node }, index): NodeObservation => {
        const steps = node.steps - (stepsBefore[index] ?? 0);
        const inForce = this.fault.kind === 'kill' ? !node.isRunning : node.isRunning && steps === 0;
        return {
          inForce,
          healed: node.isRunning && steps > 0,
          says: `${name} ${node.isRunning ? 'runs' : 'is down'} and took ${steps} steps in ${observeMs} ms`,
        };
      }),
    );
  }

  async heal(): Promise<void> {
    for (const { node } of this.#nodes) {
      if (this.fault.kind === 'pause') this.#guarded(() => node.resume());
      else if (!node.isRunning) node.start();
    }
  }
}

function clocked(name: string, { clock, nodeNamed }: SimFaultTarget): ClockedNode {
  const node = (): SimNode => nodeNamed(name);
  return {
    node: name,
    turnClock: (setting) => turn(node(), setting),
    readClocks: () => readClocks(clock, async () => statusOf(node())),
  };
}

function turn({ clock }: SimNode, setting: ClockSetting): void {
  if (setting.kind === 'rate') clock.runAt(setting.rate);
  else clock.setWallOffset(setting.offsetMs);
}

/** What a node that runs and is awake tells of its clocks. */
function statusOf({ clock, status, isPaused }: SimNode): unknown {
  if (status === null || isPaused) return null;
  return { wallMs: clock.wallMs, monotonicNs: clock.monotonicMs * 1e6, leaseReads: status.leaseReads };
}
