import {
  fail,
  type MicroOperation,
  microOperationKinds,
  microOperationsOf,
  ok,
  type TransactionTable,
} from '../transaction-table.ts';
import { isSameValue } from '../versions.ts';

/** What a history of transactions is tried for: how transactions are isolated, and which of them must keep their order. */
export type TrialLevel = Readonly<{
  isolation: 'serializable' | 'snapshot';
  order: 'none' | 'process' | 'realtime';
}>;

type State = ReadonlyMap<string | number, unknown>;

/** A transaction that has begun: what it saw, and the writes it will commit. */
type Begun = Readonly<{ t: number; writes: ReadonlyMap<string | number, unknown>; since: number }>;

/**
 * Whether some course of things explains all reads, by trying every one: transactions that are ok take part in it, crashed
 * ones may. `serializable`: one after the other. `snapshot`: each begins, reads what was committed by then and its own
 * writes, and commits if nobody else has committed to the keys it wrote since (Berenson et al. 1995, section 4.2).
 * Exponential: for tests of tiny histories.
 */
export function isExplainedByTrial(table: TransactionTable, { isolation, order }: TrialLevel): boolean {
  const { operations, size } = table;
  const all = Array.from({ length: size }, (_, t) => t).filter((t) => operations.type[t] !== fail);
  const precedes = (a: number, b: number): boolean => {
    if (operations.type[a] !== ok || order === 'none') return false;
    if (order === 'process') return operations.process[a] === operations.process[b] && a < b;
    return (operations.ret[a] ?? 0) < (operations.call[b] ?? 0);
  };
  const isDone = ({ length }: readonly unknown[], left: readonly number[]): boolean =>
    length === 0 && left.every((t) => operations.type[t] !== ok);

  /** `lastCommit` has, of each key, how many commits there were when it was committed to last. */
  const goOn = (
    left: readonly number[],
    begun: readonly Begun[],
    state: State,
    lastCommit: ReadonlyMap<string | number, number>,
    commits: number,
  ): boolean => {
    if (isDone(begun, left)) return true;
    for (const one of begun) {
      if ([...one.writes.keys()].some((key) => (lastCommit.get(key) ?? 0) > one.since)) continue;
      const next = new Map([
        ...state,
        ...[...one.writes].map(([key, value]) => [key, written(state, key, value)] as const),
      ]);
      const nextCommit = new Map(lastCommit);
      for (const key of one.writes.keys()) nextCommit.set(key, commits + 1);
      const others = begun.filter((other) => other !== one);
      if (goOn(left, others, next, nextCommit, commits + 1)) return true;
    }
    if (isolation === 'serializable' && begun.length > 0) return false; // it commits before anyone else begins
    return left.some((t) => {
      const isTooEarly =
        left.some((other) => other !== t && precedes(other, t)) || begun.some((other) => precedes(other.t, t));
      if (isTooEarly) return false;
      const writes = execute(table, t, state);
      if (writes === null) return false;
      const others = left.filter((other) => other !== t);
      return goOn(others, [...begun, { t, writes, since: commits }], state, lastCommit, commits);
    });
  };
  return goOn(all, [], new Map(), new Map(), 0);
}

/** What an append adds is committed on top of the list there is; nobody else appended since. */
function written(state: State, key: string | number, value: unknown): unknown {
  return value instanceof Appended ? [...listIn(state, key), ...value.elements] : value;
}

class Appended {
  readonly elements: readonly unknown[];
  constructor(elements: readonly unknown[]) {
    this.elements = elements;
  }
}

/** What transaction `t` writes on top of `state`; null when it read something else. Reads of crashed ones are not known. */
function execute(table: TransactionTable, t: number, state: State): Begun['writes'] | null {
  const writes = new Map<string | number, unknown>();
  for (const [at, microOperation] of microOperationsOf(table, t).entries()) {
    const [f, key, value] = microOperation;
    const own = writes.get(key);
    if (f === 'append') writes.set(key, new Appended([...(own instanceof Appended ? own.elements : []), value]));
    else if (f === 'w') writes.set(key, value);
    else if (table.kind[(table.start[t] ?? 0) + at] === microOperationKinds.read) {
      const present = own === undefined ? (state.get(key) ?? null) : written(state, key, own);
      if (!isSameValue(seenBy(microOperation), present)) return null;
    }
  }
  return writes;
}

function seenBy([, , value]: MicroOperation): unknown {
  return Array.isArray(value) && value.length === 0 ? null : (value ?? null);
}

function listIn(state: State, key: string | number): readonly unknown[] {
  const list = state.get(key);
  return Array.isArray(list) ? list : [];
}
