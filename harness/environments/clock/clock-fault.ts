import { assertNever } from '#foundation';
import type { Clock, ClockObservation, ClockSkew, Fault, ProbeResult } from '../../ports/index.ts';
import type { PreparedFault } from '../faults/begun-faults.ts';
import { combineObservations, type NodeObservation } from '../faults/node-fault.ts';
import type { ClockSetting } from './clock-file.ts';
import type { ClockReading } from './clock-reading.ts';
import { clockState, measuredRate } from './clock-state.ts';

/** A node whose clocks an environment can turn, and read as the node itself reads them. */
export interface ClockedNode {
  readonly node: string;
  turnClock(setting: ClockSetting): void;
  /** Null when the node does not answer. */
  readClocks(): Promise<ClockReading | null>;
}

export type ClockFaultParts = Readonly<{
  fault: Extract<Fault, { kind: 'clock' }>;
  /** All nodes of the cluster: the clocks of those that are let alone are recorded too. */
  nodes: readonly ClockedNode[];
  clock: Clock;
}>;

const proofTimeoutMs = 4_000;
const readAgainMs = 50;
/** A clock that is not watched for long is read so often at most, until it is known this well. */
const readingsMax = 10;
const goodBoundMs = 3;

/** Makes clocks lie; proved on what the nodes themselves read off them. Healing makes them true again, or at least as fast. */
export class ClockFault implements PreparedFault {
  readonly fault: Extract<Fault, { kind: 'clock' }>;
  readonly #nodes: readonly ClockedNode[];
  readonly #clock: Clock;
  /** What was read before the fault; a node that did not answer is absent. */
  readonly #before = new Map<ClockedNode, ClockReading>();
  readonly #healed = new AbortController();
  #strobes: Promise<unknown> = Promise.resolve();

  constructor({ fault, nodes, clock }: ClockFaultParts) {
    this.fault = fault;
    this.#nodes = nodes;
    this.#clock = clock;
  }

  async begin(): Promise<void> {
    await Promise.all(this.#nodes.map((node) => this.#readBefore(node)));
    const strobes: Promise<void>[] = [];
    for (const { node, skew } of this.#victims()) {
      if (skew.kind === 'jump') node.turnClock({ kind: 'offset', offsetMs: skew.offsetMs });
      if (skew.kind === 'rate') node.turnClock({ kind: 'rate', rate: skew.rate });
      if (skew.kind === 'strobe') strobes.push(this.#strobe(node, skew));
    }
    this.#strobes = Promise.allSettled(strobes);
  }

  async probe(signal: AbortSignal): Promise<ProbeResult> {
    const victims = this.#victims();
    const seen = await Promise.all(victims.map(({ node, skew }) => this.#observe(node, skew, signal)));
    const bystanders = this.#nodes.filter((node) => victims.every((victim) => victim.node !== node));
    const others = await Promise.all(bystanders.map((node) => this.#glance(node)));
    const clocks = [...seen.map(({ clock }) => clock), ...others].filter((clock) => clock !== null);
    return { ...combineObservations(seen), clocks };
  }

  async heal(): Promise<void> {
    this.#healed.abort();
    await this.#strobes;
    for (const { node, skew } of this.#victims()) {
      node.turnClock(skew.kind === 'rate' ? { kind: 'rate', rate: 1 } : { kind: 'offset', offsetMs: 0 });
    }
  }

  #victims(): readonly Readonly<{ node: ClockedNode; skew: ClockSkew }>[] {
    return this.#nodes.flatMap((node) => {
      const skew = this.fault.skews[node.node];
      return skew === undefined ? [] : [{ node, skew }];
    });
  }

  /** Ends when the fault is healed, and when the clock cannot be turned, which the probe will see. */
  async #strobe(node: ClockedNode, { offsetsMs, everyMs }: Extract<ClockSkew, { kind: 'strobe' }>): Promise<void> {
    for (;;) {
      for (const offsetMs of offsetsMs) {
        node.turnClock({ kind: 'offset', offsetMs });
        await this.#clock.sleep(everyMs, this.#healed.signal);
      }
    }
  }

  async #readBefore(node: ClockedNode): Promise<void> {
    const reading = await goodReading(node);
    if (reading !== null) this.#before.set(node, reading);
  }

  async #observe(
    node: ClockedNode,
    skew: ClockSkew,
    signal: AbortSignal,
  ): Promise<NodeObservation & Readonly<{ clock: ClockObservation | null }>> {
    const before = this.#before.get(node);
    if (before === undefined) {
      const says = `${node.node} did not tell its clocks before the fault`;
      return { inForce: false, healed: false, says, clock: null };
    }
    const readings: ClockReading[] = [];
    const untilNs = this.#clock.nowNs() + proofTimeoutMs * 1e6;
    for (;;) {
      const reading = await node.readClocks();
      if (reading !== null) readings.push(reading);
      const state = clockState(skew, before, readings);
      if (state !== 'undecided' || this.#clock.nowNs() >= untilNs) {
        const clock = observation(node.node, { before, readings, skew });
        const says = sentence(node.node, { skew, clock, rate: measuredRate(before, readings) });
        return { inForce: state === 'skewed', healed: state === 'true', says, clock };
      }
      await this.#clock.sleep(readAgainMs, signal);
    }
  }

