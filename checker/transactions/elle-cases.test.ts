import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkTransactions, type TransactionCheckOptions, type TransactionsResult } from './check-transactions.ts';
import type { AnomalyCase } from './findings.ts';
import { type TransactionRow, tableOfTransactions } from './table-of-transactions.ts';
import type { MicroOperation } from './transaction-table.ts';

/**
 * Elle's own test suite: each call with its options, its history and the map it expects. The corpus is data of another project
 * and is read where it lies; without `BALLOTPROOF_CORPORA` these tests are skipped. Keywords are strings that begin with a
 * colon, sets are `{"#set": [...]}`.
 */
const folder = process.env['BALLOTPROOF_CORPORA'];
const file = folder === undefined ? null : join(folder, 'elle-inline', 'cases-dev.jsonl');

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Fields = Readonly<Record<string, Json>>;
type Case = Readonly<{
  suite: 'list-append' | 'rw-register';
  test: string;
  fn: string;
  args: readonly Json[];
  expected: Json;
}>;
type Event = Readonly<{ ':process': number; ':type': string; ':value': readonly MicroOperation[]; ':index': number }>;

const cases: readonly Case[] =
  file === null || !existsSync(file)
    ? []
    : readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
const checks = cases.filter(({ fn }) => fn === 'c' || fn === 'check');
const partial = cases.filter(({ fn }) => ['g1a-cases', 'g1b-cases', 'internal-cases'].includes(fn));

describe.skipIf(checks.length === 0)('the cases of Elle', () => {
  test.each(checks.map((each, place) => [`${each.suite}, ${each.test} (${place})`, each] as const))('%s', (_, each) => {
    const expected = fieldsOf(each.expected);
    const { rows, indices } = rowsOf(each.args[1] ?? []);
    const result = checkTransactions(tableOfTransactions(rows), optionsOf(each));
    expect(result.kind).toBe(kindOf(expected[':valid?']));
    if (expected[':valid?'] === true) return;
    expect(result.anomalyTypes).toEqual(setOf(expected[':anomaly-types']));
    expect(result.not).toEqual(setOf(expected[':not']));
    if (expected[':also-not'] !== undefined) expect(result.alsoNot).toEqual(setOf(expected[':also-not']));
    if (expected[':anomalies'] !== undefined) {
      expect(summaryOf(result, indices)).toEqual(expectedSummary(fieldsOf(expected[':anomalies'])));
    }
  });

  test.each(partial.map((each, place) => [`${each.suite}, ${each.test} (${place})`, each] as const))(
    '%s',
    (_, each) => {
      const { rows, indices } = rowsOf(each.args[0] ?? []);
      // These look at one transaction after the other, and their histories are none: elements are appended twice.
      const isInternal = each.fn === 'internal-cases';
      const histories = isInternal
        ? rows.map((row, at) => ({ rows: [row], indices: [indices[at] ?? 0] }))
        : [{ rows, indices }];
      const results = histories.map((history) =>
        summaryOf(
          checkTransactions(tableOfTransactions(history.rows), { workload: each.suite, unwrittenReads: 'ignored' }),
          history.indices,
        ),
      );
      const type = { 'g1a-cases': 'G1a', 'g1b-cases': 'G1b' }[each.fn];
      const expected: Json = Array.isArray(each.expected)
        ? { [`:${type ?? 'internal'}`]: each.expected }
        : (each.expected ?? {});
      const found: Record<string, readonly unknown[]> = {};
      for (const result of results)
        for (const [name, list] of Object.entries(result)) found[name] = [...(found[name] ?? []), ...list];
      const types = type === undefined ? ['internal', 'future-read'] : [type];
      expect(Object.fromEntries(Object.entries(found).filter(([name]) => types.includes(name)))).toEqual(
        expectedSummary(fieldsOf(expected)),
      );
    },
  );
});

function optionsOf({ suite, args }: Case): TransactionCheckOptions {
  const given = fieldsOf(args[0] ?? {});
  const ranks = given[':transaction-order'] === undefined ? null : fieldsOf(given[':transaction-order']);
  return {
    workload: suite,
    unwrittenReads: 'ignored',
    ...(given[':consistency-models'] === undefined ? {} : { consistency: setOf(given[':consistency-models']) }),
    ...(given[':anomalies'] === undefined ? {} : { anomalies: setOf(given[':anomalies']) }),
    writesFollowReads: given[':wfr-keys?'] === true,
    sequentialKeys: given[':sequential-keys?'] === true,
    linearizableKeys: given[':linearizable-keys?'] === true,
    ...(ranks === null ? {} : { transactionOrder: (row: number) => Number(ranks[String(row)]) }),
  };
}

/** Completions with the invocation they belong to; completions alone follow one another. */
function rowsOf(history: Json): { rows: readonly TransactionRow[]; indices: readonly number[] } {
  const events = (history ?? []) as unknown as readonly Event[];
  const open: Event[] = [];
  const rows: (TransactionRow & { index: number })[] = [];
  for (const event of events) {
    const { ':process': process, ':type': type, ':value': value, ':index': index } = event;
    if (type === ':invoke') {
      open.push(event);
      continue;
    }
    const isSame = (other: Event): boolean =>
      other[':process'] === process && shapeOf(other[':value']) === shapeOf(value);
    const [invocation] = open.splice(open.findIndex(isSame), open.some(isSame) ? 1 : 0);
    const call = 2 * (invocation?.[':index'] ?? index);
    rows.push({
      process,
      type: type.slice(1) as TransactionRow['type'],
      value: plainValue(value),
      call,
      ret: 2 * index + 1,
      index,
    });
  }
  for (const { ':process': process, ':value': value, ':index': index } of open) {
    rows.push({ process, type: 'info', value: plainValue(value), call: 2 * index, index });
  }
  return { rows, indices: rows.map(({ index }) => index) };
}

