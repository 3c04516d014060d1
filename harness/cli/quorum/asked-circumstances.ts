import type { QuorumSystem } from '#quorums';
import { UsageError } from '../../harness-error.ts';
import { decimalNumber } from '../../option-values.ts';
import { type Circumstances, usualCircumstances } from '../../quorum-report/circumstances.ts';
import { readDelayTable } from '../../quorum-report/delay-table.ts';

/** The options that say under which circumstances a price is asked for. */
export type AskedCircumstances = Readonly<{ failure?: string; zoneFailure?: string; latency?: string }>;

const probability = { min: 0, max: 1 } as const;

/** @throws UsageError one line: no probability, no table of delays, or zones that the systems do not have */
export function askedCircumstances(
  { failure, zoneFailure, latency }: AskedCircumstances,
  systems: readonly QuorumSystem[],
): Circumstances {
  if (zoneFailure !== undefined && !systems.some(({ kind }) => kind === 'zones')) {
    throw new UsageError('--zone-failure needs a system with zones, such as examples/three-zones.json.');
  }
  return {
    failure: failure === undefined ? usualCircumstances.failure : decimalNumber('--failure', failure, probability),
    zoneFailure: zoneFailure === undefined ? null : decimalNumber('--zone-failure', zoneFailure, probability),
    delays: latency === undefined ? null : readDelayTable(latency),
  };
}
