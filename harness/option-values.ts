import { nearestWord } from '#foundation';
import { UsageError } from './harness-error.ts';

/** One of `words`. @throws UsageError with the nearest word */
export function oneOf<Word extends string>(option: string, text: string, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new UsageError(`${option} "${text}" is unknown; ${suggestion(text, words)}`);
  return word;
}

/** For an unknown word: the nearest known one, and all of them. */
export function suggestion(word: string, known: readonly string[]): string {
  return `did you mean "${nearestWord(word, known) ?? ''}"? Known: ${known.join(', ')}.`;
}

/** A whole number from `min` to `max`. @throws UsageError */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new UsageError(`${option} takes a whole number from ${min} to ${max}, not "${text}".`);
  }
  return value;
}

/** A number from `min` to `max`, for example `2.5`; without `unit` it has none. @throws UsageError */
export function decimalNumber(
  option: string,
  text: string,
  { min, max, unit }: { min: number; max: number; unit?: string },
): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    const ofUnit = unit === undefined ? '' : ` of ${unit}`;
    throw new UsageError(`${option} takes a number${ofUnit} from ${min} to ${max}, not "${text}".`);
  }
  return value;
}
