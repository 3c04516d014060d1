import { randomNumbers } from '../../history/random-history.ts';
import { operationOfRow, tableOfOps } from '../../history/table-rows.ts';
import { isLinearizableByBruteForce } from '../brute-force.ts';
import { checkTable } from '../check-table.ts';
import { objectShapes } from './object-shapes.ts';
import { randomObjectHistory } from './random-object-history.ts';

/** How often each family was judged, by verdict, and by which deciders. */
export type FuzzCounts = Record<string, { valid: number; invalid: number; deciders: Record<string, number> }>;

/** Two deciders that do not agree; `seed` gives the history again. */
export class Disagreement extends Error {
  override readonly name = 'Disagreement';
}

/**
 * Judges `count` small random histories, one family after the other, with the decider that `checkTable` chooses, with the
 * general search, and by trying every order. The history of one seed is the same whatever `count` is.
 * @throws Disagreement
 */
export function fuzzDeciders(
  options: Readonly<{ seed: number; count: number; families?: readonly string[] }>,
): FuzzCounts {
  const names = options.families ?? Object.keys(objectShapes);
  const counts: FuzzCounts = {};
  for (let seed = options.seed; seed < options.seed + options.count; seed++) {
    const name = names[seed % names.length] ?? '';
    judgeOne(name, seed, counts);
  }
  return counts;
}

function judgeOne(name: string, seed: number, counts: FuzzCounts): void {
  const shape = objectShapes[name];
  if (shape === undefined) throw new RangeError(`there is no family "${name}"`);
  const random = randomNumbers(Math.imul(seed, 0x9e3779b1)); // neighbouring seeds begin with neighbouring numbers
  const extent = {
    clients: 2 + random(3),
    operations: 2 + random(7),
    crashPercent: [0, 0, 15, 40][random(4)] ?? 0,
    wrongPercent: [0, 10, 30][random(3)] ?? 0,
  };
  const ops = randomObjectHistory(shape, extent, random);
  if (!ops.some(({ type }) => type === 'ok')) return;
  const table = tableOfOps(ops);
  const limits = { now: () => 0 };
  const chosen = checkTable(table, shape.model, limits);
  const searched = checkTable(table, { ...shape.model }, limits);
  const operations = Array.from({ length: table.size }, (_, row) => operationOfRow(table, row));
  const expected = isLinearizableByBruteForce(operations, shape.model) ? 'valid' : 'invalid';
  const isPossible = extent.wrongPercent > 0 || expected === 'valid';
  const deciders = chosen.deciders.map((decider) => decider.name).join('+');
  if (chosen.kind !== expected || searched.kind !== expected || !isPossible) {
    const lines = ops.map(({ process, type, f, value }) => `${process} ${type} ${f} ${JSON.stringify(value)}`);
    throw new Disagreement(
      `${name}, seed ${seed}: every order says ${expected}, ${deciders} says ${chosen.kind}, the search ${searched.kind}\n${lines.join('\n')}`,
    );
  }
  const count = (counts[name] ??= { valid: 0, invalid: 0, deciders: {} });
  count[expected]++;
  count.deciders[deciders] = (count.deciders[deciders] ?? 0) + 1;
}
