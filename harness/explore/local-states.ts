import type { Message } from '#cluster-node';
import { nodeNames } from '#quorums';
import { futureOf, losesNothing } from './crash-loss.ts';
import type { ExploreScope } from './explore-scope.ts';
import { type Batch, type ClusterParts, clusterParts, ExploredNode, type Objection } from './explored-node.ts';
import { Interned } from './interned.ts';
import type { Arrival, LocalEvent, TakenIn } from './local-event.ts';

/** A vote that is on the disk of its node. */
export type DurableVote = Readonly<{ instance: number; round: number; value: string }>;

/** What a node takes for chosen. */
export type Belief = Readonly<{ instance: number; value: string }>;

/** One state of one node, with all that has come from it: two nodes in the same local state are the same for ever. */
export type LocalState = Readonly<{
  node: number;
  /** The shortest way here; null: the beginning. */
  reached: Readonly<{ from: number; by: LocalEvent }> | null;
  /** For each node the number of the set of messages that were ever sent to it from here. */
  outbox: readonly number[];
  /** Numbers of its durable votes. */
  votes: readonly number[];
  beliefs: readonly Belief[];
  /** How many of its rounds it has begun. */
  begun: number;
  crashes: number;
  /** Whether its client has asked for its command. */
  hasAsked: boolean;
  objection: Objection | null;
}>;

/**
 * The states of single nodes, each met once: a node is a function of what happens to it, so what one event makes of one state is found
 * out once, by living its shortest history again with one event more.
 */
export class LocalStates {
  readonly votes: Interned<DurableVote> = new Interned();
  readonly #scope: ExploreScope;
  readonly #parts: ClusterParts;
  readonly #nodes: number;
  readonly #states = new Interned<LocalState>();
  readonly #messages = new Interned<Message>();
  readonly #sets = new Interned<readonly number[]>();
  readonly #stepped: Map<string, readonly number[]>[] = [];
  readonly #own: (readonly number[])[] = [];
  readonly #byInboxes: Map<number, readonly number[]>[] = [];
  readonly #choicesOf = new Map<string, readonly (readonly Letter[])[]>();

  constructor(scope: ExploreScope) {
    this.#scope = scope;
    this.#parts = clusterParts(scope);
    this.#nodes = nodeNames(scope.system).length;
  }

  get size(): number {
    return this.#states.size;
  }

  state(id: number): LocalState {
    return this.#states.at(id);
  }

  /** The state in which `node` begins. */
  initial(node: number): number {
    return this.#intern(new ExploredNode(this.#parts, node), null);
  }

  /** What may become of state `id` by what no message brings: rounds, commands and crashes. */
  own(id: number): readonly number[] {
    const known = this.#own[id];
    if (known !== undefined) return known;
    const outcomes = this.#ownEvents(id).flatMap((event) => this.#outcomes(id, event));
    const next = distinct(outcomes.map((outcome) => outcome.id)).filter((one) => one !== id);
    this.#own[id] = next;
    return next;
  }

