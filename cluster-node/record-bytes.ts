import type { JournalRecord } from './protocol/records.ts';

type Vote = Extract<JournalRecord, { kind: 'vote' }>;
type Chosen = Extract<JournalRecord, { kind: 'chosen' }>;

/** A power of two. */
const rememberedMax = 256;
const votes: ({ readonly vote: Vote; readonly bytes: Buffer } | undefined)[] = Array.from({ length: rememberedMax });
const decisions: ({ readonly chosen: Chosen; readonly bytes: Buffer } | undefined)[] = Array.from({
  length: rememberedMax,
});

/**
 * The record in UTF-8 as `JSON.stringify` writes it; not to be changed. The latest votes and decisions, which is what nodes write all the
 * time, are remembered: of one instance, all nodes of a simulated cluster write the same.
 */
export function recordBytes(record: JournalRecord): Buffer {
  if (record.kind === 'vote') return voteBytes(record);
  return record.kind === 'chosen' ? chosenBytes(record) : Buffer.from(JSON.stringify(record));
}

function voteBytes(vote: Vote): Buffer {
  const { instance, round, value } = vote;
  const place = instance % rememberedMax;
  const known = votes[place];
  if (known?.vote.instance === instance && known.vote.round === round && known.vote.value === value) return known.bytes;
  const bytes = Buffer.from(JSON.stringify(vote));
  votes[place] = { vote, bytes };
  return bytes;
}

function chosenBytes(chosen: Chosen): Buffer {
  const { instance, value } = chosen;
  const place = instance % rememberedMax;
  const known = decisions[place];
  if (known?.chosen.instance === instance && known.chosen.value === value) return known.bytes;
  const bytes = Buffer.from(JSON.stringify(chosen));
  decisions[place] = { chosen, bytes };
  return bytes;
}
