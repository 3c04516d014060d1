import { describe, expect, test } from 'vitest';
import { checkTransactions, type TransactionCheckOptions } from './check-transactions.ts';
import { plantableAnomalies } from './planted-anomalies.ts';
import { randomTransactions, type TransactionShape } from './random-transactions.ts';
import type { TransactionWorkload } from './transaction-table.ts';

const shape = {
  seed: 1,
  transactions: 400,
  processes: 8,
  operationsMax: 4,
  liveKeys: 4,
  writesPerKey: 30,
  failPercent: 5,
  crashPercent: 3,
} as const satisfies Omit<TransactionShape, 'workload'>;

function planted(workload: TransactionWorkload, plant: readonly string[]): readonly string[] {
  const isAboutProcesses = plant.some((name) => name.endsWith('-process'));
  const options: TransactionCheckOptions = {
    workload,
    consistency: isAboutProcesses ? 'strong-session-serializable' : 'strict-serializable',
    writesFollowReads: workload === 'rw-register' && plant.includes('cyclic-versions'),
    linearizableKeys: workload === 'rw-register' && plant.includes('G0'),
  };
  return checkTransactions(randomTransactions({ ...shape, workload, plant }), options).anomalyTypes;
}

describe.each(['list-append', 'rw-register'] as const)('%s', (workload) => {
  test.each(plantableAnomalies(workload))('a planted %s is found and named', (anomaly) => {
    expect(planted(workload, [anomaly])).toContain(anomaly);
  });

  test('all of them are found in one history', () => {
    const plant = plantableAnomalies(workload).filter(
      (name) => !name.endsWith('-process') && !['G0', 'cyclic-versions'].includes(name),
    );
    expect(planted(workload, plant)).toEqual(expect.arrayContaining([...plant]));
  });

  test('nothing is found where nothing is planted', () => {
    for (let seed = 0; seed < 40; seed++) {
      const options: TransactionCheckOptions = {
        workload,
        ...(workload === 'rw-register'
          ? { writesFollowReads: true, linearizableKeys: true, sequentialKeys: true }
          : {}),
      };
      const result = checkTransactions(randomTransactions({ ...shape, workload, seed }), options);
      expect([seed, result.kind, result.not]).toEqual([seed, 'valid', []]);
    }
  });
});