function plainValue(value: readonly MicroOperation[]): readonly MicroOperation[] {
  return value.map((mop) => words(mop) as MicroOperation);
}

/** An invocation asks for what the completion did, but for the values of reads. */
function shapeOf(value: readonly MicroOperation[]): string {
  return JSON.stringify(value.map(([f, key, argument]) => (f === ':r' ? [f, key] : [f, key, argument])));
}

/** Cycles as sets of steps between rows, so that it does not matter with which one they begin; other cases by their fields. */
function summaryOf(
  { anomalies }: TransactionsResult,
  indices: readonly number[],
): Readonly<Record<string, readonly unknown[]>> {
  const index = (op: unknown): unknown => indices[(op as { row: number }).row];
  return Object.fromEntries(
    Object.entries(anomalies).map(([type, found]) => [
      type,
      type === 'empty-transaction-graph' ? [] : sorted(found.map((each: AnomalyCase) => caseSummary(each, index))),
    ]),
  );
}

function caseSummary(found: AnomalyCase, index: (op: unknown) => unknown): unknown {
  if (Array.isArray(found['cycle'])) {
    const cycle = found['cycle'].map(index);
    const steps = found['steps'] as readonly Fields[];
    return sorted(
      steps.map(({ type, key, value, nextValue, aIndex, bIndex, process }, at) => [
        cycle[at],
        cycle[at + 1],
        type,
        key ?? null,
        type === 'process' || type === 'realtime' ? null : (value ?? null),
        nextValue ?? null,
        aIndex ?? null,
        bIndex ?? null,
        process ?? null,
      ]),
    );
  }
  const { op, writer, mop, expected, element, key, value, values, txns, duplicates, scc, sources } = found;
  return {
    op: op === undefined ? null : index(op),
    writer: writer === undefined ? null : index(writer),
    mop: mop ?? null,
    expected: expected ?? null,
    element: element ?? null,
    key: key ?? null,
    value: value ?? null,
    values: values ?? null,
    txns: Array.isArray(txns) ? sorted(txns.map(index)) : null,
    duplicates: duplicates ?? null,
    scc: Array.isArray(scc) ? sorted(scc) : null,
    sources: sources ?? null,
  };
}

function expectedSummary(anomalies: Fields): unknown {
  const indexOf = (op: unknown): unknown => (op as Event)[':index'];
  return Object.fromEntries(
    Object.entries(anomalies).map(([type, found]) => [
      type.slice(1),
      Array.isArray(found) ? sorted(found.map((each) => expectedCase(fieldsOf(each), indexOf))) : [],
    ]),
  );
}

function expectedCase(found: Fields, index: (op: unknown) => unknown): unknown {
  const plain = Object.fromEntries(Object.entries(found).map(([name, value]) => [name.slice(1), value]));
  if (!Array.isArray(plain['cycle'])) {
    const { op, writer, mop, expected, element, key, value, values, txns, duplicates, scc, sources } = plain;
    const fields = { op, writer, mop, expected, element, key, value, values, txns, duplicates, scc, sources };
    const given = Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined));
    const readable: AnomalyCase = {
      ...given,
      ...(duplicates === undefined || duplicates === null
        ? {}
        : { duplicates: Object.entries(duplicates).map(([e, n]) => [Number(e), n]) }),
      ...(mop === undefined ? {} : { mop: words(mop) }),
      ...(expected === undefined ? {} : { expected: words(expected) }),
      ...(key === undefined ? {} : { key: words(key) }),
      ...(sources === undefined ? {} : { sources: words(sources) }),
      ...(scc === undefined ? {} : { scc: setOf(scc) }),
    };
    return caseSummary(readable, index);
  }
  const cycle = plain['cycle'].map(index);
  const steps = plain['steps'] as readonly Fields[];
  return sorted(
    steps.map((step, at) => {
      const nextValue = step[":value'"] ?? null;
      const data = [
        words(step[':key'] ?? null),
        words(step[':value'] ?? null),
        nextValue,
        step[':a-mop-index'] ?? null,
        step[':b-mop-index'] ?? null,
      ];
      return [cycle[at], cycle[at + 1], words(step[':type'] ?? null), ...data, step[':process'] ?? null];
    }),
  );
}

/** Keywords as our results have them. */
function words(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(words);
  if (value === ':elle.list-append/init') return 'init';
  if (typeof value === 'object' && value !== null && '#sym' in value) return value['#sym'];
  return typeof value === 'string' ? value.replace(/^:/u, '') : value;
}

function kindOf(valid: Json | undefined): string {
  return valid === true ? 'valid' : valid === false ? 'invalid' : 'unknown';
}

function setOf(value: Json | undefined): readonly string[] {
  const list =
    value === null || value === undefined ? [] : Array.isArray(value) ? value : (fieldsOf(value)['#set'] ?? []);
  return sorted((list as readonly Json[]).map(words)) as readonly string[];
}

function sorted(list: readonly unknown[]): readonly unknown[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function fieldsOf(value: Json): Fields {
  return value as Fields;
}
