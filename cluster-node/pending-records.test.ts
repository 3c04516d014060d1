import { describe, expect, test } from 'vitest';
import { decodeJournal, decodeJournalFrame } from './journal-codec.ts';
import { PendingRecords } from './pending-records.ts';
import type { Effect } from './protocol/effects.ts';
import { roundOf } from './protocol/round.ts';
import { paxosRules } from './protocol/rules.ts';

const persist: Effect = { kind: 'persist', record: { kind: 'promise', round: roundOf(1, 0, 0) } };
const note: Effect = { kind: 'note', record: { kind: 'chosen', instance: 1, value: 'x' } };

describe('what the next sync writes', () => {
  test('is nothing for notes alone, until many have gathered or the node ends', () => {
    const pending = new PendingRecords(paxosRules, 0);
    expect(pending.takeFor(Array.from({ length: 512 }, () => note))).toBeNull();
    expect(decodeJournal(pending.takeFor([note]) ?? Buffer.alloc(0)).records).toHaveLength(513);
    expect(pending.takeRest()).toBeNull();
    pending.takeFor([note]);
    expect(decodeJournalFrame(pending.takeRest() ?? Buffer.alloc(0))).toHaveLength(1);
  });

  test('are notes before the records that make it necessary, in frames that count on', () => {
    const pending = new PendingRecords(paxosRules, 0);
    pending.takeFor([note]);
    const first = pending.takeFor([persist, note]) ?? Buffer.alloc(0);
    const second = pending.takeFor([persist]) ?? Buffer.alloc(0);
    const { records, frames } = decodeJournal(Buffer.concat([first, second]));
    expect(frames).toBe(2);
    expect(records.map(({ kind }) => kind)).toEqual(['chosen', 'chosen', 'promise', 'promise']);
  });
});
