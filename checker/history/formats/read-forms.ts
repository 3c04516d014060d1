import type { TableBuilder } from '../table-builder.ts';
import { addEvent } from './add-event.ts';
import { FormScanner, MalformedForm, type Parsed, TextEnds } from './form-scanner.ts';
import { parseEdn, startOfForm } from './parse-edn.ts';
import { parseJsonObject, startOfToken } from './scan-json.ts';

/** How a notation is read: where the next form begins, the form itself, and what surrounds and separates events. */
type Notation = Readonly<{
  startOf: (text: string, from: number, isComplete: boolean) => number;
  parse: (text: string, from: number, isComplete: boolean) => Parsed<unknown>;
  brackets: Readonly<Record<string, string>>;
  separator: string | null;
}>;

const edn: Notation = { startOf: startOfForm, parse: parseEdn, brackets: { '[': ']', '(': ')' }, separator: null };
const json: Notation = { startOf: startOfToken, parse: parseJsonObject, brackets: { '[': ']' }, separator: ',' };

/**
 * Reads a history in EDN: maps or tagged records one after the other, or all in one vector or list. Only one event is
 * in memory at a time. @throws HistoryError with line and column
 */
export function readEdn(file: string, builder: TableBuilder): Promise<void> {
  return readForms(file, builder, edn);
}

/** Reads a history in JSON that is one list of events, or events one after the other. @throws HistoryError with line and column */
export function readJson(file: string, builder: TableBuilder): Promise<void> {
  return readForms(file, builder, json);
}

type Item =
  | Readonly<{ kind: 'event'; event: unknown }>
  | Readonly<{ kind: 'open'; closer: string }>
  | Readonly<{ kind: 'separator' | 'close' | 'end' }>;

async function readForms(file: string, builder: TableBuilder, notation: Notation): Promise<void> {
  const scanner = new FormScanner(file);
  /** The bracket that ends the list of all events; null: outside of such a list. */
  let closer: string | null = null;
  let needs: State['needs'] = null;
  const parse = (text: string, from: number, isComplete: boolean): Parsed<Item> =>
    nextItem(text, from, { isComplete, notation, closer, needs });
  try {
    for (;;) {
      const taken = scanner.take(parse);
      if (taken === null) {
        await scanner.more();
        continue;
      }
      const { form: item, place } = taken;
      if (item.kind === 'end') return;
      if (item.kind === 'event') addEvent(builder, item.event, place);
      closer = item.kind === 'open' ? item.closer : item.kind === 'close' ? null : closer;
      needs = needAfter(item, closer, notation);
    }
  } finally {
    await scanner.close();
  }
}

type State = Readonly<{
  isComplete: boolean;
  notation: Notation;
  closer: string | null;
  /** In a list with separators one must come before the next event, and an event must follow one; after a list, nothing. */
  needs: 'separator' | 'event' | 'end' | null;
}>;

function needAfter(item: Item, closer: string | null, { separator }: Notation): State['needs'] {
  if (item.kind === 'close') return 'end';
  if (separator === null || closer === null) return null;
  return item.kind === 'separator' ? 'event' : item.kind === 'event' ? 'separator' : null;
}

function nextItem(text: string, from: number, { isComplete, notation, closer, needs }: State): Parsed<Item> {
  const start = notation.startOf(text, from, isComplete);
  if (start < 0) {
    if (!isComplete) throw new TextEnds();
    if (closer !== null) throw new MalformedForm(text.length, `"${closer}"`, 'the end of the file');
    return { form: { kind: 'end' }, start: text.length, end: text.length };
  }
  const first = text[start] ?? '';
  if (needs === 'end') throw new MalformedForm(start, 'the end of the file', first);
  const single = (form: Item): Parsed<Item> => ({ form, start, end: start + 1 });
  if (first === closer && needs !== 'event') return single({ kind: 'close' });
  if (needs === 'separator') {
    if (first === notation.separator) return single({ kind: 'separator' });
    throw new MalformedForm(start, `"${notation.separator}" or "${closer}"`, first);
  }
  const opened = closer === null ? notation.brackets[first] : undefined;
  if (opened !== undefined) return single({ kind: 'open', closer: opened });
  const { form: event, end } = notation.parse(text, start, isComplete);
  return { form: { kind: 'event', event }, start, end };
}
