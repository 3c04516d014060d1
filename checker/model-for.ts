import { endings, type OperationTable } from './history/operation-table.ts';
import { ModelError } from './models/model.ts';

/** Which functions speak for which model. The first that has all functions of a history counts. */
const vocabularies: readonly (readonly [model: string, functions: readonly string[]])[] = [
  ['register', ['read', 'write', 'cas']],
  ['key-value', ['get', 'put', 'append']],
  ['mutex', ['acquire', 'release']],
  ['stack', ['push', 'pop']],
  ['fifo-queue', ['enqueue', 'dequeue']],
  ['total-queue', ['enqueue', 'dequeue', 'drain']],
  ['bank', ['transfer', 'read']],
  ['unique-ids', ['generate']],
];

/** Which micro-operations speak for which model of transactions. */
const microVocabularies: readonly (readonly [model: string, functions: readonly string[]])[] = [
  ['rw-register', ['r', 'w']],
  ['list-append', ['r', 'append']],
  ['multi-register', ['read', 'write']],
];

const ok = endings.indexOf('ok');

/**
 * The model that a history speaks for by its functions, and where several have these by its values: `push` and `pop` for a
 * stack, transactions that append for list-append, reads that answer a map for a bank.
 * @throws ModelError when it speaks for none, or for several (`add` and `read`: a set, or a counter), with those that may be meant
 */
export function modelFor(table: OperationTable): string {
  const { functions } = table;
  const isTransactional = functions.length === 1 && functions[0] === 'txn';
  if (isTransactional) return spokenFor(microVocabularies, microFunctions(table));
  return modelOfReads(table) ?? spokenFor(vocabularies, functions);
}

/** The model that a history speaks for; null: it speaks for none alone. */
export function modelOrNull(table: OperationTable): string | null {
  try {
    return modelFor(table);
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

function spokenFor(known: typeof vocabularies, words: readonly string[]): string {
  const found = known.find(([, vocabulary]) => words.every((word) => vocabulary.includes(word)));
  if (found !== undefined) return found[0];
  const isSetOrCounter = words.every((word) => ['add', 'remove', 'read'].includes(word));
  const meant = isSetOrCounter
    ? ': set, set-full or jepsen-set for what is added, counter or jepsen-counter for sums'
    : '';
  throw new ModelError(`no model is known by the functions ${words.join(', ')} alone; name one${meant}`);
}

/** How what is written and what is read looks, where reads and writes are no register's. */
const readShapes: readonly (readonly [model: string, isWritten: Looks, isRead: Looks])[] = [
  ['long-fork', isGroup, isGroup],
  ['bank', () => false, isMap],
  ['comments', (value) => !Array.isArray(value), Array.isArray],
];

type Looks = (value: unknown) => boolean;

/** The first model that all writes and all answers to reads look like; null: none, or nothing was read. */
function modelOfReads({ functions, values, size, f, type, input, output }: OperationTable): string | null {
  if (!functions.includes('read') || functions.some((name) => name !== 'read' && name !== 'write')) return null;
  const read = functions.indexOf('read');
  const written = new Set<unknown>();
  const answered = new Set<unknown>();
  for (let row = 0; row < size; row++) {
    if (f[row] !== read) written.add(values[input[row] ?? -1]);
    else if (type[row] === ok) answered.add(values[output[row] ?? -1]);
  }
  if (answered.size === 0) return null;
  const isOf = ([, isWritten, isRead]: (typeof readShapes)[number]): boolean =>
    [...answered].every(isRead) && [...written].every(isWritten);
  return readShapes.find(isOf)?.[0] ?? null;
}

/** `[["r", 0, null], ["r", 1, 7]]` */
function isGroup(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isMicroOperation);
}

/** `{"0": 10, "1": 5}` */
function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMicroOperation(value: unknown): boolean {
  return Array.isArray(value) && (value[0] === 'r' || value[0] === 'w');
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
