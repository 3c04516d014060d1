import type { OpType } from '../op.ts';
import type { TableBuilder } from '../table-builder.ts';
import { atPlace, malformed, type Place } from './place.ts';
import { printed } from './printed.ts';

/** The fields of an event that count, as JSON and EDN name them. */
type Fields = Readonly<
  Partial<Record<'process' | 'type' | 'f' | 'key' | 'value' | 'time' | 'timeNs' | 'node', unknown>>
>;

/**
 * Adds one event as Jepsen writes it: `{process, type, f, value}` with an optional `key`, `time` (or `timeNs`) in
 * nanoseconds, and `node`. Events of the nemesis take a position and nothing else. A missing value is null; a completion may
 * leave out `f`, and an invocation, where its value is a list of micro-operations: then it is a `txn`.
 * @throws HistoryError with the place of the event
 */
export function addEvent(builder: TableBuilder, event: unknown, place: Place): void {
  if (!isObject(event)) throw malformed(place, 'an event with "process", "type", "f" and "value"', printed(event));
  if (event.process === 'nemesis') return builder.skip();
  const value = event.value ?? null;
  const fields = {
    process: processOf(event, place),
    key: keyOf(event, place),
    timeNs: timeOf(event, place),
    value,
  };
  const type = typeOf(event, place);
  try {
    if (type === 'invoke') builder.invoke({ ...fields, f: functionOf(event, place), node: nodeOf(event) });
    else builder.complete({ ...fields, type, f: event.f === undefined ? undefined : functionOf(event, place) });
  } catch (error) {
    throw atPlace(place, error);
  }
}

function processOf({ process }: Fields, place: Place): number | null {
  if (process === undefined || process === null) return null;
  if (typeof process === 'number' && process >= 0 && (process | 0) === process) return process;
  throw malformed(place, '"process": a whole number from 0 to 2^31 - 1, or "nemesis"', printed(process));
}

function typeOf({ type }: Fields, place: Place): OpType {
  if (type === 'invoke' || type === 'ok' || type === 'fail' || type === 'info') return type;
  throw malformed(place, '"type": "invoke", "ok", "fail" or "info"', printed(type));
}

function functionOf({ f, value }: Fields, place: Place): string {
  if (typeof f === 'string') return f;
  if (f === undefined && Array.isArray(value) && value.every(Array.isArray)) return 'txn';
  throw malformed(place, '"f": the name of what the client did', printed(f));
}

function keyOf({ key }: Fields, place: Place): string | number | null {
  if (key === undefined || key === null) return null;
  if (typeof key === 'string' || (typeof key === 'number' && Number.isSafeInteger(key))) return key;
  throw malformed(place, '"key": a string or a whole number', printed(key));
}

function timeOf({ time, timeNs = time }: Fields, place: Place): number | null {
  if (timeNs === undefined || timeNs === null) return null;
  if (typeof timeNs === 'number' && timeNs >= 0) return timeNs;
  throw malformed(place, 'the time: nanoseconds from 0 to 2^53 - 1', printed(timeNs));
}

/** Only for people: whatever is no name is not worth an error. */
function nodeOf({ node }: Fields): string | null {
  return typeof node === 'string' ? node : null;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
