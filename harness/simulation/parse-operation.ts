import { type MicroOperation, parseTransaction } from '#cluster-node';
import type { JsonReader } from './json-reader.ts';
import { longestMs, type SimOperation } from './sim-scenario.ts';

/** @throws ScenarioError also where a list would get one value twice, which tells no judge who appended it */
export function parseOperations(reader: JsonReader, nodes: readonly string[]): readonly SimOperation[] {
  const appended = new Set<string>();
  return reader.list((item) => {
    const operation = parseOperation(item, nodes);
    if (operation.f !== 'txn') return operation;
    for (const [f, key, value] of operation.value as readonly MicroOperation[]) {
      const append = JSON.stringify([key, value]);
      if (f === 'append' && appended.has(append))
        item.refuse('one that appends no value to a list for the second time');
      if (f === 'append') appended.add(append);
    }
    return operation;
  });
}

function parseOperation(reader: JsonReader, nodes: readonly string[]): SimOperation {
  const field = reader.fields(['atMs', 'client', 'node', 'f', 'key', 'value', 'retry']);
  const f = field('f').oneOf(['read', 'write', 'cas', 'txn'] as const);
  const retry = field('retry').optional((item) => parseRetry(item, nodes));
  return {
    atMs: field('atMs').numberFrom(0, longestMs),
    client: field('client').wholeNumberFrom(0, 1_000_000),
    node: field('node').oneOf(nodes),
    f,
    key: field('key').text(),
    value: parseValue(f, field('value')),
    ...(retry === undefined ? {} : { retry }),
  };
}

function parseRetry(reader: JsonReader, nodes: readonly string[]): NonNullable<SimOperation['retry']> {
  const field = reader.fields(['afterMs', 'node']);
  return { afterMs: field('afterMs').numberFrom(0, longestMs), node: field('node').oneOf(nodes) };
}

function parseValue(f: SimOperation['f'], reader: JsonReader): unknown {
  const { value } = reader;
  switch (f) {
    case 'read':
      return value === null ? null : reader.refuse('null for a read');
    case 'write':
      return isScalar(value) ? value : reader.refuse('a text, a number, a boolean or null');
    case 'cas':
      return Array.isArray(value) && value.length === 2 && value.every(isScalar)
        ? value
        : reader.refuse('a pair of what is there and what is to be');
    case 'txn': {
      const parsed = parseTransaction(value);
      return parsed.kind === 'transaction' ? parsed.micros : reader.refuse('a list of micro-operations');
    }
  }
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