  async #glance(node: ClockedNode): Promise<ClockObservation | null> {
    const before = this.#before.get(node);
    const reading = await goodReading(node);
    if (before === undefined || reading === null) return null;
    return observation(node.node, { before, readings: [reading], skew: null });
  }
}

/** Null when the node does not answer. */
async function goodReading(node: ClockedNode): Promise<ClockReading | null> {
  const readings: ClockReading[] = [];
  for (let count = 0; count < readingsMax; count += 1) {
    const reading = await node.readClocks();
    if (reading === null) break;
    readings.push(reading);
    if (reading.boundMs <= goodBoundMs) break;
  }
  return tightest(readings) ?? null;
}

type Readings = Readonly<{ before: ClockReading; readings: readonly ClockReading[]; skew: ClockSkew | null }>;

/** The reading that is known best; of a strobe, that with the greater offset. */
function observation(node: string, { before, readings, skew }: Readings): ClockObservation | null {
  const farthest = readings.toSorted((a, b) => Math.abs(b.wallMs - before.wallMs) - Math.abs(a.wallMs - before.wallMs));
  const reading = skew?.kind === 'strobe' ? farthest[0] : tightest(readings);
  if (reading === undefined) return null;
  return {
    node,
    wallMs: Math.round(reading.wallMs - before.wallMs),
    monotonicMs: Math.round(reading.monotonicMs - before.monotonicMs),
    leaseReads: reading.leaseReads,
  };
}

function tightest(readings: readonly ClockReading[]): ClockReading | undefined {
  return readings.toSorted((a, b) => a.boundMs - b.boundMs)[0];
}

function sentence(
  node: string,
  { skew, clock, rate }: Readonly<{ skew: ClockSkew; clock: ClockObservation | null; rate: number | null }>,
): string {
  if (clock === null) return `${node} did not tell its clocks`;
  const monotonic = `its monotonic clock is ${aheadOrBehind(clock.monotonicMs)}`;
  switch (skew.kind) {
    case 'jump':
    case 'strobe': {
      const asked = skew.kind === 'jump' ? [skew.offsetMs] : skew.offsetsMs;
      return `${node}'s wall clock is ${aheadOrBehind(clock.wallMs)} (asked: ${asked.join(' and ')}), ${monotonic}`;
    }
    case 'rate':
      return `${node}'s clocks run at ${rate?.toFixed(3) ?? 'an unknown rate'} (asked: ${skew.rate}), ${monotonic}`;
    default:
      return assertNever(skew);
  }
}

function aheadOrBehind(ms: number): string {
  return ms < 0 ? `${-ms} ms behind` : `${ms} ms ahead`;
}
