import { type CommandOutcome, decodeCommand, type ReadMode, type Value } from '#cluster-node';
import type { AgreementOracle } from './agreement-oracle.ts';
import { valueText } from './value-text.ts';
import { OracleViolation } from './violation.ts';

/**
 * A client hears what its command came to only after a quorum of synced votes for it. Reads that are served outside of the log
 * are left to the checker of what clients saw.
 *
 * @throws OracleViolation when `node` answers too early
 */
export function judgeAnswer(
  { node, value, outcome }: Readonly<{ node: string; value: Value; outcome: CommandOutcome }>,
  reads: ReadMode,
  agreement: AgreementOracle,
): void {
  if (outcome.kind === 'unavailable' || agreement.isChosen(value)) return;
  if (reads !== 'log' && isRead(value)) return;
  throw new OracleViolation(
    'early-answer',
    `${node} answers ${valueText(value)}, which no quorum of synced votes has chosen`,
  );
}

function isRead(value: Value): boolean {
  const operation = decodeCommand(value)?.operation;
  return operation?.f === 'read' || (operation?.f === 'txn' && operation.micros.every(([f]) => f === 'r'));
}
