import { nearestWord } from '#foundation';
import { anomaliesImpliedBy, anomaliesImplying, reachable, reverse } from './anomaly-names.ts';

/** A name that no consistency model has. */
export class UnknownModelError extends Error {
  override readonly name = 'UnknownModelError';
  readonly code = 'UNKNOWN_CONSISTENCY_MODEL';

  constructor(model: string) {
    super(`unknown consistency model "${model}"; did you mean "${namedLike(model)}"?`);
  }
}

/** Adya's names for levels that have a friendlier one, and other second names. */
const aliases: Readonly<Record<string, string>> = {
  'PL-1': 'read-uncommitted',
  'PL-2': 'read-committed',
  'PL-2+': 'consistent-view',
  'PL-2L': 'monotonic-view',
  'PL-2.99': 'repeatable-read',
  'PL-3': 'serializable',
  'PL-3U': 'update-serializable',
  'PL-CS': 'cursor-stability',
  'PL-FCV': 'forward-consistent-view',
  'PL-MSR': 'monotonic-snapshot-read',
  'PL-SI': 'snapshot-isolation',
  'PL-SS': 'strict-serializable',
  'conflict-serializable': 'serializable',
  'strong-serializable': 'strict-serializable',
  'strong-session-PL-1': 'strong-session-read-uncommitted',
  'strong-session-PL-2': 'strong-session-read-committed',
  'strong-PL-1': 'strong-read-uncommitted',
  'strong-PL-2': 'strong-read-committed',
  ROLA: 'update-atomic',
};

/**
 * The lattice: each model with the next weaker ones, whose histories include all of its own. After Adya (1999), Bailis et
 * al. ("Highly Available Transactions", 2013), Cerone et al. ("A Framework for Transactional Consistency Models with Atomic
 * Visibility", 2015), Daudjee & Salem (2004, 2006) and Zuikeviciute & Pedone (2005), put together as in Elle.
 */
const weaker: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'strict-serializable': [
      'serializable',
      'linearizable',
      'snapshot-isolation',
      'strong-snapshot-isolation',
      'strong-session-serializable',
      'session-serializable',
    ],
    'strong-session-serializable': ['serializable', 'strong-session-snapshot-isolation'],
    'strong-snapshot-isolation': ['strong-session-snapshot-isolation', 'strong-read-committed'],
    'strong-session-snapshot-isolation': ['snapshot-isolation', 'strong-session-read-committed'],
    'strong-read-committed': ['strong-session-read-committed', 'strong-read-uncommitted'],
    'strong-read-uncommitted': ['strong-session-read-uncommitted'],
    'strong-session-read-committed': ['read-committed', 'strong-session-read-uncommitted'],
    'strong-session-read-uncommitted': ['read-uncommitted'],
    'session-serializable': ['1SR'],
    serializable: ['repeatable-read', 'snapshot-isolation', 'view-serializable', 'update-serializable'],
    'update-serializable': ['forward-consistent-view'],
    'snapshot-isolation': [
      'forward-consistent-view',
      'monotonic-atomic-view',
      'monotonic-snapshot-read',
      'parallel-snapshot-isolation',
      'prefix',
    ],
    'parallel-snapshot-isolation': ['causal-cerone', 'update-atomic'],
    prefix: ['causal-cerone'],
    'forward-consistent-view': ['consistent-view'],
    'consistent-view': ['cursor-stability', 'monotonic-view'],
    'repeatable-read': ['cursor-stability', 'monotonic-atomic-view'],
    'cursor-stability': ['read-committed'],
    'monotonic-view': ['read-committed'],
    'monotonic-snapshot-read': ['read-committed'],
    'causal-cerone': ['read-atomic'],
    'update-atomic': ['read-atomic'],
    'read-atomic': ['monotonic-atomic-view'],
    'monotonic-atomic-view': ['read-committed'],
    'read-committed': ['read-uncommitted'],
    linearizable: ['sequential'],
    sequential: ['causal'],
    causal: ['writes-follow-reads', 'PRAM'],
    PRAM: ['monotonic-reads', 'monotonic-writes', 'read-your-writes'],
  }),
);

const stronger = reverse(weaker);

/**
 * What each model forbids beyond what the weaker ones do. `cycleExists` names stand for "some cycle is there, though none
 * was shown". A read of what nobody ever wrote is beneath every level, like an element that is there twice.
 */
