import { nearestWord } from '#foundation';
import { ModelError } from './models/model.ts';
import { modelNames, namedModels } from './models/named-models.ts';
import { plainCheckerNames } from './plain/named-plain-checkers.ts';

/**
 * Everything that a history can be judged as: transactions, the models of objects, and the plain checkers.
 *
 * ```ts
 * import { historyModels } from 'ballotproof/checker';
 *
 * console.log(historyModels.includes('list-append')); // → true
 * ```
 */
export const historyModels: readonly string[] = ['list-append', 'rw-register', ...modelNames, ...plainCheckerNames];

/** What each name stands for. */
const known: ReadonlyMap<string, string> = new Map([
  ...plainCheckerNames.map((name) => [`jepsen-${name}`, name] as const),
  ...Object.entries(namedModels).flatMap(([name, { aliases }]) => aliases.map((alias) => [alias, name] as const)),
  ...historyModels.map((name) => [name, name] as const),
]);

/**
 * The member of `historyModels` that goes by `name`: `cas-register` is `register`, and the name of the tool before it may
 * be left out: `knossos-mutex` is `mutex`, `elle-list-append` is `list-append`, `jepsen-bank` is `bank`.
 * @throws ModelError when there is none, with the nearest name
 */
export function knownModel(name: string): string {
  const bare = name.replace(/^(?:elle|knossos)-/, '');
  const model = known.get(bare);
  if (model !== undefined) return model;
  const nearest = nearestWord(bare, [...known.keys()]) ?? '';
  throw new ModelError(`unknown model "${name}"; did you mean "${nearest}"? There are ${historyModels.join(', ')}.`);
}
