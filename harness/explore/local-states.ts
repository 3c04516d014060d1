import { nodeNames } from '#quorums';
import { isPremature } from './arrivals-together.ts';
import { type Exchange, exchangedEvent } from './bystanders.ts';
import { losesNothing } from './crash-loss.ts';
import { Deliveries, type Delivery, eventOfDelivery } from './deliveries.ts';
import { type ExploreScope, isNarrow } from './explore-scope.ts';
import { type ClusterParts, clusterParts, ExploredNode, type Objection } from './explored-node.ts';
import { Interned } from './interned.ts';
import type { LocalEvent } from './local-event.ts';
import { diskOf, futureOf, mayBegin, nextNumber } from './node-future.ts';
import type { Outboxes } from './outboxes.ts';
import { earOf } from './spent-messages.ts';

/** A vote that is on the disk of its node. */
export type DurableVote = Readonly<{ instance: number; round: number; value: string }>;

/** What a node takes for chosen. */
export type Belief = Readonly<{ instance: number; value: string }>;

/** One state of one node, without what came from it: nodes in the same state do the same from then on. */
export type LocalState = Readonly<{
  node: number;
  /** The shortest way here; null: the beginning. */
  reached: Readonly<{ from: number; by: LocalEvent }> | null;
  /** Equal where the futures are, but for crashes. */
  shape: string;
  /** What a crash would leave, in words. */
  disk: string;
  /** Numbers of its durable votes. */
  votes: readonly number[];
  beliefs: readonly Belief[];
  /** How many of its rounds it has begun. */
  begun: number;
  mayBegin: boolean;
  crashes: number;
  /** Whether its client has asked for its command. */
  hasAsked: boolean;
  /** Whether a fast round of its own is open. */
  leadsFast: boolean;
  /** Which messages can still do something to it, by the number of its ear; null: any. */
  ear: number | null;
  objection: Objection | null;
}>;

/** What an event makes of a node: its next state, and the outbox of what it has sent in between. */
export type Outcome = Readonly<{ state: number; sent: number }>;

type NamedOutcome = Outcome & Readonly<{ event: LocalEvent }>;

/**
 * The states of single nodes, each met once: a node is a function of what happens to it, so what one event makes of one state is found
 * out once, by living its shortest history again with one event more.
 */
export class LocalStates {
  readonly votes: Interned<DurableVote> = new Interned();
  readonly #scope: ExploreScope;
  readonly #outboxes: Outboxes;
  readonly #deliveries: Deliveries;
  readonly #parts: ClusterParts;
  readonly #states = new Interned<LocalState>();
  readonly #ofShape = new Map<string, number[]>();
  readonly #lesser: Readonly<{ known: number; ids: readonly number[] }>[] = [];
  readonly #stepped: Map<string, readonly Outcome[]>[] = [];
  readonly #own: (readonly Outcome[])[] = [];
  readonly #byInboxes: Map<number, readonly Outcome[]>[] = [];
  readonly #exchanged = new Map<Exchange, number[]>();
  readonly #setsMax: number;

