import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkHistory, type HistoryCheckOptions } from './check-history.ts';
import { parseEdn } from './history/formats/parse-edn.ts';
import { readTable } from './history/read-table.ts';
import type { VerdictKind } from './verdict.ts';

/*
 * Histories that other projects recorded, with the verdicts that these expect. They lie where BALLOTPROOF_CORPORA says, a
 * folder whose INDEX.tsv names file, model and verdict of each; without it these tests are skipped.
 */
const folder = process.env['BALLOTPROOF_CORPORA'] ?? '';
const index = join(folder, 'INDEX.tsv');
const isThere = folder !== '' && existsSync(index);

/** What one file is checked for. `anything`: the collection does not know, but a verdict must be reached. */
type Case = Readonly<{ file: string; options: Asked; expected: VerdictKind | 'anything' }>;
type Asked = Pick<HistoryCheckOptions, 'model' | 'consistency' | 'initial'>;

const cases = isThere ? casesOf(readFileSync(index, 'utf8')) : [];

describe.skipIf(!isThere)('recorded histories', () => {
  test('are listed', () => {
    expect(cases).not.toEqual([]);
  });

  for (const { file, options, expected } of cases) {
    test(`${file} as ${JSON.stringify(options)} is ${expected}`, async () => {
      const { table, hasRealTime } = await readTable(join(folder, file), { byKey: 'auto' });
      const verdict = checkHistory(table, { ...options, hasRealTime, now: () => performance.now() });
      if (expected === 'anything') expect(verdict.kind).not.toBe('unknown');
      else expect(verdict.kind, JSON.stringify(verdict).slice(0, 1000)).toBe(expected);
    });
  }
});

/** Lines of the index whose files are histories; lists of calls to a checker are tested where that checker is. */
function casesOf(text: string): readonly Case[] {
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .filter(([file = '']) => !file.endsWith('/cases-dev.jsonl'))
    .flatMap(([file = '', model = '', expected = '']) => expectations(file, model, expected));
}

function expectations(file: string, model: string, expected: string): readonly Case[] {
  const options = asked(model);
  if (/^(?:ok|valid)/.test(expected)) return [{ file, options: options, expected: 'valid' }];
  if (/^(?:illegal|invalid)/.test(expected)) return [{ file, options, expected: 'invalid' }];
  if (/^(?:satisfies|violates)/.test(expected)) {
    return levelsIn(expected).map((level) => ({ file, options: { ...options, ...level }, expected: level.expected }));
  }
  return [{ file, options, expected: 'anything' }];
}

/** `list-append --consistency-models serializable`, `multi-register {:x 0 :y 0}`, `cas-register (start nil)`. */
function asked(model: string): Asked {
  const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(model) ?? [];
  if (name === 'kv') return { model: 'key-value' };
  if (name === 'list-append' && rest !== '') return { model: name, consistency: rest.replace(/^\S+ (?=\S)/, '') };
  if (!rest.startsWith('{')) return { model: name };
  const initial = parseEdn(rest, 0, true).form as Record<string, number>;
  return { model: name, initial };
}

/** `satisfies read-committed; violates read-atomic, causal` */
function levelsIn(text: string): readonly Readonly<{ consistency: string; expected: VerdictKind }>[] {
  return text.split('; ').flatMap((clause) => {
    const [, verb, levels = ''] = /^(satisfies|violates) ([^(]*)/.exec(clause) ?? [];
    const names = levels.trim() === 'transactional causal consistency' ? ['causal'] : levels.trim().split(', ');
    // The name means different models of the lattice; in these collections that of transactions.
    const models = names.map((name) => (name === 'causal' ? 'causal-cerone' : name));
    return models.map(
      (consistency) => ({ consistency, expected: verb === 'satisfies' ? 'valid' : 'invalid' }) as const,
    );
  });
}
