import { assertNever } from '#foundation';
import { grudgeLinks } from '#nemesis';
import type { ActiveFault, Fault, FaultInjector, ProbeResult } from '../../ports/index.ts';
import { type ClockedNode, ClockFault, type ClockSetting, readClocks } from '../clock/index.ts';
import { BegunFaults, type PreparedFault } from '../faults/begun-faults.ts';
import { combineObservations, type NodeObservation } from '../faults/node-fault.ts';
import type { SimNode } from './sim-node.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What faults of a simulated cluster act on. Link ends are node names, or `clients`. */
export interface SimFaultTarget {
  readonly clock: VirtualClock;
  readonly nodes: readonly string[];
  nodeNamed(name: string): SimNode;
  cut(from: string, to: string): void;
  healLink(from: string, to: string): void;
  isCut(from: string, to: string): boolean;
  /** How many messages have passed a link since the start. */
  passed(from: string, to: string): number;
}

/** Faults that are this environment's own; clocks lie in the same way everywhere. */
type UnclockedFault = Exclude<Fault, { kind: 'clock' }>;

const observeMs = 50;

/** Disturbs simulated nodes and links. A probe watches what passes or happens for a while of virtual time. */
export class SimFaultInjector implements FaultInjector {
  readonly #target: SimFaultTarget;
  readonly #begun = new BegunFaults();

  constructor(target: SimFaultTarget) {
    this.#target = target;
  }

  async inject(fault: Fault, signal: AbortSignal): Promise<ActiveFault> {
    signal.throwIfAborted();
    return this.#begun.begin(this.#prepare(fault));
  }

  async healAll(signal: AbortSignal): Promise<void> {
    await this.#begun.healAll(signal);
  }

  #prepare(fault: Fault): PreparedFault {
    if (fault.kind === 'clock') {
      const nodes = this.#target.nodes.map((name) => this.#clocked(name));
      return new ClockFault({ fault, nodes, clock: this.#target.clock });
    }
    return {
      fault,
      begin: async () => this.#begin(fault),
      probe: () => this.#probe(fault),
      heal: async () => this.#heal(fault),
    };
  }

  #begin(fault: UnclockedFault): void {
    switch (fault.kind) {
      case 'partition':
        for (const { from, to } of grudgeLinks(fault.grudge)) this.#target.cut(from, to);
        return;
      case 'kill':
        for (const name of fault.nodes) this.#target.nodeNamed(name).crash();
        return;
      case 'pause':
        for (const name of fault.nodes) this.#target.nodeNamed(name).pause();
        return;
      default:
        assertNever(fault);
    }
  }

  #heal(fault: UnclockedFault): void {
    switch (fault.kind) {
      case 'partition':
        for (const { from, to } of grudgeLinks(fault.grudge)) this.#target.healLink(from, to);
        return;
      case 'kill':
        for (const name of fault.nodes)
          if (!this.#target.nodeNamed(name).isRunning) this.#target.nodeNamed(name).start();
        return;
      case 'pause':
        for (const name of fault.nodes) this.#target.nodeNamed(name).resume();
        return;
      default:
        assertNever(fault);
    }
  }

  #clocked(name: string): ClockedNode {
    const node = (): SimNode => this.#target.nodeNamed(name);
    return {
      node: name,
      turnClock: (setting) => turn(node(), setting),
      readClocks: () => readClocks(this.#target.clock, async () => statusOf(node())),
    };
  }

  async #probe(fault: UnclockedFault): Promise<ProbeResult> {
    if (fault.kind === 'partition') return this.#probeLinks(fault);
    const nodes = fault.nodes.map((name) => ({ name, node: this.#target.nodeNamed(name) }));
    const stepsBefore = nodes.map(({ node }) => node.steps);
    await this.#target.clock.sleep(observeMs);
    return combineObservations(
      nodes.map(({ name, node }, index): NodeObservation => {
        const steps = node.steps - (stepsBefore[index] ?? 0);
        const inForce = fault.kind === 'kill' ? !node.isRunning : node.isRunning && steps === 0;
        return {
          inForce,
          healed: node.isRunning && steps > 0,
          says: `${name} ${node.isRunning ? 'runs' : 'is down'} and took ${steps} steps in ${observeMs} ms`,
        };
      }),
    );
  }

  async #probeLinks(fault: Extract<Fault, { kind: 'partition' }>): Promise<ProbeResult> {
    const links = grudgeLinks(fault.grudge);
    const before = links.map(({ from, to }) => this.#target.passed(from, to));
    await this.#target.clock.sleep(observeMs);
    const silent = links.filter(({ from, to }, index) => this.#target.passed(from, to) === before[index]);
    const cut = silent.filter(({ from, to }) => this.#target.isCut(from, to));
    return {
      effective: links.length > 0 && cut.length === links.length,
      healed: links.every(({ from, to }) => !this.#target.isCut(from, to)),
      evidence: `${cut.length} of ${links.length} links are cut and let nothing pass in ${observeMs} ms`,
    };
  }
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
