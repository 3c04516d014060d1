import { assertNever } from '#foundation';
import { Acceptor } from './acceptor.ts';
import { broadcast } from './broadcast.ts';
import { CatchUp } from './catch-up.ts';
import type { ReplicaConfiguration } from './configuration.ts';
import { Coordinator } from './coordinator.ts';
import type { Effects, ReplicaEvent, TimerName } from './effects.ts';
import { HeartbeatAnswers } from './heartbeat-answers.ts';
import { Initiative } from './initiative.ts';
import { Leadership } from './leadership.ts';
import { type Decision, Learner } from './learner.ts';
import type { ChosenEntry, Message } from './messages.ts';
import { electionTimeoutMinMs, type Pace, paceOf } from './pace.ts';
import { PendingCommands } from './pending-commands.ts';
import type { Word } from './read-rules.ts';
import { Reads } from './reads.ts';
import type { JournalRecord } from './records.ts';
import { type Round, roundKind, roundOwner } from './round.ts';
import type { Rules } from './rules.ts';
import type { StateMachine } from './state-machine.ts';
import { asValue, noOp, type Value } from './value.ts';

/** What an operator may ask of a replica at any time. Counters are those of this start of the node. */
export type ReplicaStatus = Readonly<{
  round: Round;
  leads: boolean;
  leader: number | null;
  isFast: boolean;
  nextInstance: number;
  chosenThrough: number;
  applied: number;
  decisions: Readonly<{ fast: number; classic: number }>;
  collisions: Readonly<{ certain: number; suspected: number }>;
  recoveries: number;
  picks: Readonly<{ K1: number; K2a: number; K2b: number; K2c: number; broken: number }>;
  alarms: readonly string[];
  /** Reads that this node, as the leader, has let pass on a lease. */
  leaseReads: number;
}>;

/** A replica in plain data, by its parts. `known`: what it takes for chosen. `office`: whom it follows, and which round is the highest. */
export type ReplicaDescription = Readonly<
  { known: readonly ChosenEntry[] } & Record<'learner' | 'acceptor' | 'coordinator' | 'office' | 'rest', unknown>
>;

/**
 * One node of the replicated state machine, in all roles: a deterministic function of its events and of the time that
 * comes with them, without any IO. It routes an event to its role, and what one role finds out to the others.
 */
export class Replica {
  readonly #configuration: ReplicaConfiguration;
  readonly #rules: Rules;
  readonly #stateMachine: StateMachine;
  readonly #acceptor: Acceptor;
  readonly #learner: Learner;
  readonly #coordinator: Coordinator;
  readonly #initiative: Initiative;
  readonly #leadership: Leadership;
  readonly #catchUp: CatchUp;
  readonly #reads: Reads;
  readonly #pending = new PendingCommands();
  /** From whom something came lately. */
  readonly #heard: HeartbeatAnswers;
  #hasLivedBefore = false;
  readonly #alarms: string[] = [];
  #pace: Pace = paceOf(electionTimeoutMinMs);
  #heartbeatAtMs = 0;
  #nowMs = 0;
  #wallMs = 0;
  #executedAtWallMs = Number.NEGATIVE_INFINITY;

  constructor(given: ReplicaConfiguration, rules: Rules, stateMachine: StateMachine) {
    const quorums = rules.quorums(given.quorums, () => this.#heard.latest(this.#pace, this.#nowMs));
    const configuration = { ...given, quorums };
    this.#rules = rules;
    this.#configuration = configuration;
    this.#heard = new HeartbeatAnswers(configuration.self, quorums.nodes);
    this.#stateMachine = stateMachine;
    this.#acceptor = new Acceptor(rules);
    this.#learner = new Learner(rules, quorums);
    this.#initiative = new Initiative(configuration);
    this.#coordinator = new Coordinator(configuration, rules, this.#learner, this.#initiative);
    const electable = { acceptor: this.#acceptor, coordinator: this.#coordinator };
    this.#leadership = new Leadership(configuration, electable, this.#initiative, rules);
    this.#catchUp = new CatchUp(configuration, this.#learner);
    this.#reads = new Reads(configuration, rules, {
      acceptor: this.#acceptor,
      learner: this.#learner,
      coordinator: this.#coordinator,
    });
  }

