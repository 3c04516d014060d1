import { exactNumber } from './exact-number.ts';
import { MalformedForm } from './form-scanner.ts';

/** Digits that a double may not hold, or an exponent; a cheap test that lets nearly every text take the fast way. */
const suspect = /[\d.]{16}|\d[eE]/;

/** Deeper values would exhaust the stack of whoever walks them, and JSON.parse the memory: it counts no limit. */
const depthMax = 100;

/**
 * Parses JSON without rounding: whole numbers beyond 2^53 - 1 become bigint.
 * @throws SyntaxError when the text is not JSON, MalformedForm when it is, but has a number that would be rounded, or is
 * nested too deeply
 */
export function parseExactJson(text: string): unknown {
  if (text.length > 2 * depthMax) endOfJson(text, 0);
  if (!suspect.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_name, value: unknown, context?: Readonly<{ source?: string }>) => {
    if (typeof value !== 'number' || context?.source === undefined) return value;
    const exact = exactNumber(context.source);
    if (exact !== null) return exact;
    throw new MalformedForm(text.indexOf(context.source), 'a number that is exact', context.source);
  });
}

/**
 * Where the list or object that begins at `start` ends, by counting brackets outside of strings; -1: the text ends before.
 * @throws MalformedForm where it is nested too deeply
 */
export function endOfJson(text: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === backslash) at += 1;
      else if (code === quote) isInString = false;
    } else if (code === quote) isInString = true;
    else if (code === openBrace || code === openBracket) {
      depth += 1;
      if (depth > depthMax) throw new MalformedForm(at, `at most ${depthMax} levels of nesting`, 'one more');
    } else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

const backslash = 0x5c;
const quote = 0x22;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
