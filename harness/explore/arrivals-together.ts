import { type Message, type Round, roundKind, roundNumber, roundOwner } from '#cluster-node';
import { type ExploreScope, isNarrow } from './explore-scope.ts';
import { permutations } from './permutations.ts';

/** A message, by its number, from a node. */
export type Letter = Readonly<{ from: number; id: number; message: Message }>;

/**
 * Which of `letters`, all that was sent to `node`, are taken in one right after the other.
 *
 * A node that keeps to the rules and has counted some reports or votes, but not yet enough of them, differs from one that has counted
 * none in nothing that others can notice, and can still come to what the other comes to: the messages may arrive once more.
 * So they are left for the moment at which they suffice (`isPremature`), and then one of each sender is counted.
 * ANY is left, in narrow scopes, for the proposal or the command that the open round makes a difference to: an acceptor that has not
 * opened the round can still do whatever it could do without, and hear ANY later.
 */
export function arrivalsTogether(
  scope: ExploreScope,
  node: number,
  letters: readonly Letter[],
): readonly (readonly Letter[])[] {
  if (!scope.reduces) return letters.map((letter) => [letter]);
  const openers = isNarrow(scope) ? letters.filter(opens) : [];
  const others = letters.filter((letter) => !openers.includes(letter));
  const alone = others.filter(({ message }) => gatheringPlaces(message, node).length === 0);
  const proposals = alone.filter(({ message }) => message.kind === 'propose');
  return [
    ...alone.map((letter) => [letter]),
    ...openers.flatMap((opener) => proposals.map((proposal) => [opener, proposal])),
    ...gathered(node, others),
  ];
}

/** What has to arrive before the command of a client that makes use of a round that was opened. */
export function heardBeforeCommand(scope: ExploreScope, letters: readonly Letter[]): readonly (readonly Letter[])[] {
  return isNarrow(scope) ? letters.filter(opens).map((opener) => [opener]) : [];
}

/** The votes that may have been counted when `node` begins to recover `instance`: the more there are, the more it picks from. */
export function heardBeforeRecovery(
  scope: ExploreScope,
  node: number,
  instance: number,
  letters: readonly Letter[],
): readonly (readonly Letter[])[] {
  if (!scope.reduces) return [];
  const votes = letters.filter(({ message }) => message.kind === 'phase2b' && message.instance === instance);
  return oneOfEach(votes.filter(({ message }) => gatheringPlaces(message, node).length > 1));
}

/** Whether `arrivals` are not all needed for what happens, or more of them; `isSilent`: of each, whether nobody can notice it. */
export function isPremature(
  scope: ExploreScope,
  node: number,
  arrivals: readonly Readonly<{ message: Message }>[],
  isSilent: readonly boolean[],
): boolean {
  const [first] = arrivals;
  if (!scope.reduces || first === undefined) return false;
  if (arrivals.length === 1 && gatheringPlaces(first.message, node).length === 0) return false;
  return isSilent.slice(0, arrivals.length).some((silent, place) => silent !== place < arrivals.length - 1);
}

function opens({ message }: Letter): boolean {
  return message.kind === 'any';
}

/** Some letters of each place, one from each sender. The order matters where votes for several values are counted. */
function gathered(node: number, letters: readonly Letter[]): readonly (readonly Letter[])[] {
  const byPlace = new Map<string, Letter[]>();
  for (const letter of letters)
    for (const place of gatheringPlaces(letter.message, node))
      byPlace.set(place, [...(byPlace.get(place) ?? []), letter]);
  return [...byPlace].flatMap(([place, all]) => {
    const some = oneOfEach(all);
    return place.startsWith(recovery) ? some.flatMap(permutations) : some;
  });
}

function oneOfEach(letters: readonly Letter[]): readonly (readonly Letter[])[] {
  let some: readonly (readonly Letter[])[] = [[]];
  for (const from of new Set(letters.map((letter) => letter.from))) {
    const here = letters.filter((letter) => letter.from === from);
    some = [...some, ...some.flatMap((before) => here.map((letter) => [...before, letter]))];
  }
  return some.filter(({ length }) => length > 0);
}

const recovery = 'recovery';

/** Messages with the same words here may suffice together for something that `node` does; none: it counts alone. */
function gatheringPlaces(message: Message, node: number): readonly string[] {
  if (message.kind === 'phase1b') return [`reports ${message.round} ${message.from}`];
  if (message.kind === 'phase1b-instance') return [recoveryPlace(message.round, message.instance)];
  if (message.kind !== 'phase2b') return [];
  const { round, instance, value } = message;
  const votes = `votes ${round} ${instance} ${value}`;
  const isReport = roundKind(round) === 'fast' && roundOwner(round) === node;
  return isReport ? [votes, recoveryPlace(round, instance)] : [votes];
}

/** The same for the fast round and the one that recovers it. */
function recoveryPlace(round: Round, instance: number): string {
  return `${recovery} ${roundNumber(round)} ${instance}`;
}
