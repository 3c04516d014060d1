import { byFirst } from './by-first.ts';
import type { Effect, Effects } from './effects.ts';
import { InstanceMap } from './instance-map.ts';
import type { ChosenEntry, Message, VoteEntry } from './messages.ts';
import { noRound, type Round, roundOwner, withStep } from './round.ts';
import type { Rules } from './rules.ts';
import { noOp, type Value, type Vote } from './value.ts';

/** What an acceptor remembers of one instance: the promise made for it alone, and its last vote. */
type InstanceState = Readonly<{ promised: Round; vote: Vote | null }>;

/** A fast round that a coordinator opened for every instance from `from` on. Volatile: forgetting it costs speed only. */
type OpenRound = Readonly<{ round: Round; from: number }>;

/** An acceptor in plain data. `open`: the fast round in which it votes for proposals, with the places of those it has seen. */
export type AcceptorDescription = Readonly<{
  promised: Round;
  highestPromised: Round;
  instances: readonly (readonly [number, InstanceState])[];
  open: Readonly<{ round: Round; from: number; places: unknown }> | null;
  cursor: number;
}>;

const unseen: InstanceState = { promised: noRound, vote: null };

/**
 * The acceptor of one node: the only role on whose memory safety rests. One promise `g` covers all instances, and
 * each instance may have a higher one of its own. protocol.md 2.1 and 4.1.
 */
export class Acceptor {
  readonly #rules: Rules;
  readonly #instances = new InstanceMap<InstanceState>();
  /** While a fast round is open: in which undecided instance each value has had this acceptor's vote. */
  readonly #votedIn = new Map<Value, number>();
  /** The same the other way round; a later round may have overwritten the vote itself. */
  readonly #valuesIn = new InstanceMap<Value[]>();
  #promised: Round = noRound;
  #highestPromised: Round = noRound;
  #open: OpenRound | null = null;
  #cursor = 1;
  #highestVoted = 0;
  /** What is chosen up to here, every node has on its disk: nothing is said about it any more. */
  #forgottenThrough = 0;

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  /** The promise for all instances. */
  get promised(): Round {
    return this.#promised;
  }

  /** The highest round that this acceptor takes part in, in whatever instance. */
  get highestPromised(): Round {
    return this.#highestPromised;
  }

