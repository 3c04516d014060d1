import type { TableBuilder } from '../table-builder.ts';
import { addEvent } from './add-event.ts';
import { exactNumber } from './exact-number.ts';
import { MalformedForm } from './form-scanner.ts';
import { parseEdn } from './parse-edn.ts';
import { malformed, type Place } from './place.ts';
import { readLines } from './read-lines.ts';

/** `INFO  jepsen.util - 4	:invoke	:write	3`: process, type, function and value between tabs or spaces; more may follow. */
const operation = /jepsen\.util - (\d+|:nemesis)\s+:(\w+)\s+:(\S+)\s+(?=\S)/;
/** A line of another logger. */
const otherLine = /^(?:\S+ )*?(?:DEBUG|INFO|WARN|ERROR)\s+(?!\s|jepsen\.util - )/;

/**
 * Reads the operations that Jepsen prints to its log, as in Porcupine's etcd histories; lines of other loggers are left
 * out. The order of the lines is time. A log that ends without a newline was cut, and 1 may be what is left of 12: its last
 * line is left out, unless it ends with a bracket or a quotation mark, which nothing can follow.
 * @returns whether the last line was torn
 * @throws HistoryError with line and column
 */
export async function readJepsenLog(file: string, builder: TableBuilder): Promise<boolean> {
  let isTorn = false;
  await readLines(file, ({ text, number, isEnded }) => {
    if (!isEnded && number > 1 && !/[\])}"]\s*$/.test(text)) {
      isTorn = true;
      return;
    }
    const place = { file, line: number, column: 1 };
    const found = operation.exec(text);
    if (found === null) {
      if (text.trim() === '' || otherLine.test(text)) return;
      throw malformed(place, 'a line of Jepsen\'s log such as "INFO  jepsen.util - 4\\t:invoke\\t:write\\t3"', text);
    }
    const [beginning, process = '', type, f] = found;
    const event = {
      process: process === ':nemesis' ? 'nemesis' : exactNumber(process),
      type,
      f,
      value: valueAt(found.index + beginning.length, text, place),
    };
    addEvent(builder, event, place);
  });
  return isTorn;
}

function valueAt(at: number, text: string, place: Place): unknown {
  try {
    return parseEdn(text, at, true).form;
  } catch (error) {
    if (!(error instanceof MalformedForm)) throw error;
    throw malformed({ ...place, column: 1 + error.at }, error.expected, error.found);
  }
}
