import { type JournalRecord, roundWords } from '#cluster-node';
import { type Happening, valueWords } from '../message-diagram/index.ts';
import { type Told, toldLines, toldTogether } from './told.ts';

/** What one node holds: on disk its promises and its last votes, in memory what it has executed. */
type Holdings = {
  isUp: boolean;
  promised: number;
  readonly promisedIn: Map<number, number>;
  readonly votes: Map<number, Readonly<{ round: number; value: string }>>;
  executed: string[];
};

/** What each node holds after `happenings`, which are all that came before; those that hold the same share a line. */
export function holdingsLines(happenings: readonly Happening[], names: readonly string[]): readonly string[] {
  return linesFor(happenings, names, (holdings) => {
    const { isUp, promised, promisedIn, votes, executed } = holdings;
    return [
      ...(isUp ? [] : ['is down']),
      promised === 0 ? 'no promise' : `promised ${roundWords(promised, names)}`,
      ...inOrder(promisedIn).map(([instance, round]) => `promised ${roundWords(round, names)} in instance ${instance}`),
      ...votesWords(votes, names),
      ...(isUp ? [executedWords(executed)] : []),
    ].join('; ');
  });
}

/** What the nodes that are up have executed. */
export function executedLines(happenings: readonly Happening[], names: readonly string[]): readonly string[] {
  return linesFor(happenings, names, ({ isUp, executed }) => (isUp ? executedWords(executed) : 'is down'));
}

function linesFor(
  happenings: readonly Happening[],
  names: readonly string[],
  words: (holdings: Holdings) => string,
): readonly string[] {
  const told = holdingsAfter(happenings, names).map(
    (holdings, node): Told => ({ atMs: 0, from: [names[node] ?? ''], arrow: null, to: [], words: words(holdings) }),
  );
  return toldLines(toldTogether(told), names);
}

function holdingsAfter(happenings: readonly Happening[], names: readonly string[]): readonly Holdings[] {
  const nodes = names.map(
    (): Holdings => ({ isUp: false, promised: 0, promisedIn: new Map(), votes: new Map(), executed: [] }),
  );
  for (const happening of happenings) {
    const holdings = 'node' in happening ? nodes[happening.node] : undefined;
    if (holdings !== undefined) note(holdings, happening);
  }
  return nodes;
}

function note(holdings: Holdings, happening: Happening): void {
  const { kind } = happening;
  if (kind === 'durable') for (const record of happening.records) noteRecord(holdings, record);
  if (kind === 'trace' && happening.told.kind === 'applied' && !happening.told.duplicate)
    holdings.executed.push(happening.told.value);
  if (kind === 'started') holdings.executed = [];
  if (kind === 'started' || kind === 'crashed') holdings.isUp = kind === 'started';
}

function noteRecord(holdings: Holdings, record: JournalRecord): void {
  if (record.kind === 'promise') holdings.promised = record.round;
  if (record.kind === 'promise-instance') holdings.promisedIn.set(record.instance, record.round);
  if (record.kind === 'vote') holdings.votes.set(record.instance, record);
}

/** `voted in round 1 of n1: 1 x=1, 2 y=2`, for each round by itself. */
function votesWords(votes: Holdings['votes'], names: readonly string[]): readonly string[] {
  const inRound = new Map<number, string[]>();
  for (const [instance, { round, value }] of inOrder(votes)) {
    inRound.set(round, [...(inRound.get(round) ?? []), `${instance} ${valueWords(value)}`]);
  }
  if (inRound.size === 0) return ['no votes'];
  return [...inRound].map(([round, words]) => `voted in ${roundWords(round, names)}: ${words.join(', ')}`);
}

function executedWords(executed: readonly string[]): string {
  return executed.length === 0 ? 'executed nothing' : `executed ${executed.map(valueWords).join(', ')}`;
}

function inOrder<T>(byInstance: ReadonlyMap<number, T>): readonly (readonly [number, T])[] {
  return [...byInstance].toSorted(([one], [other]) => one - other);
}
