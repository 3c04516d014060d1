import { malformed } from './place.ts';
import { type TextOptions, textChunks } from './text-chunks.ts';

/** A line of more characters is no event of a history, and shall not fill the memory. */
const lineLengthMax = 2 ** 26;

/** A line without its end. `isLast`: nothing follows it; `isEnded`: it ends with a newline. */
export type Line = Readonly<{ text: string; number: number; isLast: boolean; isEnded: boolean }>;

/**
 * Calls `each` with every line of the file, in order; only pieces of the file are in memory at a time. Empty lines at
 * the end are left out of what counts as last.
 * @throws HistoryError when the file cannot be read, is not UTF-8, or has an endless line; and what `each` throws
 */
export async function readLines(file: string, each: (line: Line) => void, options: TextOptions = {}): Promise<void> {
  let number = 0;
  let rest: string[] = [];
  let restLength = 0;
  // One line back, because only the next one shows that it was not the last.
  let held: Line | null = null;
  for await (const chunk of textChunks(file, options)) {
    let from = 0;
    // Not by split, because a chunk may hold a quarter million empty lines.
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', from)) {
      number += 1;
      if (end > from || restLength > 0) {
        // Pieces of a long line are put together once, not at each piece.
        const text = restLength > 0 ? rest.join('') + chunk.slice(from, end) : chunk.slice(from, end);
        rest = [];
        restLength = 0;
        if (held !== null) each(held);
        held = { text, number, isLast: false, isEnded: true };
      }
      from = end + 1;
    }
    if (from < chunk.length) {
      rest.push(chunk.slice(from));
      restLength += chunk.length - from;
    }
    if (restLength > lineLengthMax) {
      throw malformed(
        { file, line: number + 1, column: 1 },
        `lines of at most ${lineLengthMax} characters`,
        rest.join(''),
      );
    }
  }
  if (restLength > 0) {
    if (held !== null) each(held);
    held = { text: rest.join(''), number: number + 1, isLast: false, isEnded: false };
  }
  if (held !== null) each({ ...held, isLast: true });
}
