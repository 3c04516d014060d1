import type { OperationTable } from '../history/operation-table.ts';
import { nameOf, type PlainResult } from './plain-result.ts';

/** What is there at first: of a bank, its accounts and what each holds. */
export type InitialState = Readonly<Record<string, string | number | boolean | null>>;

/** A plain checker, ready to be given a history. */
export type PlainChecker = Readonly<{
  judge: (table: OperationTable, initial?: InitialState) => PlainResult<object>;
  /**
   * Whether a part of a wrong history is wrong for a reason that the whole has too. Operations that are left out make new
   * reasons (nobody wrote what is read), and these accuse nobody.
   */
  accuse: (whole: OperationTable, initial?: InitialState) => (part: OperationTable) => boolean;
}>;

/** A plain checker that judges by `judge`. `isAsWrong` compares two results that are `invalid`. */
export function plainChecker<Result extends PlainResult<object>>(
  judge: (table: OperationTable, initial?: InitialState) => Result,
  isAsWrong: (part: Result, whole: Result) => boolean,
): PlainChecker {
  return {
    judge,
    accuse(table, initial) {
      const whole = judge(table, initial);
      return (part) => {
        const result = judge(part, initial);
        return result.kind === 'invalid' && isAsWrong(result, whole);
      };
    },
  };
}

/** What is wrong with the part is all wrong with the whole, by the JSON of what `wrongs` picks. */
export function sameWrongs<Result>(
  wrongs: (result: Result) => readonly unknown[],
): (part: Result, whole: Result) => boolean {
  let known: Readonly<{ whole: Result; names: ReadonlySet<string> }> | null = null;
  return (part, whole) => {
    // One whole is compared with many parts.
    if (known?.whole !== whole) known = { whole, names: new Set(wrongs(whole).map(nameOf)) };
    const { names } = known;
    return wrongs(part).every((wrong) => names.has(nameOf(wrong)));
  };
}
