import type { OperationTable } from '../history/operation-table.ts';
import type { AnyModel } from '../models/model.ts';
import { type Calls, type Decider, noValue } from './decider.ts';
import { type Action, modelCalls, modelCallsBytesPerRow } from './general/model-calls.ts';

/** Models on whose histories some deciders are faster than a search: how calls are put for them, and who they are. */
export type Family = Readonly<{
  /** Tried in this order, until one does not decline. */
  deciders: readonly Decider[];
  /** What reading a row takes: the columns of its call, and whatever objects are made on the way. */
  bytesPerRow: number;
  /** Reads the whole table once; what it returns gives the calls of some rows in the family's words. */
  reader(table: OperationTable, model: AnyModel): (rows: Int32Array) => Calls;
}>;

/** An action in the words of a family: what stands in `kind` and `a` of `Calls`. `about`: a value, or null for none. */
export type Word = Readonly<{ kind: number; about: unknown }>;

/** The order of values in a family where it matters. */
export type ValueOrder = (one: unknown, other: unknown) => number;

/**
 * A family whose calls follow from the model's actions, one by one. Equal values (as JSON) have one number; with an
 * `order` lesser values have lesser numbers.
 */
export function wordFamily(
  deciders: readonly Decider[],
  wordOf: (action: Action) => Word,
  order: ValueOrder | null = null,
): Family {
  return {
    deciders,
    bytesPerRow: modelCallsBytesPerRow,
    reader: (table, model) => (rows) => {
      const { calls, actions } = modelCalls(table, rows, model);
      return callsInWords(calls, actions.map(wordOf), order);
    },
  };
}

/** Calls whose `a` names a word, with `kind` and `a` as the word says. */
function callsInWords(calls: Calls, words: readonly Word[], order: ValueOrder | null): Calls {
  const values = new Map(words.flatMap(({ about }) => (about === null ? [] : [[JSON.stringify(about), about]])));
  const texts = order
    ? [...values].toSorted(([, one], [, other]) => order(one, other)).map(([text]) => text)
    : [...values.keys()];
  const numbers = new Map(texts.map((text, number) => [text, number]));
  const numberOf = words.map(({ about }) => numbers.get(JSON.stringify(about)) ?? noValue);
  return {
    ...calls,
    kind: Uint8Array.from(calls.a, (action) => words[action]?.kind ?? 0),
    a: calls.a.map((action) => numberOf[action] ?? noValue),
    valueCount: texts.length,
  };
}
