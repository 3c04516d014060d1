import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../history/random-history.ts';
import type { Verdict } from '../verdict.ts';
import { judgeTransactions, type TransactionQuestion } from './judge-transactions.ts';
import { isLevelKeptByTrial } from './sessions/levels-by-trial.ts';
import { type TransactionRow, tableOfTransactions } from './table-of-transactions.ts';
import type { MicroOperation } from './transaction-table.ts';

const r = (key: string, value: unknown): MicroOperation => ['r', key, value];
const w = (key: string, value: unknown): MicroOperation => ['w', key, value];
const done = (process: number, ...value: readonly MicroOperation[]): TransactionRow => ({ process, type: 'ok', value });

function judge(rows: readonly TransactionRow[], asked: Partial<TransactionQuestion> = {}): Verdict {
  const question = {
    workload: 'rw-register',
    consistency: undefined,
    unwrittenReads: undefined,
    hasRealTime: true,
  } as const;
  return judgeTransactions(tableOfTransactions(rows), { ...question, ...asked });
}

/** Process 1 goes back behind what it read. */
const goingBack = [done(0, w('x', 1)), done(0, w('x', 2)), done(1, r('x', 2)), done(1, r('x', 1))];
/** Each saw the other's register as it was before, and nobody a version that came later; no process did two things. */
const skew = [done(0, w('x', 0), w('y', 0)), done(1, r('x', 0), w('y', 1)), done(2, r('y', 0), w('x', 1))];

describe('registers with real time are held to what is implied of sessions', () => {
  test.each(['strict-serializable', 'strong-snapshot-isolation', 'strong-session-snapshot-isolation'])(
    'by %s',
    (consistency) => {
      expect(judge(goingBack, { consistency })).toMatchObject({
        kind: 'invalid',
        details: { anomalyTypes: ['commit-cycle'], not: ['strong-session-snapshot-isolation'] },
      });
    },
  );

  test.each(['serializable', 'snapshot-isolation', 'strong-read-committed'])('and not by %s', (consistency) => {
    expect(judge(goingBack, { consistency }).kind).toBe('valid');
  });

  test('where serializability alone is broken the models with snapshots stand', () => {
    const overlapping = skew.map((row, place) => (place === 0 ? row : { ...row, call: 1 + place, ret: 8 + place }));
    expect(judge(overlapping)).toMatchObject({
      kind: 'invalid',
      details: { not: ['strong-session-serializable'], alsoNot: ['strict-serializable'] },
    });
    expect(judge(overlapping, { consistency: 'strong-snapshot-isolation' }).kind).toBe('valid');
  });

  test('a value that may have been there at first accuses nobody', () => {
    const rows = [done(0, r('x', 7)), done(1, r('x', 7), w('x', 1)), done(2, r('x', 1))];
    expect(judge(rows).kind).toBe('valid');
    expect(judge(rows, { consistency: 'causal' }).kind).toBe('valid');
    expect(judge(rows, { consistency: 'causal', unwrittenReads: 'garbage-read' }).kind).toBe('invalid');
  });

  test('a limit that ends this is told, and what the search for cycles found stands', () => {
    const chain = Array.from({ length: 100 }, (_, n) => done(n % 3, r('x', n === 0 ? null : n), w('x', n + 1)));
    const table = tableOfTransactions(chain);
    const question = {
      workload: 'rw-register',
      consistency: undefined,
      unwrittenReads: undefined,
      hasRealTime: true,
    } as const;
    const verdicts = Array.from({ length: 12 }, (_, timeLimitMs) => {
      let now = 0;
      return judgeTransactions(table, question, { now: () => now++, timeLimitMs });
    });
    const isToldOf = (verdict: Verdict): boolean =>
      /order of sessions was not looked at to the end/.test(JSON.stringify(verdict));
    const outcomes = verdicts.map((verdict) => `${verdict.kind} ${isToldOf(verdict) ? 'in part' : ''}`.trim());
    expect([...new Set(outcomes)]).toEqual(['unknown', 'valid in part', 'valid']);
  });
});

