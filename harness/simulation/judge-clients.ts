import { checkLinearizability, checkTransactions, type OperationTable, TransactionError } from '#checker';

/** What clients saw that no correct system shows them. */
export type ClientObjection = Readonly<{ judge: 'linearizability' | 'transactions'; message: string }>;

/** So much the search for an order of one history may take; past it nothing is said. */
const memoryLimitBytes = 64 * 2 ** 20;

/** Whether all that clients saw can be told as one order of registers, and as one order of transactions; null: it can, as far as was looked. */
export function judgeClients({
  registers,
  transactions,
}: Readonly<{ registers: OperationTable; transactions: OperationTable }>): ClientObjection | null {
  if (registers.size > 0) {
    const verdict = checkLinearizability(registers, 'register', { now: () => 0, memoryLimitBytes });
    if (verdict.kind === 'invalid') return { judge: 'linearizability', message: verdict.evidence.join(' ') };
  }
  return transactions.size > 0 ? objectionToTransactions(transactions) : null;
}

function objectionToTransactions(transactions: OperationTable): ClientObjection | null {
  try {
    const { kind, anomalyTypes } = checkTransactions(transactions, { workload: 'list-append' });
    if (kind !== 'invalid') return null;
    return { judge: 'transactions', message: `transactions show ${anomalyTypes.join(', ')}` };
  } catch (error) {
    if (!(error instanceof TransactionError)) throw error;
    // what was asked for was in order, so that it is an answer that is not
    return { judge: 'transactions', message: `an answer is none to what was asked for: ${error.message}` };
  }
}