const forbids: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'read-uncommitted': ['G0', 'duplicate-elements', 'cyclic-versions', 'garbage-read', 'PL-1-cycle-exists'],
    'read-committed': ['G1', 'PL-2-cycle-exists'],
    'cursor-stability': ['G1', 'G-cursor', 'lost-update'],
    'monotonic-view': ['G1', 'G-monotonic'],
    'monotonic-snapshot-read': ['G1', 'G-MSR'],
    'consistent-view': ['G1', 'G-single'],
    'forward-consistent-view': ['G1', 'G-SIb'],
    'repeatable-read': ['G1', 'G2-item', 'lost-update', 'PL-2.99-cycle-exists'],
    'read-atomic': ['internal', 'G1a', 'future-read'],
    'update-atomic': ['lost-update'],
    'causal-cerone': ['internal', 'G1a'],
    prefix: ['internal', 'G1a'],
    'parallel-snapshot-isolation': ['internal', 'G1a'],
    'snapshot-isolation': ['internal', 'G1', 'G-SI', 'G-nonadjacent', 'PL-SI-cycle-exists'],
    serializable: ['G1', 'G2', 'predicate-read-miss', 'internal', 'PL-3-cycle-exists'],
    'update-serializable': ['G1', 'G-update'],
    'strict-serializable': ['G1', 'G1c-realtime', 'G2-realtime', 'PL-SS-cycle-exists'],
    'strong-session-read-uncommitted': ['G0-process', 'strong-session-PL-1-cycle-exists'],
    'strong-session-read-committed': ['G1c-process', 'strong-session-PL-2-cycle-exists'],
    'strong-read-uncommitted': ['G0-realtime', 'strong-PL-1-cycle-exists'],
    'strong-read-committed': ['G1c-realtime', 'strong-PL-2-cycle-exists'],
    'strong-session-snapshot-isolation': [
      'internal',
      'G1-process',
      'G-nonadjacent-process',
      'strong-session-snapshot-isolation-cycle-exists',
    ],
    'strong-snapshot-isolation': [
      'internal',
      'G1-realtime',
      'G-nonadjacent-realtime',
      'strong-snapshot-isolation-cycle-exists',
    ],
    'strong-session-serializable': ['G1-process', 'G2-process', 'strong-session-serializable-cycle-exists'],
  }),
);

const forbiddenBy = reverse(forbids);

/** Every model of the lattice, by its friendly name, sorted. */
export const consistencyModels: readonly string[] = [
  ...new Set([...weaker.keys(), ...[...weaker.values()].flat()]),
].sort();

const modelNames = [...consistencyModels, ...Object.keys(aliases)];

/** A name that was begun is completed; else the nearest one. */
function namedLike(word: string): string | undefined {
  const begun = word === '' ? undefined : modelNames.find((name) => name.startsWith(word.toLowerCase()));
  return begun ?? nearestWord(word, modelNames);
}

/**
 * The friendly name of the model that is called `name`. @throws UnknownModelError when none is
 *
 * ```ts
 * import { consistencyModel } from 'ballotproof/checker';
 *
 * console.log(consistencyModel('PL-3')); // → serializable
 * ```
 */
export function consistencyModel(name: string): string {
  const model = aliases[name] ?? name;
  if (!consistencyModels.includes(model)) throw new UnknownModelError(name);
  return model;
}

/** The models that every history of `name` satisfies too, itself among them. @throws UnknownModelError */
export function modelsImpliedBy(name: string): ReadonlySet<string> {
  return reachable([consistencyModel(name)], weaker);
}

/** Every anomaly that a history of all of `models` cannot show. @throws UnknownModelError */
export function anomaliesForbiddenBy(models: readonly string[]): ReadonlySet<string> {
  const implied = reachable(models.map(consistencyModel), weaker);
  return anomaliesImplying([...implied].flatMap((model) => forbids.get(model) ?? []));
}

/** What a history tells about models: all it cannot have, the weakest of them apart. Both sorted. */
export type RuledOut = Readonly<{ not: readonly string[]; alsoNot: readonly string[] }>;

/**
 * The models that a history with `anomalies` does not satisfy: `not` are the weakest of them, `alsoNot` the others, each of
 * which is stronger than one in `not`.
 *
 * @example
 * modelsRuledOutBy(['G2-item']).not; // ['repeatable-read']
 */
export function modelsRuledOutBy(anomalies: Iterable<string>): RuledOut {
  return ruledOutWith([...anomaliesImpliedBy(anomalies)].flatMap((anomaly) => forbiddenBy.get(anomaly) ?? []));
}

/** The models that a history does not satisfy which breaks `models`. */
export function ruledOutWith(models: Iterable<string>): RuledOut {
  const ruledOut = [...reachable(models, stronger)].sort();
  const isWeakest = (model: string): boolean => {
    const below = reachable([model], weaker);
    return ruledOut.every((other) => other === model || !below.has(other));
  };
  return { not: ruledOut.filter(isWeakest), alsoNot: ruledOut.filter((model) => !isWeakest(model)) };
}

/** The models that a history may still satisfy, sorted; of those that some anomaly could rule out, since others always stay. */
export function modelsLeftBy({ not, alsoNot }: RuledOut): readonly string[] {
  return refutableModels.filter((model) => !not.includes(model) && !alsoNot.includes(model));
}

const refutableModels = consistencyModels.filter((model) => anomaliesForbiddenBy([model]).size > 0);
