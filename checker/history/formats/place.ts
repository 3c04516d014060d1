import { HistoryError } from '../history-error.ts';

/** Where in a text something stands; lines and columns count from 1. */
export type Place = Readonly<{ file: string; line: number; column: number }>;

/** The one clear line about a file that is no history: where, what was expected, what was found. */
export function malformed(place: Place, expected: string, found: string): HistoryError {
  const { file, line, column } = place;
  return new HistoryError(
    'HISTORY_MALFORMED',
    `${file}:${line}:${column}: expected ${expected}, found ${excerpt(found)}`,
    {
      line,
    },
  );
}

/** An error about an event, told with the place of the event. Other errors are left as they are. */
export function atPlace(place: Place, error: unknown): unknown {
  if (!(error instanceof HistoryError) || error.line !== null) return error;
  const { file, line, column } = place;
  return new HistoryError(error.code, `${file}:${line}:${column}: ${error.message}`, { line, cause: error.cause });
}

/** At most 80 characters in one line. Control characters are shown as escapes, so that a terminal is safe from them. */
function excerpt(text: string): string {
  const short = text.length <= 80 ? text : `${text.slice(0, 80)}…`;
  // oxlint-disable-next-line eslint/no-control-regex -- these are what is looked for
  return short.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, (character) => JSON.stringify(character).slice(1, -1));
}