  /** Takes back one record of the journal, in the order in which they were written; before the first `step`. */
  restore(record: JournalRecord): void {
    this.#hasLivedBefore = true;
    switch (record.kind) {
      case 'start':
        this.#reads.beginLife(record.incarnation);
        return;
      case 'began':
        if (this.#rules.remembersRounds) this.#coordinator.restoreBegan(record.round as Round);
        return this.#restoreSeen(record.round as Round);
      case 'promise':
        this.#acceptor.restorePromise(record.round as Round);
        return this.#restoreSeen(record.round as Round);
      case 'promise-instance':
        this.#acceptor.restoreInstancePromise(record.instance, record.round as Round);
        return this.#restoreSeen(record.round as Round);
      case 'vote':
        this.#acceptor.restoreVote(record.instance, { round: record.round as Round, value: asValue(record.value) });
        this.#learner.see(record.instance);
        return this.#restoreSeen(record.round as Round);
      case 'chosen':
        this.#learner.learn(record.instance, asValue(record.value));
        return;
      default:
        return assertNever(record);
    }
  }

  /** What its acceptor remembers, for the record of a start. */
  get memory(): Readonly<{ promised: Round; votes: number }> {
    return { promised: this.#acceptor.promised, votes: this.#acceptor.votes };
  }

  get status(): ReplicaStatus {
    const coordinator = this.#coordinator;
    const open = this.#acceptor.openRound;
    return {
      round: open !== null && open > this.#acceptor.promised ? open : this.#acceptor.promised,
      leads: coordinator.leads,
      leader: this.#leadership.leader,
      isFast: open !== null,
      nextInstance: this.#learner.highestSeen + 1,
      chosenThrough: this.#learner.chosenThrough,
      applied: this.#learner.applied,
      decisions: coordinator.decisions,
      collisions: coordinator.collisions,
      recoveries: coordinator.collisions.certain + coordinator.collisions.suspected,
      picks: coordinator.picks,
      alarms: this.#alarms,
      leaseReads: this.#reads.leaseReads,
    };
  }

  /**
   * Everything that its future depends on while rounds are by request, reads go through the log and no time passes, and nothing
   * else: replicas that are described alike do the same from then on.
   */
  describe(): ReplicaDescription {
    const learner = this.#learner.describe();
    return {
      known: learner.chosen,
      learner: learner.everythingElse,
      acceptor: this.#acceptor.describe(),
      coordinator: this.#coordinator.describe(),
      office: this.#leadership.describe(),
      rest: [this.#catchUp.describe(), this.#pending.all()],
    };
  }

  /** What `event` at `nowMs` (monotonic milliseconds) makes this replica do. `wallMs` is for mutants only. */
  step(event: ReplicaEvent, nowMs: number, wallMs: number = nowMs): Effects {
    const effects: Effects = [];
    this.#nowMs = nowMs;
    this.#wallMs = wallMs;
    this.#reads.setTime(nowMs, wallMs);
    switch (event.kind) {
      case 'start':
        if (this.#hasLivedBefore) this.#reads.forgotLeases();
        this.#apply(effects);
        if (this.#initiative.isOwn) this.#armTimers(effects);
        break;
      case 'message':
        this.#onMessage(event.from, event.message, effects);
        break;
      case 'command':
        this.#onCommand(event.value, effects);
        break;
      case 'timer':
        this.#onTimer(event.timer, effects);
        break;
      case 'begin-round':
        this.#leadership.begin(event.roundKind, nowMs, effects);
        break;
      case 'rounds-by-timeouts':
        if (!this.#initiative.take()) break;
        this.#coordinator.chooseFreely();
        this.#armTimers(effects);
        break;
      case 'pace':
        this.#pace = paceOf(event.electionTimeoutMs);
        break;
      default:
        assertNever(event);
    }
    for (const effect of effects) if (effect.kind === 'alarm') this.#alarms.push(effect.message);
    return effects;
  }

  /** Its next round has to be above those of its former lives. */
  #restoreSeen(round: Round): void {
    if (this.#rules.remembersRounds) this.#leadership.see(round);
  }

  #onMessage(from: number, message: Message, effects: Effects): void {
    this.#heard.record(from, this.#nowMs);
    switch (message.kind) {
      case 'phase1a':
        return this.#onPhase1a(from, message, effects);
      case 'phase1b':
        this.#onTold(this.#coordinator.onPhase1b(from, message), 'told', effects);
        return this.#coordinator.proceed(this.#pace, this.#nowMs, effects);
      case 'phase1a-instance':
        this.#tellIfChosen(from, message.instance, effects);
        return this.#acceptor.onPhase1aInstance(from, message, effects);
      case 'phase1b-instance':
        return this.#coordinator.onPhase1bInstance(from, message, this.#nowMs, effects);
      case 'phase2a':
        this.#learner.see(message.instance);
        this.#tellIfChosen(from, message.instance, effects);
        return this.#acceptor.onPhase2a(from, message, effects);
      case 'any':
        return this.#acceptor.onAny(from, message, effects);
      case 'phase2b':
        return this.#onPhase2b(from, message, effects);
      case 'propose':
        return this.#onPropose(from, message, effects);
      case 'forward':
        if (this.#isSettled(message.value)) return;
        return this.#coordinator.onForward(message.value, this.#nowMs, effects);
      case 'chosen':
        this.#onTold(message.entries, message.vouched === true ? 'coordinator' : 'told', effects);
        this.#acceptor.realign(message.next);
        return this.#catchUp.onEntries(from, message.entries, this.#pace, this.#nowMs, effects);
      case 'learn':
        return this.#catchUp.answer(from, message.from, effects);
      case 'nack':
        return this.#leadership.onNack(message.promised, this.#pace, this.#nowMs, effects);
      case 'heartbeat':
        return this.#onHeartbeat(from, message, effects);
      case 'heartbeat-ack':
        this.#coordinator.onHeartbeatAck(from, message.round, this.#nowMs);
        if (message.chosenThrough > this.#learner.chosenThrough)
          this.#catchUp.ask(from, this.#pace, this.#nowMs, effects);
        return;
      case 'read-request':
      case 'read-index':
      case 'confirm':
      case 'confirmation':
      case 'lease-request':
      case 'lease-grant':
        if (this.#reads.onMessage(from, message, effects)) this.#apply(effects);
        return;
      default:
        return assertNever(message);
    }
  }

  #onPhase1a(from: number, message: Extract<Message, { kind: 'phase1a' }>, effects: Effects): void {
    this.#leadership.see(message.round);
    if (this.#reads.forbids(from) || this.#leadership.ignores(from, message.round, this.#pace, this.#nowMs)) return;
    const promisedBefore = this.#acceptor.promised;
    this.#acceptor.onPhase1a(
      from,
      message,
      (first) => this.#learner.chosenFrom(first, Number.POSITIVE_INFINITY),
      effects,
    );
    if (this.#acceptor.promised !== promisedBefore && from !== this.#configuration.self)
      this.#leadership.makeWay(this.#pace, effects);
  }

  #onPhase2b(from: number, message: Extract<Message, { kind: 'phase2b' }>, effects: Effects): void {
    const { instance, round, value } = message;
    const decision = this.#learner.count(instance, round, value, from);
    if (decision !== null) this.#onDecision(decision, effects);
    else this.#coordinator.onVote(instance, round, from, value, this.#nowMs, effects);
  }

  #onDecision(decision: Decision, effects: Effects): void {
    const { instance, round, value, voters } = decision;
    const asCoordinator = roundOwner(round) === this.#configuration.self;
    effects.push({
      kind: 'trace',
      event: {
        kind: 'decided',
        instance,
        round,
        roundKind: roundKind(round),
        value,
        voters: this.#configuration.names.filter((_, node) => (voters & (1 << node)) !== 0),
        asCoordinator,
      },
    });
    const isAnnounced = asCoordinator && this.#coordinator.announce(instance, value, round, effects);
    this.#learnAll([[instance, value]], effects);
    this.#vouch([[instance, value]], isAnnounced ? 'coordinator' : 'counted', effects);
  }

  #onPropose(from: number, message: Extract<Message, { kind: 'propose' }>, effects: Effects): void {
    const { value, next } = message;
    if (this.#isSettled(value)) return;
    if (this.#acceptor.openRound === null) return this.#coordinator.onForward(value, this.#nowMs, effects);
    this.#acceptor.onPropose(from, value, next, (instance) => this.#learner.isChosen(instance), effects);
    this.#learner.see(this.#acceptor.highestVoted);
  }

  #onCommand(value: Value, effects: Effects): void {
    const { reads } = this.#configuration;
    const read = reads === 'log' ? null : this.#stateMachine.readLocally(value);
    if (read !== null && this.#reads.areVouched && this.#rules.asksLeader)
      return this.#reads.ask(value, this.#leadership.leader, effects);
    const known = read ?? this.#stateMachine.outcomeOf(value);
    if (known !== null) {
      effects.push({ kind: 'answer', value, outcome: known });
    } else if (this.#pending.has(value)) {
      return;
    } else if (this.#pending.add(value, this.#pace, this.#nowMs)) {
      this.#offer(value, effects);
    } else {
      effects.push({
        kind: 'answer',
        value,
        outcome: { kind: 'unavailable', reason: 'too many commands are pending' },
      });
    }
  }

  #answerReads(effects: Effects): void {
    for (const value of this.#reads.takeReady(this.#learner.applied)) {
      const outcome = this.#stateMachine.readLocally(value);
      if (outcome !== null) effects.push({ kind: 'answer', value, outcome });
    }
  }

  /** Executes what may be executed, now that `entries` are known by `word`. */
  #vouch(entries: readonly ChosenEntry[], word: Word, effects: Effects): void {
    if (this.#reads.vouch(entries, word)) this.#apply(effects);
  }

  /** To all acceptors while a fast round is open, else to the leader. */
  #offer(value: Value, effects: Effects): void {
    if (this.#acceptor.openRound !== null) {
      const message: Message = { kind: 'propose', value, next: this.#acceptor.cursor };
      broadcast(this.#configuration.names.length, message, effects);
    } else if (this.#coordinator.mode !== 'idle') {
      this.#coordinator.onForward(value, this.#nowMs, effects);
    } else if (this.#leadership.followed !== null) {
      effects.push({ kind: 'send', to: this.#leadership.followed, message: { kind: 'forward', value } });
    }
  }

  /** Somebody says what is chosen. */
  #onTold(entries: readonly ChosenEntry[], word: Word, effects: Effects): void {
    this.#learnAll(
      this.#learner.believed(entries, (instance) => this.#acceptor.voteIn(instance)),
      effects,
    );
    this.#vouch(entries, word, effects);
  }

  #learnAll(entries: readonly ChosenEntry[], effects: Effects): void {
    for (const [instance, value] of entries) this.#learn(instance, value, effects);
    this.#apply(effects);
  }

  #learn(instance: number, value: Value, effects: Effects): void {
    const lost = this.#learner.talliesOf(instance).map((tally) => tally.value);
    const learned = this.#learner.learn(instance, value);
    if (learned === 'contradiction') return this.#alarmContradiction(instance, value, effects);
    if (learned === 'known') return;
    effects.push({ kind: 'note', record: { kind: 'chosen', instance, value } });
    this.#acceptor.onChosen(instance, value);
    this.#coordinator.onChosen(instance, value, lost, this.#nowMs, effects);
  }

  #alarmContradiction(instance: number, value: Value, effects: Effects): void {
    const known = this.#learner.chosenIn(instance);
    const message = `two values are chosen in instance ${instance}: ${JSON.stringify(known)} and ${JSON.stringify(value)}`;
    if (this.#alarms.includes(message)) return;
    effects.push({ kind: 'alarm', message, stops: this.#configuration.onBrokenPick === 'stop' });
  }

  #apply(effects: Effects): void {
    for (let next = this.#nextToApply(); next !== null; next = this.#nextToApply()) {
      const { instance, value } = next;
      const isExecuted = value !== noOp && this.#rules.executes(this.#wallMs, this.#executedAtWallMs);
      const { outcome, isDuplicate } = isExecuted
        ? this.#stateMachine.apply(value)
        : { outcome: null, isDuplicate: false };
      if (isExecuted) this.#executedAtWallMs = this.#wallMs;
      this.#acceptor.onApplied(value);
      effects.push({ kind: 'trace', event: { kind: 'applied', instance, value, duplicate: isDuplicate } });
      if (outcome !== null && this.#pending.remove(value)) effects.push({ kind: 'answer', value, outcome });
    }
    this.#answerReads(effects);
  }

  #nextToApply(): Readonly<{ instance: number; value: Value }> | null {
    return this.#reads.mayExecuteNext() ? this.#learner.takeNext() : null;
  }

  /** True when offering `value` again can change nothing: it is chosen somewhere. */
  #isSettled(value: Value): boolean {
    return this.#learner.isWaiting(value) || this.#stateMachine.outcomeOf(value) !== null;
  }

  #tellIfChosen(to: number, instance: number, effects: Effects): void {
    const value = this.#learner.chosenIn(instance);
    if (value === undefined || to === this.#configuration.self) return;
    effects.push({
      kind: 'send',
      to,
      message: { kind: 'chosen', entries: [[instance, value]], next: this.#learner.highestSeen + 1 },
    });
  }

  #onHeartbeat(from: number, message: Extract<Message, { kind: 'heartbeat' }>, effects: Effects): void {
    const { round, next, chosenThrough } = message;
    const isNew = this.#leadership.followed !== from;
    if (!this.#leadership.follow(from, round, this.#pace, this.#nowMs, effects)) return;
    this.#acceptor.realign(next);
    effects.push({
      kind: 'send',
      to: from,
      message: { kind: 'heartbeat-ack', round, chosenThrough: this.#learner.chosenThrough },
    });
    this.#catchUp.onHeartbeat(from, chosenThrough, this.#pace, this.#nowMs, effects);
    if (isNew) for (const value of this.#pending.all()) this.#offer(value, effects);
  }

  #onTimer(timer: TimerName, effects: Effects): void {
    switch (timer) {
      case 'election':
        return this.#leadership.onTimeout(this.#pace, this.#nowMs, effects);
      case 'tick':
        this.#onTick(effects);
        return this.#armTick(effects);
      default:
        return assertNever(timer);
    }
  }

  #onTick(effects: Effects): void {
    const coordinator = this.#coordinator;
    const isHeartbeatDue = this.#nowMs - this.#heartbeatAtMs >= this.#pace.heartbeatMs;
    if (isHeartbeatDue) this.#heartbeatAtMs = this.#nowMs;
    coordinator.tick(this.#pace, this.#nowMs, isHeartbeatDue, effects);
    this.#leadership.review(this.#reads.holdsLease, this.#pace, this.#nowMs, effects);
    for (const value of this.#pending.takeDue(this.#pace, this.#nowMs)) this.#offer(value, effects);
    this.#reads.tick(this.#leadership.leader, this.#pace, isHeartbeatDue, effects);
    if (isHeartbeatDue && this.#learner.chosenThrough < this.#learner.highestSeen && !coordinator.leads) {
      this.#catchUp.askSomebody(this.#leadership.followed, this.#pace, this.#nowMs, effects);
    }
  }

  #armTimers(effects: Effects): void {
    this.#leadership.arm(this.#pace, effects);
    this.#armTick(effects);
  }

  #armTick(effects: Effects): void {
    effects.push({ kind: 'timer', timer: 'tick', minMs: this.#pace.tickMs, maxMs: this.#pace.tickMs });
  }
}
