import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bugTable } from './bug-table.ts';

test('docs/protocol-bugs.md holds the table of all bugs as it is', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/protocol-bugs.md'), 'utf8');
  // to renew it, paste what is expected here
  expect(page).toContain(`\n\n${bugTable()}\n\n`);
});