  /** In how many instances it has voted. */
  get votes(): number {
    let votes = 0;
    for (const [, { vote }] of this.#instances.entries()) if (vote !== null) votes += 1;
    return votes;
  }

  get highestVoted(): number {
    return this.#highestVoted;
  }

  /** Where the next vote of a fast round would go; a hint for other acceptors. */
  get cursor(): number {
    return this.#cursor;
  }

  /** The fast round in which this acceptor votes for proposals, or null. */
  get openRound(): Round | null {
    return this.#openNow()?.round ?? null;
  }

  /** Everything that its future depends on, and nothing else, for telling states apart: equal ones behave alike. */
  describe(): AcceptorDescription {
    const open = this.#openNow();
    const places = [[...this.#votedIn].sort(byFirst), this.#valuesIn.entries()];
    return {
      promised: this.#promised,
      highestPromised: this.#highestPromised,
      instances: this.#instances.entries(),
      open: open === null ? null : { ...open, places },
      cursor: this.#cursor,
    };
  }

  voteIn(instance: number): Vote | null {
    return this.#state(instance).vote;
  }

  /** Takes back from the journal what was on disk. */
  restorePromise(round: Round): void {
    this.#promise(round);
  }

  restoreInstancePromise(instance: number, round: Round): void {
    this.#promiseInstance(instance, round);
  }

  restoreVote(instance: number, vote: Vote): void {
    this.#vote(instance, vote);
  }

  /** Phase 1b for all instances from `message.from` on; a repeated 1a gets the same reports again. */
  onPhase1a(
    from: number,
    message: Extract<Message, { kind: 'phase1a' }>,
    chosen: (from: number) => readonly ChosenEntry[],
    effects: Effects,
  ): void {
    const { round } = message;
    const before = this.#highestPromised;
    const isNew = this.#rules.mayPromise(round, before);
    if (isNew) this.#promise(round);
    else if (round !== this.#promised) {
      effects.push({ kind: 'send', to: from, message: { kind: 'nack', round, promised: this.#highestPromised } });
      return;
    }
    const tell = this.#phase1b(message, before, chosen(message.from)).map(
      (part): Effect => ({ kind: 'send', to: from, message: part }),
    );
    const persist: Effect = { kind: 'persist', record: { kind: 'promise', round } };
    effects.push(...(isNew ? this.#rules.promiseEffects(persist, tell) : tell));
  }

  /** Phase 1b for one instance, which leaves the promise for the others alone. */
  onPhase1aInstance(from: number, message: Extract<Message, { kind: 'phase1a-instance' }>, effects: Effects): void {
    const { round, instance } = message;
    if (instance <= this.#forgottenThrough) return;
    const { vote } = this.#state(instance);
    const effective = this.#effective(instance);
    const report: Effect = { kind: 'send', to: from, message: { kind: 'phase1b-instance', round, instance, vote } };
    if (this.#rules.mayPromise(round, effective)) {
      this.#promiseInstance(instance, round);
      const persist: Effect = { kind: 'persist', record: { kind: 'promise-instance', instance, round } };
      effects.push(...this.#rules.instancePromiseEffects(persist, [report]));
    } else if (round < effective) {
      effects.push({ kind: 'send', to: from, message: { kind: 'nack', round, promised: effective } });
    } else if (vote?.round === round) {
      effects.push({ kind: 'send', to: from, message: { kind: 'phase2b', instance, ...vote } });
    } else {
      effects.push(report);
    }
  }

  /** Phase 2b on a value that the coordinator picked. */
  onPhase2a(from: number, message: Extract<Message, { kind: 'phase2a' }>, effects: Effects): void {
    const { round, instance, value } = message;
    if (instance <= this.#forgottenThrough) return;
    const { vote } = this.#state(instance);
    const effective = this.#effective(instance);
    if (this.#rules.mayVote(round, effective, vote)) {
      // a late proposal of what a recovery has picked must not go to another instance as well
      if (value !== noOp && this.#open !== null && !this.#votedIn.has(value)) this.#remember(value, instance);
      this.#castVote(instance, { round, value }, [from], effects);
    } else if (vote?.round === round) {
      effects.push({ kind: 'send', to: from, message: { kind: 'phase2b', instance, ...vote } });
    } else {
      effects.push({ kind: 'send', to: from, message: { kind: 'nack', round, promised: effective } });
    }
  }

  /** Drops its votes up to `instance`: nobody will ask for them. Only late messages are about these instances. protocol.md 4.8. */
  forgetThrough(instance: number): void {
    if (instance <= this.#forgottenThrough) return;
    this.#instances.deleteThrough(instance);
    this.#valuesIn.deleteThrough(instance);
    for (const [value, votedIn] of this.#votedIn) if (votedIn <= instance) this.#votedIn.delete(value);
    this.#forgottenThrough = instance;
  }

  /** 2a(round, ANY): from now on proposals are taken for the coordinator's 2a. */
  onAny(from: number, message: Extract<Message, { kind: 'any' }>, effects: Effects): void {
    if (message.round < this.#promised) {
      effects.push({
        kind: 'send',
        to: from,
        message: { kind: 'nack', round: message.round, promised: this.#promised },
      });
      return;
    }
    if (this.#open === null || message.round > this.#open.round) {
      this.#open = { round: message.round, from: message.from };
      this.#votedIn.clear();
      this.#valuesIn.clear();
    }
    this.realign(message.next);
  }

  /**
   * A vote of the open fast round for a proposed value, in the lowest instance that is free here and not below `next`,
   * the proposer's hint. A value that has a live vote gets no second one: its vote is told again.
   */
  onPropose(
    proposer: number,
    value: Value,
    next: number,
    isChosen: (instance: number) => boolean,
    effects: Effects,
  ): void {
    const open = this.#openNow();
    if (open === null) return;
    const { round } = open;
    const tell = proposer === roundOwner(round) ? [proposer] : [roundOwner(round), proposer];
    const before = this.#votedIn.get(value);
    if (before !== undefined) {
      const { vote } = this.#state(before);
      if (vote?.round !== round) return;
      for (const to of tell)
        effects.push({ kind: 'send', to, message: { kind: 'phase2b', instance: before, ...vote } });
      return;
    }
    let instance = Math.max(open.from, this.#cursor, next);
    while (isChosen(instance) || !this.#rules.mayVote(round, this.#effective(instance), this.#state(instance).vote)) {
      instance += 1;
    }
    this.#cursor = this.#rules.nextFastPlace(instance);
    this.#remember(value, instance);
    this.#castVote(instance, { round, value }, tell, effects);
  }

  /** Moves the place of the next fast vote forward, so that a missed command does not collide with all later ones. */
  realign(next: number): void {
    this.#cursor = Math.max(this.#cursor, next);
  }

  /** `instance` is decided: if its fast vote here was for another value, that one may be voted for elsewhere again. */
  onChosen(instance: number, value: Value): void {
    const values = this.#valuesIn.get(instance);
    if (values === undefined) return;
    for (const voted of values) {
      if (voted !== value && this.#votedIn.get(voted) === instance) this.#votedIn.delete(voted);
    }
    this.#valuesIn.delete(instance);
  }

  onApplied(value: Value): void {
    this.#votedIn.delete(value);
  }

  #remember(value: Value, instance: number): void {
    this.#votedIn.set(value, instance);
    const values = this.#valuesIn.get(instance);
    if (values === undefined) this.#valuesIn.set(instance, [value]);
    else values.push(value);
  }

  #castVote(instance: number, vote: Vote, tell: readonly number[], effects: Effects): void {
    const before = this.#state(instance).vote;
    this.#vote(instance, vote);
    const { round, value } = vote;
    const persist: Effect = { kind: 'persist', record: { kind: 'vote', instance, round, value } };
    const message: Message = { kind: 'phase2b', round, instance, value };
    const told = tell.map((to): Effect => ({ kind: 'send', to, message }));
    for (const effect of this.#rules.voteEffects(persist, told, before)) effects.push(effect);
  }

  /** The reports for `round`, in parts; `promised`: what was promised before. */
  #phase1b(
    { round, from }: Extract<Message, { kind: 'phase1a' }>,
    promised: Round,
    known: readonly ChosenEntry[],
  ): Message[] {
    const { votesPerPart, reportsChosen } = this.#rules;
    const chosen = reportsChosen ? known : [];
    const unreported = new Set(reportsChosen ? [] : known.map(([instance]) => instance));
    const votes: VoteEntry[] = [];
    for (let instance = from; instance <= this.#highestVoted; instance += 1) {
      const { vote } = this.#state(instance);
      if (vote === null || unreported.has(instance)) continue;
      const reported = this.#rules.reportedVote(vote, promised);
      votes.push([instance, reported.round, reported.value]);
    }
    const parts = Math.max(1, Math.ceil(votes.length / votesPerPart), Math.ceil(chosen.length / votesPerPart));
    return Array.from({ length: parts }, (_, part): Message => {
      const start = part * votesPerPart;
      const end = start + votesPerPart;
      return {
        kind: 'phase1b',
        round,
        from,
        part,
        parts,
        votes: votes.slice(start, end),
        chosen: chosen.slice(start, end),
      };
    });
  }

  /** The fast round in which it votes for proposals, unless it has promised a higher one since. */
  #openNow(): OpenRound | null {
    if (this.#open !== null && this.#open.round >= this.#promised) return this.#open;
    return this.#rules.opensUnasked && this.#promised !== noRound
      ? { round: withStep(this.#promised, 1), from: 1 }
      : null;
  }

  #state(instance: number): InstanceState {
    return this.#instances.get(instance) ?? unseen;
  }

  #effective(instance: number): Round {
    const { promised } = this.#state(instance);
    return promised > this.#promised ? promised : this.#promised;
  }

  #promise(round: Round): void {
    if (round > this.#promised) this.#promised = round;
    if (round > this.#highestPromised) this.#highestPromised = round;
  }

  #promiseInstance(instance: number, round: Round): void {
    const { promised, vote } = this.#state(instance);
    this.#instances.set(instance, { promised: round > promised ? round : promised, vote });
    if (round > this.#highestPromised) this.#highestPromised = round;
  }

  #vote(instance: number, vote: Vote): void {
    const { round } = vote;
    const { promised } = this.#state(instance);
    const isPromise = this.#rules.voteIsPromise;
    this.#instances.set(instance, { promised: isPromise && round > promised ? round : promised, vote });
    if (isPromise && round > this.#highestPromised) this.#highestPromised = round;
    if (instance > this.#highestVoted) this.#highestVoted = instance;
  }
}
