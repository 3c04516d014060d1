import { expect, test } from 'vitest';
import { randomNumbers } from '../history/random-history.ts';
import { checkTransactions } from './check-transactions.ts';
import { isSerializableByTrial } from './serializable-by-trial.ts';
import { type TransactionRow, tableOfTransactions } from './table-of-transactions.ts';
import { type MicroOperation, type TransactionWorkload, transactionTable } from './transaction-table.ts';

type Random = (limit: number) => number;

/**
 * A tiny history of a store that gets things wrong: each micro-operation by itself takes effect at some moment, and now and
 * then on an older state. With `isReadWhole`, a last transaction reads all lists, so that every order of versions is known.
 */
function tinyHistory(random: Random, workload: TransactionWorkload, isReadWhole: boolean): readonly TransactionRow[] {
  const write = workload === 'list-append' ? 'append' : 'w';
  const count = 2 + random(4);
  const wrongPercent = [0, 10, 40][random(3)] ?? 0;
  const keys = ['x', 'y'].slice(0, 1 + random(2));
  const states = new Map<string, unknown[]>(keys.map((key) => [key, [null]]));
  let nextValue = 1;
  const running = Array.from({ length: count }, (_, id) => {
    const asked = Array.from({ length: 1 + random(3) }, (): MicroOperation => {
      const key = keys[random(keys.length)] ?? 'x';
      return random(2) === 0 ? ['r', key, null] : [write, key, nextValue++];
    });
    const type = (['ok', 'ok', 'ok', 'ok', 'ok', 'info', 'fail'] as const)[random(7)] ?? 'ok';
    return { id, asked, type, done: [] as MicroOperation[], call: -1, ret: -1 };
  });
  const isAtomic = random(2) === 0;
  let position = 0;
  const open = [...running];
  while (open.length > 0) {
    const place = random(open.length);
    const here = open[place];
    if (!here) break;
    if (here.call === -1) {
      here.call = position++;
      continue;
    }
    const steps = isAtomic ? here.asked.length : 1;
    for (const [f, key, value] of here.asked.slice(here.done.length, here.done.length + steps)) {
      const versions = states.get(String(key)) ?? [];
      const isStale = random(100) < wrongPercent;
      const seen = versions[isStale ? random(versions.length) : versions.length - 1] ?? null;
      here.done.push(f === 'r' ? [f, key, seen] : [f, key, value]);
      if (f === 'r' || here.type === 'fail' || (here.type === 'info' && random(2) === 0)) continue;
      versions.push(workload === 'list-append' ? [...(Array.isArray(seen) ? seen : []), value] : value);
    }
    if (here.done.length < here.asked.length) continue;
    here.ret = position++;
    open.splice(place, 1);
  }
  const rows = running.map(({ id, asked, type, done, call, ret }): TransactionRow => {
    return { process: id, type, value: type === 'ok' ? done : asked, call, ret };
  });
  rows.sort((a, b) => (a.call ?? 0) - (b.call ?? 0));
  if (!isReadWhole) return rows;
  const whole = keys.map((key): MicroOperation => ['r', key, states.get(key)?.at(-1) ?? null]);
  return [...rows, { process: count, type: 'ok', value: whole, call: position, ret: position + 1 }];
}

/** Agreement with trying all orders; `both`: not only is no good history convicted, every bad one is. */
function agree(workload: TransactionWorkload, seeds: number, both: boolean): { good: number; bad: number } {
  const counts = { good: 0, bad: 0 };
  for (let seed = 0; seed < seeds; seed++) {
    const rows = tinyHistory(randomNumbers(seed), workload, both);
    const operations = tableOfTransactions(rows);
    const table = transactionTable(operations, workload);
    for (const consistency of ['serializable', 'strict-serializable']) {
      const isGood = isSerializableByTrial(table, consistency === 'strict-serializable');
      counts[isGood ? 'good' : 'bad']++;
      const { kind, anomalyTypes } = checkTransactions(operations, { workload, consistency });
      const isWrong = isGood ? kind === 'invalid' : both && kind !== 'invalid';
      if (isWrong) expect({ seed, consistency, isGood, kind, anomalyTypes, rows }).toBeNull();
    }
  }
  return counts;
}

test('no history of lists that some order explains is convicted', () => {
  const { good, bad } = agree('list-append', 1500, false);
  expect(Math.min(good, bad)).toBeGreaterThan(300);
});

test('a history of lists that are all read in the end is convicted exactly when no order explains it', () => {
  const { good, bad } = agree('list-append', 1500, true);
  expect(Math.min(good, bad)).toBeGreaterThan(300);
});

test('no history of registers that some order explains is convicted', () => {
  const { good, bad } = agree('rw-register', 1500, false);
  expect(Math.min(good, bad)).toBeGreaterThan(300);
});
