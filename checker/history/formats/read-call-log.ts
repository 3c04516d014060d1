import type { TableBuilder } from '../table-builder.ts';
import { exactNumber } from './exact-number.ts';
import { atPlace, malformed, type Place } from './place.ts';
import { readLines } from './read-lines.ts';

/** `[2] call push(7)`, `[2] call push 7`, `[1] return 7`, `[1] return empty`, `[2] return`. */
const call = /^\s*\[(\d+)\] call ([A-Za-z]\w*)(?:\((.*)\)|\s+(\S+))?\s*$/;
const answer = /^\s*\[(\d+)\] return(?:\s+(\S+))?\s*$/;

type Operation = Readonly<{ f: string; kind: 'insert' | 'remove' }>;

/** The names that queues and stacks have for what they do, and ours. */
const operations: Readonly<Record<string, Operation>> = {
  push: { f: 'push', kind: 'insert' },
  pop: { f: 'pop', kind: 'remove' },
  add: { f: 'enqueue', kind: 'insert' },
  enq: { f: 'enqueue', kind: 'insert' },
  enqueue: { f: 'enqueue', kind: 'insert' },
  remove: { f: 'dequeue', kind: 'remove' },
  deq: { f: 'dequeue', kind: 'remove' },
  dequeue: { f: 'dequeue', kind: 'remove' },
};

/** What a thread runs at present. `argument` of a remove: what it is known to give, null: nothing is known. */
type Running = Operation & Readonly<{ argument: string | number | null }>;

/**
 * Reads the calls and returns of queues and stacks, one a line, as LiMo and Violin print them. The number in brackets
 * is the process; the order of the lines is time. A remove that found nothing answers null; one that is written with
 * an argument gives that value. Comments begin with `#`. Many such files end without a newline, so a last line without one is
 * taken as it stands.
 * @throws HistoryError with line and column
 */
export async function readCallLog(file: string, builder: TableBuilder): Promise<void> {
  const running = new Map<number, Running>();
  await readLines(file, ({ text, number }) => {
    if (/^\s*(?:#|$)/.test(text)) return;
    const place = { file, line: number, column: 1 };
    const begun = call.exec(text);
    const ended = answer.exec(text);
    try {
      if (begun !== null) begin(builder, running, begun, place);
      else if (ended !== null) end(builder, running, ended, place);
      else throw malformed(place, 'a line such as "[1] call push(7)" or "[1] return 7"', text);
    } catch (error) {
      throw atPlace(place, error);
    }
  });
}

function begin(builder: TableBuilder, running: Map<number, Running>, found: RegExpExecArray, place: Place): void {
  const [text, thread = '', name = '', inBrackets, afterSpace] = found;
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) {
    const expected = `one of ${Object.keys(operations).join(', ')}`;
    throw malformed({ ...place, column: 1 + text.indexOf(name) }, expected, name);
  }
  const argument = valueOf(inBrackets ?? afterSpace ?? '', place);
  if (operation.kind === 'insert' && argument === null) throw malformed(place, `what to ${name}`, text);
  const process = processOf(thread, place);
  builder.invoke({ process, f: operation.f, value: operation.kind === 'insert' ? argument : null });
  running.set(process, { ...operation, argument });
}

function end(builder: TableBuilder, running: Map<number, Running>, found: RegExpExecArray, place: Place): void {
  const [text, thread = '', returned = ''] = found;
  const process = processOf(thread, place);
  const { kind = 'insert', argument = null } = running.get(process) ?? {};
  const value = valueOf(returned, place);
  if (kind === 'remove' && argument !== null && returned !== '' && value !== argument) {
    throw malformed(place, `${argument}, which the call names, to be returned`, text);
  }
  builder.complete({ process, type: 'ok', value: kind === 'insert' ? argument : (argument ?? value) });
}

function processOf(digits: string, place: Place): number {
  const process = Number(digits);
  if ((process | 0) === process) return process;
  throw malformed(place, 'a number in brackets of at most 2^31 - 1', digits);
}

/** Whole numbers are numbers, other words are themselves; `empty` and nothing are null. */
function valueOf(word: string, place: Place): string | number | null {
  if (word === '' || word === 'empty') return null;
  if (!/^-?\d+$/.test(word)) return word;
  const value = exactNumber(word);
  if (typeof value === 'number') return value;
  throw malformed(place, 'a whole number between -(2^53 - 1) and 2^53 - 1', word);
}
