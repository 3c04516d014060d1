import { expect, test } from 'vitest';
import { summarizeOperations } from '#checker';
import { evidenceOf } from './evidence.ts';
import { factsOfAGoodRun } from './facts-of-a-good-run.ts';

test('what a setting leaves no room to test is said', () => {
  const sentence =
    'With N=3 L=2 R=2 F=3 no decision of a fast round can be kept from the next leader, so none was tested at its bound.';
  const evidence = (fast: number, impossible: readonly 'fast'[]) =>
    evidenceOf(
      factsOfAGoodRun({ tight: { classic: 5, fast, wanted: ['classic'], impossible } }),
      summarizeOperations([]),
    );
  expect(evidence(0, ['fast'])).toContain(sentence);
  expect(evidence(0, [])).not.toContain(sentence);
  expect(evidence(1, ['fast']), 'it came about all the same').not.toContain(sentence);
});
