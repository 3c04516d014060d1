import { textTable } from '../report/text-table.ts';
import { scenarios } from '../scenarios/catalogue.ts';

/** Prints every scenario with what it tests. */
export function listCommand(): number {
  const rows = scenarios.map(({ name, description }) => [name, description]);
  process.stdout.write(`${textTable(rows).join('\n')}\n`);
  return 0;
}
