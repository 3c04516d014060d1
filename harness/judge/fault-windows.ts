import type { Op } from '#checker';
import { assertNever } from '#foundation';
import type { NemesisEvent } from '#nemesis';
import type { ClockObservation, ClockSkew, FaultKind, WindowFault } from '../ports/index.ts';

/** One window of the schedule as the history tells it. Times are nanoseconds since the run began. */
export type FaultWindow = Readonly<{
  /** From 1, as people count. */
  number: number;
  kind: FaultKind;
  fault: WindowFault | null;
  text: string;
  outcome: 'effective' | 'not-effective' | 'no-target' | 'failed';
  evidence: string;
  /** From when to when the fault was proved to be in force; without a proof, from injection to healing. */
  startNs: number;
  endNs: number;
  /** What clocks showed at each probe, in their order; empty for other kinds of fault. */
  clocks: readonly (readonly ClockObservation[])[];
  /** When healing was done; null: it was never recorded. */
  healedNs: number | null;
}>;

/** The windows that `ops` tell of, in their order. A window that was never healed ends with the history. */
export function faultWindows(ops: readonly Op[]): readonly FaultWindow[] {
  const lastNs = ops.at(-1)?.timeNs ?? 0;
  const byWindow = Map.groupBy(nemesisLines(ops), ({ event }) => event.window);
  return [...byWindow.values()].flatMap((lines) => windowOf(lines, lastNs) ?? []);
}

/** The evidence of a window that ended before anybody looked. */
export const neverProbed = 'it was never probed';

/** What was not undone when all was healed: sentences. */
export function healingProblems(ops: readonly Op[]): readonly string[] {
  return ops.flatMap((op) => {
    const event = nemesisEvent(op);
    if (event?.phase === 'heal-all' && event.error !== undefined) return [event.error];
    if (event?.phase === 'audit' && !event.healed) return [`${faultText(event.fault)}: ${event.evidence}`];
    if (event?.phase === 'failed' && (event.step === 'audit' || event.step === 'heal')) {
      return [`${faultText(event.fault)}: ${event.error}`];
    }
    return [];
  });
}

/** The fault in a few words, for example `kill n2, n4`, `partition bridge` or `clock rate n2`. */
export function faultText(fault: WindowFault): string {
  switch (fault.kind) {
    case 'partition':
      return `partition ${fault.variant}`;
    case 'quorum':
      return `quorum ${fault.stages.length === 1 ? (fault.stages[0]?.name ?? fault.variant) : fault.variant}`;
    case 'clock':
      return `clock ${fault.variant} ${Object.keys(fault.skews).join(', ')}`;
    case 'kill':
    case 'pause':
      return `${fault.kind} ${fault.nodes.join(', ')}`;
    default:
      return assertNever(fault);
  }
}

/**
 * Whom it is done to: the nodes, for clocks with what they do, for a partition the directed links that it cuts, `n2<-n1`
 * where n2 hears n1 no more, for stages all of that, one after the other.
 */
export function faultTargets(fault: WindowFault): string {
  switch (fault.kind) {
    case 'partition': {
      const heardBy = Object.entries(fault.grudge).filter(([, senders]) => senders.length > 0);
      return heardBy.map(([node, senders]) => `${node}<-${senders.join(',')}`).join(' ');
    }
    case 'quorum': // stage after stage
      return fault.stages.map(({ faults }) => faults.map(faultTargets).join(' and ')).join(', then ');
    case 'clock':
      return Object.entries(fault.skews)
        .map(([node, skew]) => `${node}${skewText(skew)}`)
        .join(' ');
    case 'kill':
    case 'pause':
      return fault.nodes.join(' ');
    default:
      return assertNever(fault);
  }
}

/** For example `+3.2s`, `-0.5s/+2s` or `x1.04`. */
function skewText(skew: ClockSkew): string {
  const seconds = (offsetMs: number): string => `${offsetMs < 0 ? '-' : '+'}${Math.abs(offsetMs) / 1000}s`;
  switch (skew.kind) {
    case 'jump':
      return seconds(skew.offsetMs);
    case 'strobe':
      return skew.offsetsMs.map(seconds).join('/');
    case 'rate':
      return `x${skew.rate}`;
    default:
      return assertNever(skew);
  }
}

/** What a nemesis line says; null for every other line. The recorder wrote it, so it is believed. */
export function nemesisEvent(op: Op): NemesisEvent | null {
  return op.process === 'nemesis' ? (op.value as NemesisEvent) : null;
}

type WindowEvent = Exclude<NemesisEvent, { phase: 'heal-all' | 'audit' }>;
type Line = Readonly<{ op: Op; event: WindowEvent }>;

function nemesisLines(ops: readonly Op[]): readonly Line[] {
  return ops.flatMap((op) => {
    const event = nemesisEvent(op);
    if (event === null || event.phase === 'heal-all' || event.phase === 'audit') return [];
    return event.phase === 'failed' && event.step === 'audit' ? [] : [{ op, event }];
  });
}

function windowOf(lines: readonly Line[], lastNs: number): FaultWindow | null {
  const [first] = lines;
  if (first === undefined) return null;
  const number = first.event.window + 1;
  const [kind] = faultKinds.filter((known) => known === first.op.f);
  if (kind === undefined) return null;
  const timeOf = (phase: WindowEvent['phase']): number | null =>
    lines.find(({ event }) => event.phase === phase)?.op.timeNs ?? null;
  if (first.event.phase === 'no-target') {
    const { timeNs } = first.op;
    const evidence = 'nobody led, so there was no target';
    return {
      number,
      kind,
      fault: null,
      text: `${kind} leader`,
      outcome: 'no-target',
      evidence,
      startNs: timeNs,
      endNs: timeNs,
      clocks: [],
      healedNs: timeNs,
    };
  }
  const { fault } = first.event;
  const proof = proofOf(lines);
  return {
    number,
    kind,
    fault,
    text: `${faultText(fault)}${'leader' in first.event && first.event.leader !== undefined ? ' (the leader)' : ''}`,
    outcome: proof.outcome,
    evidence: proof.evidence,
    startNs: proof.sinceNs ?? first.op.timeNs,
    endNs: timeOf('healing') ?? timeOf('heal') ?? lastNs,
    clocks: lines.flatMap(({ event }) => (event.phase === 'probe' && event.clocks ? [event.clocks] : [])),
    healedNs: timeOf('heal'),
  };
}

const faultKinds: readonly FaultKind[] = ['partition', 'kill', 'pause', 'clock', 'quorum'];

type Proof = Readonly<{ outcome: 'effective' | 'not-effective' | 'failed'; evidence: string; sinceNs: number | null }>;

/** Every probe of the window has to have seen the fault; one that failed, or was never made, proves nothing. */
function proofOf(lines: readonly Line[]): Proof {
  const failure = lines.map(({ event }) => event).find((event) => event.phase === 'failed' && event.step !== 'heal');
  if (failure?.phase === 'failed') return { outcome: 'failed', evidence: failure.error, sinceNs: null };
  const probes = lines.flatMap(({ op, event }) => (event.phase === 'probe' ? [{ ...event, atNs: op.timeNs }] : []));
  const [first] = probes;
  if (first === undefined) return { outcome: 'not-effective', evidence: neverProbed, sinceNs: null };
  const refuting = probes.find(({ effective }) => !effective);
  if (refuting !== undefined) return { outcome: 'not-effective', evidence: refuting.evidence, sinceNs: first.atNs };
  return { outcome: 'effective', evidence: first.evidence, sinceNs: first.atNs };
}
