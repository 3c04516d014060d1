import type { TableBuilder } from '../table-builder.ts';
import { addEvent } from './add-event.ts';
import { parseExactJson } from './exact-json.ts';
import { MalformedForm } from './form-scanner.ts';
import { malformed, type Place } from './place.ts';
import { type Line, readLines } from './read-lines.ts';
import { positionOf } from './scan-json.ts';

/**
 * Reads one JSON object a line: the `history.jsonl` of a run, or shorter events in Jepsen's words. The order of the
 * lines is time. A recorder that was killed leaves a torn last line; in the history of a run (its lines have `index`
 * and `timeNs`) that line is left out, because nobody relied on it; anywhere else it is an error.
 * @returns whether the last line was torn
 * @throws HistoryError with line and column
 */
export async function readJsonl(file: string, builder: TableBuilder): Promise<boolean> {
  let index = 0;
  let isRecorded = false;
  let isTorn = false;
  const readLine = (line: Line): void => {
    if (line.text.trim() === '') return;
    const place = { file, line: line.number, column: 1 };
    const event = eventOf(line, place, isRecorded);
    if (index === 0) isRecorded = isOfRun(event);
    if (event === torn || (isRecorded && !line.isEnded)) {
      isTorn = true;
      return;
    }
    if (isRecorded) assertIndex(event, index, place);
    addEvent(builder, event, place);
    index += 1;
  };
  await readLines(file, readLine, { mayBeCut: true });
  return isTorn;
}

const torn = Symbol('torn');

function eventOf({ text, isLast }: Line, place: Place, mayBeTorn: boolean): unknown {
  try {
    return parseExactJson(text);
  } catch (error) {
    if (error instanceof MalformedForm) {
      throw malformed({ ...place, column: 1 + error.at }, error.expected, error.found);
    }
    if (mayBeTorn && isLast) return torn;
    const column = 1 + positionOf(error, text);
    throw malformed({ ...place, column }, 'one JSON object', text);
  }
}

function isOfRun(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'index' in event && 'timeNs' in event;
}

function assertIndex(event: unknown, index: number, place: Place): void {
  const found = typeof event === 'object' && event !== null && 'index' in event ? event.index : undefined;
  if (found !== index) throw malformed(place, `"index": ${index}, one more than on the line before`, String(found));
}
