import { describe, expect, test } from 'vitest';
import { addEvent } from '../history/formats/add-event.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { TableBuilder } from '../history/table-builder.ts';
import { judgeTransactions, type TransactionQuestion } from '../transactions/judge-transactions.ts';
import { plantableAnomalies } from '../transactions/planted-anomalies.ts';
import { randomTransactions } from '../transactions/random-transactions.ts';
import { anomalyPage } from './anomaly-page.ts';
import { explainTransactions } from './explain-transactions.ts';
import { minimalHistory } from './minimal-history.ts';

const shape = { transactions: 300, processes: 5, operationsMax: 4, liveKeys: 3, writesPerKey: 20, crashPercent: 2 };

/** Planted in registers, these can be found only under assumptions that nobody made here. */
const needsAssumptions = ['G0', 'cyclic-versions'];

function readBack(lines: readonly string[]): OperationTable {
  const builder = new TableBuilder();
  for (const [number, line] of lines.entries()) {
    addEvent(builder, JSON.parse(line), { file: 'minimal', line: number + 1, column: 1 });
  }
  return builder.build();
}

describe.each(['list-append', 'rw-register'] as const)('%s', (workload) => {
  const question: TransactionQuestion = {
    workload,
    consistency: 'strict-serializable',
    unwrittenReads: undefined,
    hasRealTime: true,
  };

  test.each(plantableAnomalies(workload))(
    'a planted %s is shown by few transactions, which show it alone',
    (anomaly) => {
      const table = randomTransactions({ ...shape, seed: 11, workload, plant: [anomaly] });
      const verdict = judgeTransactions(table, question);
      // Some can be found only under assumptions that nobody made here.
      if (workload === 'rw-register' && needsAssumptions.includes(anomaly)) return;
      expect(verdict.kind).toBe('invalid');
      const explanation = explainTransactions(table, verdict, question, { now: () => 0 });
      expect(explanation).not.toBeNull();
      if (explanation === null) return;
      const { transactions, cycle } = explanation;
      expect(transactions.length).toBeLessThanOrEqual(6);
      const again = judgeTransactions(readBack(minimalHistory(transactions)), question);
      expect(again.kind).toBe('invalid');
      for (const { from, to, reason } of cycle) {
        expect([transactions[from]?.role, transactions[to]?.role]).toEqual(['blamed', 'blamed']);
        expect(reason).toMatch(/^T\d+ < T\d+, because /);
      }
      expect(anomalyPage(explanation)).toContain(`<h1>${explanation.anomaly}`);
    },
  );
});
