import { expect, test } from 'vitest';
import { randomNumbers } from '../../history/random-history.ts';
import { type TransactionRow, tableOfTransactions } from '../table-of-transactions.ts';
import type { MicroOperation } from '../transaction-table.ts';
import { checkSessions, sessionLevels } from './check-sessions.ts';
import { isLevelKeptByTrial } from './levels-by-trial.ts';

/** Up to five transactions of up to three sessions; reads see any version that some transaction wrote, or none, or rubbish. */
function tinyHistory(random: (limit: number) => number): readonly TransactionRow[] {
  const keys = ['x', 'y', 'z'].slice(0, 2 + random(2));
  const written: MicroOperation[] = [];
  const planned = Array.from({ length: 2 + random(4) }, () =>
    Array.from({ length: 1 + random(4) }, (): MicroOperation => {
      const key = keys[random(keys.length)] ?? 'x';
      if (random(2) === 0) return ['r', key, null];
      const write: MicroOperation = ['w', key, written.length + 1];
      written.push(write);
      return write;
    }),
  );
  const rubbish = random(8) === 0 ? 5 : 0; // percent
  const inSession = 1 + random(3);
  let nextProcess = 3;
  const processes = [0, 1, 2];
  return planned.map((value): TransactionRow => {
    const place = random(inSession);
    const process = processes[place] ?? 0;
    const type = (['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'info', 'fail'] as const)[random(8)] ?? 'ok';
    if (type === 'info') processes[place] = nextProcess++;
    const own = new Map<unknown, unknown>();
    const done = value.map(([f, key, asked]): MicroOperation => {
      if (f === 'w') {
        own.set(key, asked);
        return [f, key, asked];
      }
      if (own.has(key) && random(100) >= rubbish) return [f, key, own.get(key)];
      if (random(100) < rubbish) return [f, key, 99];
      const versions = written.filter(([, of, version]) => of === key && !value.some(([, , mine]) => mine === version));
      return [f, key, versions[random(versions.length + 1)]?.[2] ?? null];
    });
    return { process, type, value: type === 'ok' ? done : value };
  });
}

const exactLevels = sessionLevels.filter((level) => level !== 'serializable');

test('levels are kept exactly when some order of commits keeps their axiom', () => {
  const kept = new Map<string, number>();
  for (let seed = 0; seed < 3000; seed++) {
    const rows = tinyHistory(randomNumbers(seed));
    const operations = tableOfTransactions(rows);
    for (const level of exactLevels) {
      const isKept = checkSessions(operations, { workload: 'rw-register', level }).broken.length === 0;
      if (isKept !== isLevelKeptByTrial(rows, level)) expect({ seed, level, isKept, rows }).toBeNull();
      const name = `${level} ${isKept ? 'kept' : 'broken'}`;
      kept.set(name, (kept.get(name) ?? 0) + 1);
    }
  }
  // Each level tells histories apart that the one below does not.
  const counts = exactLevels.map((level) => kept.get(`${level} kept`) ?? 0);
  expect(counts[0]).toBeGreaterThan((counts[1] ?? 0) + 50);
  expect(counts[1]).toBeGreaterThan((counts[2] ?? 0) + 5);
  expect(counts[2]).toBeGreaterThan(250);
});

test('no sessions that some order explains are said not to be serializable, and few that none does get away', () => {
  const found = { broken: 0, missed: 0 };
  for (let seed = 0; seed < 2000; seed++) {
    const rows = tinyHistory(randomNumbers(seed));
    const { broken } = checkSessions(tableOfTransactions(rows), { workload: 'rw-register', level: 'serializable' });
    const isSerializable = isLevelKeptByTrial(rows, 'serializable');
    if (isSerializable && broken.length > 0) expect({ seed, rows, broken }).toBeNull();
    if (!isSerializable) found[broken.length > 0 ? 'broken' : 'missed']++;
  }
  expect(found.broken).toBeGreaterThan(600);
  expect(found.missed).toBeLessThan(found.broken / 500);
});
