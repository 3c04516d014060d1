import { encodeJournalFrame } from './journal-codec.ts';
import type { Effect } from './protocol/effects.ts';
import type { JournalRecord } from './protocol/records.ts';
import type { Rules } from './protocol/rules.ts';

/** How many records nobody waits for are held back at most. */
const notesMax = 512;

/** Decides what the next sync writes, and in which frames: a function of the effects alone, so that a replay comes to the same bytes. */
export class PendingRecords {
  readonly #rules: Pick<Rules, 'journalFrames'>;
  #frames: number;
  #notes: JournalRecord[] = [];

  /** `frames`: how many the journal holds already. */
  constructor(rules: Pick<Rules, 'journalFrames'>, frames: number) {
    this.#rules = rules;
    this.#frames = frames;
  }

  /** What the effects of one batch make necessary to write; null: nothing, notes alone are worth a sync only when many have gathered. */
  takeFor(effects: readonly Effect[]): Buffer | null {
    const records: JournalRecord[] = [];
    for (const effect of effects) {
      if (effect.kind === 'persist') records.push(effect.record);
      else if (effect.kind === 'note') this.#notes.push(effect.record);
    }
    return records.length === 0 && this.#notes.length <= notesMax ? null : this.#take(records);
  }

  /** What nobody waits for, before the end; null: nothing. */
  takeRest(): Buffer | null {
    return this.#notes.length === 0 ? null : this.#take([]);
  }

  #take(records: readonly JournalRecord[]): Buffer {
    const together = this.#notes;
    this.#notes = [];
    for (const record of records) together.push(record);
    const frames = this.#rules.journalFrames(together).map((framed) => {
      this.#frames += 1;
      return encodeJournalFrame(this.#frames, framed);
    });
    const [only] = frames;
    return frames.length === 1 && only !== undefined ? only : Buffer.concat(frames);
  }
}
