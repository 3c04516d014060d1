import type { JournalRecord } from './protocol/records.ts';

/** A power of two. */
const rememberedMax = 256;
const remembered: ({ readonly value: string; readonly text: string } | undefined)[] = Array.from({
  length: rememberedMax,
});

/**
 * The records as a JSON array, as `JSON.stringify` writes it. Votes and decisions, which is what a node writes all the time, are put
 * together by hand, and their value, which is written twice at least, is quoted once.
 */
export function recordsText(records: readonly JournalRecord[]): string {
  let text = '[';
  for (const record of records) {
    if (text.length > 1) text += ',';
    text += recordText(record);
  }
  return `${text}]`;
}

function recordText(record: JournalRecord): string {
  const { kind } = record;
  if (kind === 'vote')
    return `{"kind":"vote","instance":${record.instance},"round":${record.round},"value":${valueText(record)}}`;
  if (kind === 'chosen') return `{"kind":"chosen","instance":${record.instance},"value":${valueText(record)}}`;
  return JSON.stringify(record);
}

function valueText({ instance, value }: Readonly<{ instance: number; value: string }>): string {
  const place = instance % rememberedMax;
  const known = remembered[place];
  if (known !== undefined && known.value === value) return known.text;
  const text = JSON.stringify(value);
  remembered[place] = { value, text };
  return text;
}
