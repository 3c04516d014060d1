import { neverReturned, type OperationTable } from '../../history/operation-table.ts';
import type { AnyModel } from '../../models/model.ts';
import { attemptOf } from '../attempt-of.ts';
import { type Calls, noValue } from '../decider.ts';
import { parsedAttempt } from '../parsed-attempt.ts';

/** An operation in the words of a model. Equal operations are one action, whoever did them and whenever. */
export type Action = Readonly<{ input: unknown; output: unknown; observes: boolean }>;

/** The calls of one part, in which `a` is the place of the call's action in `actions`. */
export type ModelCalls = Readonly<{ calls: Calls; actions: readonly Action[] }>;

/** Of a row while it is turned into an action: the texts, the objects, the columns of its call. */
export const modelCallsBytesPerRow = 160;

/**
 * The operations of `rows` that may have had an effect or have told something. Left out: `fail` where the model does not
 * hear it, and what only observes and did not return, because nobody knows what it saw.
 * @throws ModelError when an operation is not one of the model's
 */
export function modelCalls(table: OperationTable, rows: Int32Array, model: AnyModel): ModelCalls {
  const places = new Map<string, number>();
  const actions: Action[] = [];
  const chosen: number[] = [];
  const actionOf: number[] = [];
  for (const row of rows) {
    const attempt = attemptOf(table, row);
    if (attempt.type === 'fail' && !model.hearsFailure?.(attempt)) continue;
    const { input, output } = parsedAttempt(model, attempt);
    const observes = model.observes?.(input) === true;
    if (observes && attempt.type === 'info') continue;
    const text = output === undefined ? JSON.stringify(input) : `${JSON.stringify(input)} ${JSON.stringify(output)}`;
    const place = places.get(text) ?? actions.push({ input, output, observes }) - 1;
    places.set(text, place);
    chosen.push(row);
    actionOf.push(place);
  }
  const size = chosen.length;
  const row = Int32Array.from(chosen);
  return {
    actions,
    calls: {
      size,
      row,
      kind: new Uint8Array(size),
      a: Int32Array.from(actionOf),
      b: new Int32Array(size).fill(noValue),
      call: row.map((each) => table.call[each] ?? 0),
      // Of a failure that is heard the answer came back: it happened before its completion, whatever `type` says.
      ret: row.map((each) => table.ret[each] ?? neverReturned),
      valueCount: actions.length,
      initial: noValue,
    },
  };
}
