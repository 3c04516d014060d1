import type { ClockObservation } from '../ports/index.ts';
import type { FaultWindow } from './fault-windows.ts';
import type { ClockFacts } from './run-facts.ts';

/**
 * What the clocks showed over all `windows`; null when no window was one of clocks. `countsLeaseReads`: reads of this run
 * lean on leases.
 */
export function clockFacts(
  windows: readonly FaultWindow[],
  { countsLeaseReads }: Readonly<{ countsLeaseReads: boolean }>,
): ClockFacts | null {
  const ofClocks = windows.filter(({ kind }) => kind === 'clock');
  if (ofClocks.length === 0) return null;
  const seen = Map.groupBy(
    ofClocks.flatMap(({ clocks }) => clocks.flat()),
    ({ node }) => node,
  );
  const effective = ofClocks.filter(({ outcome }) => outcome === 'effective');
  return {
    greatestSkews: [...seen]
      .map(([node, clocks]) => ({
        node,
        wallMs: greatest(clocks.map(({ wallMs }) => wallMs)),
        monotonicMs: greatest(clocks.map(({ monotonicMs }) => monotonicMs)),
      }))
      .toSorted((a, b) => a.node.localeCompare(b.node, 'en', { numeric: true })),
    leaseReads: countsLeaseReads ? effective.reduce((sum, { clocks }) => sum + leaseReadsBetween(clocks), 0) : null,
  };
}

/** From the first look to the last one; a node that did not answer both times counts nothing. */
function leaseReadsBetween(looks: FaultWindow['clocks']): number {
  const last = looks.at(-1) ?? [];
  return (looks[0] ?? []).reduce((sum, { node, leaseReads }) => sum + served(leaseReads, leaseReadsOf(last, node)), 0);
}

/** A counter that fell began anew with its node, and all that it shows is more. */
function served(from: number | null, to: number | null): number {
  if (from === null || to === null) return 0;
  return to >= from ? to - from : to;
}

function leaseReadsOf(clocks: readonly ClockObservation[], name: string): number | null {
  return clocks.find(({ node }) => node === name)?.leaseReads ?? null;
}

function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
}
