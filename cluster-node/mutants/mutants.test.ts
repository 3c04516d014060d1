import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mutants } from './index.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/protocol-bugs.md'), 'utf8');
const rows = page.split('\n').filter((line) => /^\| \d+ \|/.test(line));

describe('docs/protocol-bugs.md', () => {
  test.each([...mutants.values()].map((mutant) => [mutant.name, mutant] as const))(
    'has a row for %s, with its wrong step and its setting',
    (_name, { name, number, wrongStep, least: { nodes, phase1, classic, fast } }) => {
      const [row = ''] = rows.filter((line) => line.includes(`\`${name}\``));
      expect(row).toMatch(`| ${number} | \`${name}\` | ${wrongStep} |`);
      expect(row).toMatch(`| ${nodes}, ${phase1}, ${classic}, ${fast ?? '–'} |`);
    },
  );

  test('has no row for a mutant that does not exist', () => {
    expect(rows).toHaveLength(mutants.size);
  });
});
