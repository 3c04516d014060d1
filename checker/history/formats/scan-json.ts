import { parseExactJson } from './exact-json.ts';
import { MalformedForm, type Parsed, TextEnds } from './form-scanner.ts';

const space = /[\s]/;

/** Where the first token at or after `from` begins; -1: the text ends before. */
export function startOfToken(text: string, from: number): number {
  let at = from;
  while (at < text.length && space.test(text[at] ?? '')) at += 1;
  return at < text.length ? at : -1;
}

/**
 * The JSON object at or after `from`. Its end is found first, by counting brackets outside of strings.
 * @throws TextEnds when the text ends inside the object and more may come, MalformedForm when it is not JSON
 */
export function parseJsonObject(text: string, from: number, isComplete: boolean): Parsed<unknown> {
  const start = Math.max(from, startOfToken(text, from));
  if (text[start] !== '{') throw new MalformedForm(start, 'an object that is an event', text.slice(start, start + 20));
  const end = endOfObject(text, start);
  if (end < 0 && !isComplete) throw new TextEnds();
  if (end < 0) throw new MalformedForm(text.length, 'the end of an object', 'the end of the file');
  const source = text.slice(start, end);
  try {
    return { form: parseExactJson(source), start, end };
  } catch (error) {
    throw new MalformedForm(start + positionOf(error, source), 'JSON', source);
  }
}

/** Where in `source` a SyntaxError of JSON.parse points to; its end when it names no place. */
export function positionOf(error: unknown, source: string): number {
  const [, position] = (error instanceof Error && /at position (\d+)/.exec(error.message)) || [];
  return position === undefined ? source.length : Number(position);
}

function endOfObject(text: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === backslash) at += 1;
      else if (code === quote) isInString = false;
    } else if (code === quote) isInString = true;
    else if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) {
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
