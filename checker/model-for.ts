import type { OperationTable } from './history/operation-table.ts';
import { ModelError } from './models/model.ts';

/** Which functions speak for which model. The first that has all functions of a history counts. */
const vocabularies: readonly (readonly [model: string, functions: readonly string[]])[] = [
  ['register', ['read', 'write', 'cas']],
  ['key-value', ['get', 'put', 'append']],
  ['mutex', ['acquire', 'release']],
  ['stack', ['push', 'pop']],
  ['fifo-queue', ['enqueue', 'dequeue']],
];

/** Which micro-operations speak for which model of transactions. */
const microVocabularies: readonly (readonly [model: string, functions: readonly string[]])[] = [
  ['rw-register', ['r', 'w']],
  ['list-append', ['r', 'append']],
  ['multi-register', ['read', 'write']],
];

/**
 * The model that the functions of a history speak for: `push` and `pop` for a stack, transactions that append for
 * list-append. @throws ModelError when they speak for none, or for several (`add` and `read`: a set, or a counter)
 */
export function modelFor(table: OperationTable): string {
  const { functions } = table;
  const isTransactional = functions.length === 1 && functions[0] === 'txn';
  const words = isTransactional ? microFunctions(table) : functions;
  const found = (isTransactional ? microVocabularies : vocabularies).find(([, known]) =>
    words.every((word) => known.includes(word)),
  );
  if (found !== undefined) return found[0];
  throw new ModelError(`no model is known by the functions ${words.join(', ')} alone; name one`);
}

function microFunctions({ values }: OperationTable): readonly string[] {
  const found = new Set<string>();
  for (const value of values) {
    if (!Array.isArray(value)) continue;
    for (const micro of value) {
      if (!Array.isArray(micro) || typeof micro[0] !== 'string') continue;
      found.add(micro[0]);
      if (micro[0] === 'r' && Array.isArray(micro[2])) found.add('append'); // a list was read, so there are lists
    }
  }
  return [...found];
}
