import { onlyRows } from '../explain/only-rows.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { partitions } from '../linearizability/partitions.ts';
import { strongestVerdict, type Verdict } from '../verdict.ts';
import type { InitialState, PlainChecker } from './plain-checker.ts';
import type { PlainResult } from './plain-result.ts';

/** A result as Jepsen writes it: hyphens in names, and `valid?`. */
export type JepsenResult = Readonly<Record<string, unknown>>;

const shownLength = 200;
const keysTold = 5;

/**
 * What a plain checker makes of a history, as a verdict whose details have Jepsen's names. A history of many keys is judged
 * key by key, as by `jepsen.independent`: `results` by key, and `failures`.
 */
export function plainVerdict(table: OperationTable, { judge }: PlainChecker, initial?: InitialState): Verdict {
  if (!table.key.some((key) => key >= 0)) {
    const result = judge(table, initial);
    return verdictOf(result.kind, factsOf(result), jepsenResult(result));
  }
  const results = partitions(table).map(({ key, rows }) => {
    return { key: String(key), result: judge(onlyRows(table, [...rows]), initial) };
  });
  const kind = strongestVerdict(results.map(({ result }) => result.kind));
  const failures = results.filter(({ result }) => result.kind === 'invalid').map(({ key }) => key);
  const worst = results.filter(({ result }) => result.kind === kind).slice(0, keysTold);
  const details = {
    'valid?': validOf(kind),
    results: Object.fromEntries(results.map(({ key, result }) => [key, jepsenResult(result)])),
    failures,
  };
  const told =
    kind === 'valid' ? [] : worst.flatMap(({ key, result }) => factsOf(result).map((fact) => `Key ${key}: ${fact}`));
  return verdictOf(
    kind,
    [
      `${results.length} ${results.length === 1 ? 'key' : 'keys'}, of which ${failures.length} ${failures.length === 1 ? 'fails' : 'fail'}.`,
      ...told,
    ],
    details,
  );
}

function verdictOf(kind: Verdict['kind'], sentences: readonly string[], details: JepsenResult): Verdict {
  return kind === 'unknown' ? { kind, reasons: sentences, details } : { kind, evidence: sentences, details };
}

/** Counts in one sentence; then what is not empty, cut where it is long. */
function factsOf(result: PlainResult<object>): readonly string[] {
  const facts = Object.entries(jepsenResult(result)).filter(([name]) => name !== 'valid?');
  const counts = facts
    .filter(([, value]) => typeof value === 'number')
    .map(([name, value]) => `${name} ${String(value)}`);
  const others = facts
    .filter(([, value]) => typeof value === 'object' && value !== null && Object.keys(value).length > 0)
    .map(([name, value]) => `${name}: ${cut(JSON.stringify(value))}`);
  const isNothing = result.kind === 'unknown' ? ['Nothing was observed that could be judged.'] : [];
  return [...isNothing, ...(counts.length === 0 ? [] : [`${counts.join(', ')}.`]), ...others];
}

function jepsenResult({ kind, ...facts }: PlainResult<object>): JepsenResult {
  return {
    'valid?': validOf(kind),
    ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [hyphened(name), value])),
  };
}

function validOf(kind: Verdict['kind']): boolean | 'unknown' {
  return kind === 'unknown' ? kind : kind === 'valid';
}

function hyphened(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function cut(text: string): string {
  return text.length <= shownLength ? text : `${text.slice(0, shownLength)}…`;
}
