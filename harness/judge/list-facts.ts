import type { Operation } from '#checker';
import { keysOfTransaction } from '#workloads';
import type { ListFacts } from './run-facts.ts';

/** What the transactions that succeeded have shown. Linear in the size of all lists read. */
export function listFacts(operations: readonly Operation[]): ListFacts {
  const answered = operations.filter(({ f, type }) => f === 'txn' && type === 'ok');
  const appendedBy = new Map<string, Operation>();
  for (const operation of answered)
    for (const [f, key, element] of microsOf(operation))
      if (f === 'append') appendedBy.set(named(key, element), operation);
  const shown = new Set<string>();
  for (const operation of answered) {
    for (const [f, key, list] of microsOf(operation)) {
      if (f !== 'r' || !Array.isArray(list)) continue;
      for (const element of list) {
        const name = named(key, element);
        const writer = appendedBy.get(name);
        if (writer !== undefined && writer !== operation) shown.add(name);
      }
    }
  }
  const joined = answered.filter(({ output }) => new Set(keysOfTransaction(output)).size > 1).length;
  return { appends: appendedBy.size, shown: shown.size, joined };
}

function microsOf({ output }: Operation): readonly (readonly unknown[])[] {
  return Array.isArray(output) ? output.filter((micro) => Array.isArray(micro)) : [];
}

function named(key: unknown, element: unknown): string {
  return JSON.stringify([key, element]);
}
