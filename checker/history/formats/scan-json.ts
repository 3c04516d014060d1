import { endOfJson, parseExactJson } from './exact-json.ts';
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
 * @throws TextEnds when the text ends inside the object and more may come, MalformedForm when it is not JSON, or none that is read
 */
export function parseJsonObject(text: string, from: number, isComplete: boolean): Parsed<unknown> {
  const start = Math.max(from, startOfToken(text, from));
  if (text[start] !== '{') throw new MalformedForm(start, 'an object that is an event', text.slice(start, start + 20));
  const end = endOfJson(text, start);
  if (end < 0 && !isComplete) throw new TextEnds();
  if (end < 0) throw new MalformedForm(text.length, 'the end of an object', 'the end of the file');
  const source = text.slice(start, end);
  try {
    return { form: parseExactJson(source), start, end };
  } catch (error) {
    if (error instanceof MalformedForm) throw new MalformedForm(start + error.at, error.expected, error.found);
    throw new MalformedForm(start + positionOf(error, source), 'JSON', source);
  }
}

/** Where in `source` a SyntaxError of JSON.parse points to; its end when it names no place. */
export function positionOf(error: unknown, source: string): number {
  const [, position] = (error instanceof Error && /at position (\d+)/.exec(error.message)) || [];
  return position === undefined ? source.length : Number(position);
}