test('too many transactions of too many sessions are not looked at in this way, which is told', () => {
  const many = Array.from({ length: 2100 }, (_, n) => done(n, w('x', n)));
  expect(judge(many)).toMatchObject({
    kind: 'valid',
    evidence: expect.arrayContaining([expect.stringContaining('too many transactions times sessions')]),
  });
});

describe('the weaker models of the lattice with real time', () => {
  test('read atomic is as in Elle, without the order of sessions', () => {
    const forgotten = [done(0, w('x', 1)), done(0, r('x', null))];
    expect(judge(forgotten, { consistency: 'read-atomic' }).kind).toBe('valid');
    expect(judge(forgotten, { consistency: 'read-atomic', hasRealTime: false }).kind).toBe('invalid');
    expect(judge([done(0, r('x', 1), w('x', 1))], { consistency: 'read-atomic' }).kind).toBe('invalid');
  });

  test('causal is that of sessions', () => {
    expect(judge(goingBack, { consistency: 'causal' }).kind).toBe('invalid');
  });
});

test('no small history that some order of commits explains is accused', () => {
  const kinds = { valid: 0, invalid: 0, unknown: 0 };
  for (let seed = 0; seed < 1500; seed++) {
    const rows = serialRegisters(randomNumbers(seed));
    const { kind } = judge(rows, { consistency: 'strong-session-serializable' });
    kinds[kind]++;
    if (kind === 'invalid' && isLevelKeptByTrial(rows, 'serializable')) expect({ seed, rows }).toBeNull();
  }
  expect(kinds.invalid).toBeGreaterThan(300);
  expect(kinds.valid).toBeGreaterThan(300);
});

/** Up to five transactions of two sessions; each read sees one of the last versions. */
function serialRegisters(random: (limit: number) => number): readonly TransactionRow[] {
  const written = new Map<string | number, unknown[]>([
    ['x', [null]],
    ['y', [null]],
  ]);
  return Array.from({ length: 3 + random(3) }, (_, t) => {
    const of = (key: string | number): unknown[] => written.get(key) ?? [];
    const value = ['x', 'y'].slice(random(2)).map((key, place): MicroOperation => {
      if (random(2) === 0) return w(key, 10 * t + place);
      return r(key, of(key).at(-1 - random(Math.min(2, of(key).length))) ?? null);
    });
    for (const [f, key, version] of value) if (f === 'w') of(key).push(version);
    return done(random(2), ...value);
  });
}

test('where no transaction depends on another a sentence says so, and no case is shown', () => {
  expect(judge([done(0, w('x', 1))])).toMatchObject({
    kind: 'unknown',
    reasons: ['empty-transaction-graph: no transaction could be shown to depend on another, so nothing is shown.'],
  });
});

describe('keys whose versions have no known order are counted', () => {
  const rows = [done(0, w('x', 1), w('y', 1)), done(0, r('x', 1)), done(0, w('x', 2)), done(1, r('x', 2), r('y', 1))];
  const isTold = (verdict: Verdict): boolean => JSON.stringify(verdict).includes('Of 1 key the order of versions');

  test.each([{}, { sequentialKeys: true }, { linearizableKeys: true }])('with %j', (asked) => {
    const verdict = judge(rows, asked);
    const isUnknown = Object.keys(asked).length === 0;
    expect(verdict).toMatchObject({ kind: 'valid', details: { unorderedKeyCount: isUnknown ? 1 : 0 } });
    expect(isTold(verdict)).toBe(isUnknown);
  });

  test('and what a transaction read of a key and wrote is no order unless that is believed', () => {
    const updated = [done(0, w('x', 1)), done(1, r('x', 1), w('x', 2))];
    expect(judge(updated)).toMatchObject({ details: { unorderedKeyCount: 1 } });
    expect(judge(updated, { writesFollowReads: true })).toMatchObject({ details: { unorderedKeyCount: 0 } });
  });

  test('and what crashed and nobody saw needs none', () => {
    const crashed: TransactionRow = { process: 2, type: 'info', value: [w('y', 9)] };
    expect(judge([...rows, crashed])).toMatchObject({ details: { unorderedKeyCount: 1 } });
  });
});