  constructor(scope: ExploreScope, outboxes: Outboxes) {
    this.#scope = scope;
    this.#outboxes = outboxes;
    this.#deliveries = new Deliveries(scope, outboxes);
    this.#parts = clusterParts(scope);
    this.#setsMax = 2 ** Math.floor(53 / Math.max(1, nodeNames(scope.system).length - 1));
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
  own(id: number): readonly Outcome[] {
    const known = this.#own[id];
    if (known !== undefined) return known;
    const next = distinct(this.#ownEvents(id).flatMap((event) => this.#outcomes(id, event)));
    this.#own[id] = next;
    return next;
  }

  /** What may become of state `id` by messages of the sets `inboxes`, one from each node. */
  byMessages(id: number, inboxes: readonly number[]): readonly Outcome[] {
    const known = this.#byInboxes[id] ?? new Map<number, readonly Outcome[]>();
    this.#byInboxes[id] = known;
    const key = this.#keyOf(this.state(id).node, inboxes);
    const before = known.get(key);
    if (before !== undefined) return before;
    const next = distinct(
      this.#deliveries.to(this.state(id), inboxes).flatMap((event) => this.#afterDelivery(id, event)),
    );
    known.set(key, next);
    return next;
  }

  /** What happened to a node in state `id` that came to `outcome`. */
  eventOf(id: number, outcome: Outcome, inboxes: readonly number[]): LocalEvent {
    for (const event of [
      ...this.#ownEvents(id),
      ...this.#deliveries.to(this.state(id), inboxes).map(eventOfDelivery),
    ]) {
      const found = this.#outcomes(id, event).find(
        ({ state, sent }) => state === outcome.state && sent === outcome.sent,
      );
      if (found !== undefined) return found.event;
    }
    throw new RangeError(`no event leads from state ${id} to ${outcome.state}`);
  }

  /** States that can do whatever state `id` can, and have crashed less often. */
  lesser(id: number): readonly number[] {
    const { shape, crashes, disk } = this.state(id);
    const alike = this.#ofShape.get(shape) ?? [];
    const before = this.#lesser[id];
    if (before?.known === alike.length) return before.ids;
    const isLast = crashes === this.#scope.crashes;
    const ids = alike.filter((other) => {
      const one = this.state(other);
      return one.crashes < crashes && (isLast || one.disk === disk);
    });
    this.#lesser[id] = { known: alike.length, ids };
    return ids;
  }

  /** What state `id` is with the nodes exchanged. */
  exchanged(id: number, exchange: Exchange): number {
    const known = this.#exchanged.get(exchange) ?? [];
    this.#exchanged.set(exchange, known);
    return (known[id] ??= this.#exchange(id, exchange));
  }

  #exchange(id: number, exchange: Exchange): number {
    const { node, reached } = this.state(id);
    if (reached === null) return this.initial(exchange[node] ?? node);
    const from = this.exchanged(reached.from, exchange);
    const by = exchangedEvent(reached.by, exchange);
    const lived = this.#live(from);
    lived.happen(by);
    return this.#intern(lived, { from, by });
  }

  /** One number for the sets that came from all others: from its own node it has none. */
  #keyOf(node: number, inboxes: readonly number[]): number {
    let key = 0;
    for (let from = 0; from < inboxes.length; from += 1) {
      const inbox = inboxes[from] ?? 0;
      if (inbox >= this.#setsMax) throw new RangeError(`there are more than ${this.#setsMax} sets of messages`);
      if (from !== node) key = key * this.#setsMax + inbox;
    }
    return key;
  }

  #ownEvents(id: number): readonly LocalEvent[] {
    const state = this.state(id);
    const { rounds, homes, crashes, instances, delivered } = this.#scope;
    const round = rounds.filter((one) => one.node === state.node)[state.begun];
    const events: LocalEvent[] = [];
    if (state.crashes < crashes) events.push({ kind: 'crash' });
    if (homes.includes(state.node) && !state.hasAsked) events.push({ kind: 'command', heard: [] });
    if (round !== undefined && state.mayBegin)
      events.push({ kind: 'begin-round', roundKind: round.kind, number: nextNumber(this.#scope, state) });
    if (state.leadsFast && delivered.has('phase1b-instance'))
      for (let instance = 1; instance <= instances; instance += 1)
        events.push({ kind: 'recover', instance, heard: [] });
    return events;
  }

  #afterDelivery(id: number, delivery: Delivery): readonly Outcome[] {
    const known = this.#stepped[id] ?? new Map<string, readonly Outcome[]>();
    this.#stepped[id] = known;
    const key = `${delivery.asks} ${delivery.letters.map((letter) => `${letter.from} ${letter.id}`).join()}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const next = distinct(this.#outcomes(id, eventOfDelivery(delivery)));
    known.set(key, next);
    return next;
  }

  /** What may become of state `id` by `event`, or by a crash in the midst of it. */
  #outcomes(id: number, event: LocalEvent): readonly NamedOutcome[] {
    const lived = this.#live(id);
    const before = lived.describe();
    const sentBefore = lived.sent.length;
    const mayCrash = lived.crashes < this.#scope.crashes;
    const batches = lived.happen(event);
    const silent = batches.map(({ isSilent }) => isSilent);
    if (event.kind === 'deliver' && isPremature(this.#scope, lived.node, event.arrivals, silent)) return [];
    if (event.kind === 'recover' && event.heard.length > 0) {
      // votes that do not suffice for the recovery at once are counted when they do, later on
      const picks = lived.sent.slice(sentBefore).some(({ message }) => message.kind === 'phase2a');
      if (!picks || silent.slice(0, event.heard.length).includes(false)) return [];
    }
    if (lived.votes.some(({ instance }) => instance > this.#scope.instances)) return [];
    if (event.kind === 'crash' && losesNothing(this.#scope, lived, before)) return [];
    // a command that nothing comes of is asked for when something does
    if (event.kind === 'command' && !silent.includes(false)) return [];
    const outcomes = [this.#outcome(lived, id, event, sentBefore)];
    if (!mayCrash || event.kind === 'crash' || event.kind === 'crash-within') return outcomes;
    for (const [place, { frames, leavesEarly }] of batches.entries()) {
      // before anything was noticed, and with nothing on disk, it is a crash without that event
      const hasActed = silent.slice(0, place).includes(false) || leavesEarly;
      for (let kept = hasActed ? 0 : 1; kept < Math.max(1, frames); kept += 1) {
        const within: LocalEvent = { kind: 'crash-within', event, batches: place, frames: kept };
        const crashed = this.#live(id);
        crashed.happen(within);
        outcomes.push(this.#outcome(crashed, id, within, sentBefore));
      }
    }
    return outcomes;
  }

  #outcome(lived: ExploredNode, from: number, event: LocalEvent, sentBefore: number): NamedOutcome {
    const sent = this.#outboxes.outboxOf(lived.sent.slice(sentBefore));
    return { state: this.#intern(lived, { from, by: event }), sent, event };
  }

  /** A node that has come to state `id`. */
  #live(id: number): ExploredNode {
    const lived = new ExploredNode(this.#parts, this.state(id).node);
    for (const event of this.#historyOf(id)) lived.happen(event);
    return lived;
  }

  #historyOf(id: number): readonly LocalEvent[] {
    const events: LocalEvent[] = [];
    for (let { reached } = this.state(id); reached !== null; { reached } = this.state(reached.from))
      events.push(reached.by);
    return events.reverse();
  }

  #intern(lived: ExploredNode, reached: LocalState['reached']): number {
    const { node, begun, objection, crashes, hasAsked } = lived;
    const described = lived.describe();
    const votes = [...new Set(lived.votes.map((vote) => this.#voteId(vote)))].sort((a, b) => a - b);
    const begins = mayBegin(this.#scope, lived, described);
    const future = futureOf(this.#scope, lived, described);
    const shape = JSON.stringify([node, future, votes, begins ? begun : null, hasAsked, objection]);
    const disk = JSON.stringify(diskOf(this.#scope, lived));
    const known = this.#states.size;
    const id = this.#states.id(`${shape} ${disk} ${crashes}`, () => ({
      node,
      reached,
      shape,
      disk,
      votes,
      beliefs: described.learner.chosen.map(([instance, value]) => ({ instance, value })),
      begun,
      mayBegin: begins,
      crashes,
      hasAsked,
      leadsFast: described.coordinator.mode === 'fast',
      ear: isNarrow(this.#scope) ? this.#outboxes.ear(earOf(this.#scope, lived, described)) : null,
      objection,
    }));
    if (id === known && isNarrow(this.#scope)) this.#ofShape.set(shape, [...(this.#ofShape.get(shape) ?? []), id]);
    return id;
  }

  #voteId({ instance, round, value }: DurableVote): number {
    return this.votes.id(`${instance} ${round} ${value}`, () => ({ instance, round, value }));
  }
}

function distinct(outcomes: readonly Outcome[]): Outcome[] {
  const byKey = new Map<string, Outcome>();
  for (const { state, sent } of outcomes) byKey.set(`${state} ${sent}`, { state, sent });
  return [...byKey.values()];
}
