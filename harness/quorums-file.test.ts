import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { quorumObjection, usesFastRounds } from '#quorums';
import { UsageError } from './harness-error.ts';
import { readQuorumSystem } from './quorums-file.ts';

const examples = join(import.meta.dirname, '..', 'examples');
const exampleFiles = readdirSync(examples).filter((name) => name.endsWith('.json'));

describe('the examples', () => {
  test('are one of each kind', () => {
    expect(exampleFiles.map((name) => readQuorumSystem(join(examples, name)).kind).toSorted()).toEqual([
      'explicit',
      'grid',
      'weighted',
      'zones',
    ]);
  });

  test.each(exampleFiles)('%s is safe and has fast rounds', (name) => {
    const system = readQuorumSystem(join(examples, name));
    expect(quorumObjection(system)).toBeNull();
    expect(usesFastRounds(system)).toBe(true);
  });
});

describe('a quorum system', () => {
  const grid = { kind: 'grid', rows: 1, columns: 2, fastColumns: null };
  const text = '{"system":"grid","rows":1,"columns":2,"fastColumns":null}';
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'ballotproof-quorums-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  function file(content: string): string {
    const path = join(directory, 'quorums.json');
    writeFileSync(path, content);
    return path;
  }

  test('is read from a file, or is the JSON itself', () => {
    expect(readQuorumSystem(file(text))).toEqual(grid);
    expect(readQuorumSystem(text)).toEqual(grid);
    expect(readQuorumSystem(file(`\uFEFF${text}`))).toEqual(grid);
  });

  test.each([
    ['is not JSON', '{"system":\n', /: .*JSON/],
    ['makes no sense', '{"system":"grid","rows":0,"columns":2}', /: the number of rows must be /],
    ['is of no known kind', '{"system":"gird"}', /: unknown quorum system "gird"; did you mean "grid"\?/],
    ['says one thing twice', '{"system":"grid","rows":1,"columns":2,"rows":2}', /: the key "rows" is there twice/],
    ['is no object', '7', /: /],
  ])('that %s is refused in one line with the name of the file', (_what, content, expected) => {
    const path = file(content);
    expect(() => readQuorumSystem(path)).toThrow(UsageError);
    expect(() => readQuorumSystem(path)).toThrow(`--quorums ${path}`);
    expect(() => readQuorumSystem(path)).toThrow(expected);
    expect(() => readQuorumSystem(path)).toThrow(/^[^\n]*$/);
  });

  test('in a file that is not there is refused in one line', () => {
    const path = join(directory, 'missing.json');
    expect(() => readQuorumSystem(path)).toThrow(UsageError);
    expect(() => readQuorumSystem(path)).toThrow(`--quorums ${path}: there is no such file. `);
    expect(() => readQuorumSystem(directory)).toThrow(UsageError);
  });
});
