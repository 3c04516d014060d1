import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JournalRecord } from './protocol/records.ts';
import { recordBytes } from './record-bytes.ts';

const number = fc.integer({ min: 0, max: 2 ** 40 });
const instance = fc.integer({ min: 1, max: 600 });
const value = fc.oneof(fc.constantFrom('', 'x', '["c1",2]'), fc.string({ unit: 'binary' }));
const record: fc.Arbitrary<JournalRecord> = fc.oneof(
  fc.record({ kind: fc.constant('vote' as const), instance, round: number, value }),
  fc.record({ kind: fc.constant('chosen' as const), instance, value }),
  fc.record({ kind: fc.constant('promise' as const), round: number }),
  fc.record({ kind: fc.constant('began' as const), round: number }),
  fc.record({ kind: fc.constant('promise-instance' as const), instance, round: number }),
);

test('a record is written as JSON.stringify writes it, whatever was written before', () => {
  fc.assert(
    fc.property(fc.array(record), (records) => {
      for (const one of records) expect(recordBytes(one).toString()).toBe(JSON.stringify(one));
    }),
    { numRuns: 500 },
  );
});