  /** What may become of state `id` by messages of the sets `inboxes`, one from each node. */
  byMessages(id: number, inboxes: readonly number[]): readonly number[] {
    const known = this.#byInboxes[id] ?? new Map<number, readonly number[]>();
    this.#byInboxes[id] = known;
    const key = this.#keyOf(this.state(id).node, inboxes);
    const before = known.get(key);
    if (before !== undefined) return before;
    const next = distinct(this.#choices(inboxes).flatMap((choice) => this.#afterChoice(id, choice)));
    const others = next.filter((one) => one !== id);
    known.set(key, others);
    return others;
  }

  /** What happened to a node between two of its states that follow each other. */
  eventBetween(before: number, after: number, inboxes: readonly number[]): LocalEvent {
    const deliveries = this.#choices(inboxes).map((choice) => this.#delivery(choice));
    for (const event of [...this.#ownEvents(before), ...deliveries]) {
      const outcome = this.#outcomes(before, event).find(({ id }) => id === after);
      if (outcome !== undefined) return outcome.event;
    }
    throw new RangeError(`no event leads from state ${before} to ${after}`);
  }

  /** One number for the sets that came from all others: from its own node it has none. */
  #keyOf(node: number, inboxes: readonly number[]): number {
    const base = 2 ** Math.floor(53 / Math.max(1, this.#nodes - 1));
    if (this.#sets.size >= base) throw new RangeError(`there are more than ${base} sets of messages`);
    let key = 0;
    for (let from = 0; from < this.#nodes; from += 1) if (from !== node) key = key * base + (inboxes[from] ?? 0);
    return key;
  }

  #ownEvents(id: number): readonly LocalEvent[] {
    const { node, begun, crashes, hasAsked } = this.state(id);
    const { rounds, homes, crashes: crashesMax } = this.#scope;
    const round = rounds.filter((one) => one.node === node)[begun];
    const events: LocalEvent[] = [];
    if (crashes < crashesMax) events.push({ kind: 'crash' });
    if (homes.includes(node) && !hasAsked) events.push({ kind: 'command' });
    if (round !== undefined) events.push({ kind: 'begin-round', roundKind: round.kind });
    return events;
  }

  /** Which messages of `inboxes` may arrive together. */
  #choices(inboxes: readonly number[]): readonly (readonly Letter[])[] {
    const key = inboxes.join();
    const known = this.#choicesOf.get(key);
    if (known !== undefined) return known;
    const choices: Letter[][] = [];
    const gathered = new Map<string, Letter[][]>();
    for (const [from, inbox] of inboxes.entries()) {
      const here = new Map<string, Letter[]>();
      for (const id of this.#sets.at(inbox)) {
        const place = this.#scope.reduces ? gatheringPlace(this.#messages.at(id)) : null;
        if (place === null) choices.push([{ from, id }]);
        else here.set(place, [...(here.get(place) ?? []), { from, id }]);
      }
      for (const [place, letters] of here) {
        const before = gathered.get(place) ?? [];
        const longer = before.flatMap((some) => letters.map((letter) => [...some, letter]));
        gathered.set(place, [...before, ...letters.map((letter) => [letter]), ...longer]);
      }
    }
    choices.push(...[...gathered.values()].flat());
    this.#choicesOf.set(key, choices);
    return choices;
  }

  #afterChoice(id: number, choice: readonly Letter[]): readonly number[] {
    const known = this.#stepped[id] ?? new Map<string, readonly number[]>();
    this.#stepped[id] = known;
    const key = choice.map((letter) => `${letter.from} ${letter.id}`).join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const next = this.#outcomes(id, this.#delivery(choice)).map((outcome) => outcome.id);
    known.set(key, next);
    return next;
  }

  #delivery(choice: readonly Letter[]): TakenIn {
    return { kind: 'deliver', arrivals: choice.map(({ from, id }) => ({ from, message: this.#messages.at(id) })) };
  }

  /** What may become of state `id` by `event`, or by a crash in the midst of it. */
  #outcomes(id: number, event: LocalEvent): readonly Readonly<{ id: number; event: LocalEvent }>[] {
    const lived = this.#live(id);
    const before = lived.describe();
    const mayCrash = lived.crashes < this.#scope.crashes;
    const batches = lived.happen(event);
    if (event.kind === 'deliver' && event.arrivals.length > 0 && this.#isPremature(event.arrivals, batches)) return [];
    if (this.#votesTooHigh(lived)) return [];
    if (event.kind === 'crash' && losesNothing(this.#scope, lived, before)) return [];
    // a command that nothing comes of is asked for when something does
    if (event.kind === 'command' && batches.every(({ isSilent }) => isSilent)) return [];
    const outcomes = [{ id: this.#intern(lived, { from: id, by: event }), event }];
    if (!mayCrash || event.kind === 'crash' || event.kind === 'crash-within') return outcomes;
    for (const [place, { frames, leavesEarly }] of batches.entries()) {
      for (let kept = place > 0 || leavesEarly ? 0 : 1; kept < Math.max(1, frames); kept += 1)
        outcomes.push(this.#afterCrash(id, { kind: 'crash-within', event, batches: place, frames: kept }));
    }
    return outcomes;
  }

  /** Not all of the messages are needed for what happens, or more of them. */
  #isPremature(arrivals: readonly Arrival[], batches: readonly Batch[]): boolean {
    const [first] = arrivals;
    if (!this.#scope.reduces || first === undefined || gatheringPlace(first.message) === null) return false;
    return batches.slice(0, arrivals.length).some(({ isSilent }, place) => isSilent !== place < arrivals.length - 1);
  }

  #votesTooHigh(lived: ExploredNode): boolean {
    return lived.votes.some(({ instance }) => instance > this.#scope.instances);
  }

  #afterCrash(id: number, event: LocalEvent): Readonly<{ id: number; event: LocalEvent }> {
    const crashed = this.#live(id);
    crashed.happen(event);
    return { id: this.#intern(crashed, { from: id, by: event }), event };
  }

  /** A node that has come to state `id`. */
  #live(id: number): ExploredNode {
    const events: LocalEvent[] = [];
    const { node } = this.state(id);
    for (let { reached } = this.state(id); reached !== null; { reached } = this.state(reached.from))
      events.push(reached.by);
    const lived = new ExploredNode(this.#parts, node);
    for (const event of events.toReversed()) lived.happen(event);
    return lived;
  }

  #intern(lived: ExploredNode, reached: LocalState['reached']): number {
    const { node } = lived;
    const described = futureOf(this.#scope, lived);
    const outbox = Array.from({ length: this.#nodes }, (): Set<number> => new Set());
    for (const { to, message } of lived.sent)
      outbox[to]?.add(this.#messages.id(JSON.stringify(message), () => message));
    const sets = outbox.map((set) => this.#setOf(set));
    const votes = distinct(lived.votes.map((vote) => this.#voteId(vote))).sort((a, b) => a - b);
    const { begun, objection, crashes, hasAsked } = lived;
    const key = [node, described, lived.describeDisk(), sets, votes, crashes, begun, hasAsked, objection];
    return this.#states.id(JSON.stringify(key), () => ({
      node,
      reached,
      outbox: sets,
      votes,
      beliefs: described.known.map(([instance, value]) => ({ instance, value })),
      begun,
      crashes,
      hasAsked,
      objection,
    }));
  }

  #setOf(messages: ReadonlySet<number>): number {
    const sorted = [...messages].sort((a, b) => a - b);
    return this.#sets.id(sorted.join(), () => sorted);
  }

  #voteId({ instance, round, value }: DurableVote): number {
    return this.votes.id(`${instance} ${round} ${value}`, () => ({ instance, round, value }));
  }
}

/** A message, by its number, from a node. */
type Letter = Readonly<{ from: number; id: number }>;

/** Messages with the same words here are counted together by who gets them; null: it counts alone. */
function gatheringPlace(message: Message): string | null {
  if (message.kind === 'phase1b') return `reports ${message.round} ${message.from}`;
  if (message.kind === 'phase2b') return `votes ${message.round} ${message.instance} ${message.value}`;
  return null;
}

function distinct(ids: readonly number[]): number[] {
  return [...new Set(ids)];
}
