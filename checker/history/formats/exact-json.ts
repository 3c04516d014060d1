import { exactNumber } from './exact-number.ts';

/** Digits that a double may not hold, or an exponent; a cheap test that lets nearly every text take the fast way. */
const suspect = /\d{16}|\d[eE]/;

/**
 * Parses JSON without rounding: whole numbers beyond 2^53 - 1 become bigint.
 * @throws SyntaxError when the text is not JSON, or has a number that would be rounded
 */
export function parseExactJson(text: string): unknown {
  if (!suspect.test(text)) return JSON.parse(text);
  return JSON.parse(text, exactly);
}

function exactly(_name: string, value: unknown, context?: Readonly<{ source?: string }>): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  const exact = exactNumber(context.source);
  if (exact === null) throw new SyntaxError(`the number ${context.source} would be rounded`);
  return exact;
}
