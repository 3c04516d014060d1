import { expect, test } from 'vitest';
import { type Mutant, mutants } from '#cluster-node';
import { invariant } from '#foundation';
import type { SimViolation } from '../simulation/index.ts';
import type { Conviction } from './conviction.ts';
import { type MutantReport, mutantReport, mutantText } from './mutant-report.ts';
import type { TriedMutant } from './try-mutants.ts';

const conviction: Conviction = { seed: 3, judge: 'agreement', message: 'two values', events: 77 };
const seen: Conviction = { ...conviction, judge: 'linearizability' };
const violation: SimViolation = { judge: 'stall', fingerprint: '', message: 'nothing goes on', atEvent: 9, atMs: 1 };

function mutantNamed(name: string): Mutant {
  const mutant = mutants.get(name);
  invariant(mutant !== undefined, 'the mutant exists', { name });
  return mutant;
}

function tried(name: string, seeds: number, byEverybody: Conviction | null): TriedMutant {
  return {
    mutant: mutantNamed(name),
    directed: { byEverybody: conviction, byClients: seen, control: null },
    swarm: {
      byEverybody: { seeds, conviction: byEverybody },
      byClients: { seeds: 40, conviction: null },
      control: { seeds: 50, violation: null },
    },
    shrunk: { operations: 2, faults: 1, messages: 3, isMinimal: true },
  };
}

function reportOf(done: readonly TriedMutant[], wanted: number = done.length): MutantReport {
  return mutantReport(done, { wanted, durationMs: 1_000 });
}

test('all is well when every mutant is convicted and the correct node is not', () => {
  const report = reportOf([tried('amnesia', 2, conviction), tried('no-k2a', 8, conviction)]);
  expect(report).toMatchObject({ verdict: 'valid', survived: [], accused: [] });
  expect(mutantText(report)).toContain('All 2 mutants are convicted.');
});

test('a mutant that survives the swarm is named, though its directed scenario convicts it', () => {
  const report = reportOf([tried('amnesia', 2, conviction), tried('no-k2a', 5_000, null)]);
  expect(report).toMatchObject({ verdict: 'invalid', survived: ['no-k2a'] });
  expect(mutantText(report)).toContain('Of 2 mutants 1 survived: no-k2a.');
});

test('a mutant that its directed scenario does not convict has survived', () => {
  const missed = { byEverybody: null, byClients: null, control: null };
  const report = reportOf([{ ...tried('amnesia', 2, conviction), directed: missed }]);
  expect(report).toMatchObject({ verdict: 'invalid', survived: ['amnesia'] });
});

test.each([
  ['under the directed scenario, stall: nothing goes on', { directed: violation, swarm: null }],
  ['with seed 12, stall: nothing goes on', { directed: null, swarm: { ...violation, seed: 12 } }],
])('the correct node is accused %s', (sentence, accusation) => {
  const innocent = tried('amnesia', 2, conviction);
  const report = reportOf([
    {
      ...innocent,
      directed: { byEverybody: conviction, byClients: seen, control: accusation.directed },
      swarm: {
        byEverybody: { seeds: 2, conviction },
        byClients: { seeds: 2, conviction: seen },
        control: { seeds: 12, violation: accusation.swarm },
      },
    },
  ]);
  expect(report).toMatchObject({ verdict: 'invalid', survived: [], accused: ['amnesia'] });
  expect(mutantText(report)).toContain(sentence);
});

test('who is stopped has no verdict on those that are not done, unless one that is done has survived', () => {
  const report = reportOf([tried('amnesia', 2, conviction)], 2);
  expect(report).toMatchObject({ verdict: 'unknown', wanted: 2, survived: [] });
  expect(mutantText(report)).toContain('Stopped: 1 of 2 mutants are done, and of the others nothing is said.');
  expect(mutantText(report)).toContain('All 1 mutants that are done are convicted.');
  expect(reportOf([tried('no-k2a', 5_000, null)], 2).verdict).toBe('invalid');
});

test('the median is over all mutants, and a survivor counts as more than any number', () => {
  const seeds = [4, 1, 9].map((count) => tried('amnesia', count, conviction));
  expect(reportOf(seeds).medianSeeds).toBe(4);
  expect(reportOf([...seeds, tried('no-k2a', 2, null), tried('no-k2a', 2, null)]).medianSeeds).toBe(9);
  expect(reportOf([tried('no-k2a', 2, null)]).medianSeeds).toBeNull();
});

test('what clients saw is counted apart: by either trial, and whatever else convicts', () => {
  const unseen = { byEverybody: conviction, byClients: null, control: null };
  const report = reportOf([tried('amnesia', 2, conviction), { ...tried('no-k2a', 2, conviction), directed: unseen }]);
  expect(mutantText(report)).toContain('1 of them by what clients saw alone, not so no-k2a.');
  expect(report.verdict).toBe('valid');
});

test('the table says how small the convicting scenario gets, and whether that is all', () => {
  const small = tried('amnesia', 2, conviction);
  const cut: TriedMutant = { ...small, shrunk: { operations: 9, faults: 0, messages: 11, isMinimal: false } };
  const text = mutantText(reportOf([small, cut, { ...small, shrunk: null }]));
  expect(text.match(/ [\d+…]+$/gm)).toEqual([' 2+1+3', ' 9+0+11…', ' 40']);
});

test('bugs that the node cannot have are listed with the reason', () => {
  const { notInTheNode } = reportOf([]);
  expect(notInTheNode.map(({ number }) => number)).toEqual([28, 29, 31, 32, 41, 43, 50, 51, 52, 53, 60, 61]);
});
