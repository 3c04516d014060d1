import { assertNever } from '#foundation';
import { Acceptor } from './acceptor.ts';
import { CatchUp } from './catch-up.ts';
import { ClientCommands } from './client-commands.ts';
import type { ReplicaConfiguration } from './configuration.ts';
import { Coordinator } from './coordinator.ts';
import { Decisions } from './decisions.ts';
import type { Effects, ReplicaEvent, TimerName } from './effects.ts';
import { Execution } from './execution.ts';
import { HeartbeatAnswers } from './heartbeat-answers.ts';
import { Initiative } from './initiative.ts';
import { Leadership } from './leadership.ts';
import { Learner } from './learner.ts';
import type { Message } from './messages.ts';
import { electionTimeoutMinMs, type Pace, paceOf } from './pace.ts';
import { PendingCommands } from './pending-commands.ts';
import { Reads } from './reads.ts';
import type { JournalRecord } from './records.ts';
import { type ReplicaDescription, type ReplicaStatus, type RoleStates, statusOf } from './replica-status.ts';
import type { Round } from './round.ts';
import type { Rules } from './rules.ts';
import { Settled } from './settled.ts';
import type { StateMachine } from './state-machine.ts';
import { asValue } from './value.ts';

/**
 * One node of the replicated state machine, in all roles: a deterministic function of its events and of the time that
 * comes with them, without any IO. It routes an event to its role, and what one role finds out to the others.
 */
export class Replica {
  readonly #configuration: ReplicaConfiguration;
  readonly #rules: Rules;
  readonly #acceptor: Acceptor;
  readonly #learner: Learner;
  readonly #settled: Settled;
  readonly #coordinator: Coordinator;
  readonly #initiative: Initiative;
  readonly #leadership: Leadership;
  readonly #catchUp: CatchUp;
  readonly #reads: Reads;
  readonly #roles: RoleStates;
  readonly #execution: Execution;
  readonly #decisions: Decisions;
  readonly #commands: ClientCommands;
  readonly #pending = new PendingCommands();
  /** From whom something came lately. */
  readonly #heard: HeartbeatAnswers;
  #hasLivedBefore = false;
  readonly #alarms: string[] = [];
  #pace: Pace = paceOf(electionTimeoutMinMs);
  #heartbeatAtMs = 0;
  #nowMs = 0;

  constructor(given: ReplicaConfiguration, rules: Rules, stateMachine: StateMachine) {
    const quorums = rules.quorums(given.quorums, () => this.#heard.latest(this.#pace, this.#nowMs));
    const configuration = { ...given, quorums };
    this.#rules = rules;
    this.#configuration = configuration;
    this.#heard = new HeartbeatAnswers(configuration.self, quorums.nodes);
    this.#acceptor = new Acceptor(rules);
    this.#learner = new Learner(rules, quorums);
    this.#initiative = new Initiative(configuration);
    this.#settled = new Settled(configuration.self, quorums.nodes);
    const known = { learner: this.#learner, settled: this.#settled };
    this.#coordinator = new Coordinator(configuration, rules, known, this.#initiative);
    const electable = { acceptor: this.#acceptor, coordinator: this.#coordinator };
    this.#leadership = new Leadership(configuration, electable, this.#initiative, rules);
    this.#catchUp = new CatchUp(configuration, this.#learner);
    const reading = { ...electable, learner: this.#learner };
    this.#reads = new Reads(configuration, rules, reading);
    this.#roles = { ...reading, leadership: this.#leadership, reads: this.#reads };
    this.#execution = new Execution(rules, stateMachine, this.#pending, this.#roles);
    this.#decisions = new Decisions(configuration, { ...this.#roles, execution: this.#execution }, this.#alarms);
    this.#commands = new ClientCommands(configuration, rules, stateMachine, this.#pending, this.#roles);
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
    return statusOf(this.#roles, this.#alarms);
  }

  /**
   * Everything that its future depends on while rounds are by request, reads go through the log and no time passes, and nothing
   * else: replicas that are described alike do the same from then on.
   */
  describe(): ReplicaDescription {
    return {
      learner: this.#learner.describe(),
      acceptor: this.#acceptor.describe(),
      coordinator: this.#coordinator.describe(),
      office: this.#leadership.describe(),
      rest: [this.#catchUp.describe(), this.#pending.all()],
    };
  }

  /** What `event` at `nowMs` (monotonic milliseconds) makes this replica do. `wallMs` is for mutants only. */
  step(event: ReplicaEvent, nowMs: number, wallMs: number = nowMs): Effects {
    const effects: Effects = [];
    const notedThrough = this.#learner.chosenThrough;
    this.#nowMs = nowMs;
    this.#execution.setWallTime(wallMs);
    this.#reads.setTime(nowMs, wallMs);
    switch (event.kind) {
      case 'start':
        if (this.#hasLivedBefore) this.#reads.forgotLeases();
        this.#execution.goOn(effects);
        if (this.#initiative.isOwn) this.#armTimers(effects);
        break;
      case 'message':
        this.#onMessage(event.from, event.message, effects);
        break;
      case 'command':
        this.#commands.onCommand(event.value, this.#pace, nowMs, effects);
        break;
      case 'timer':
        this.#onTimer(event.timer, effects);
        break;
      case 'begin-round':
        this.#leadership.begin(event.roundKind, nowMs, effects);
        break;
      case 'recover':
        this.#coordinator.recover(event.instance, nowMs, effects);
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
    for (const effect of effects) {
      if (effect.kind === 'alarm') this.#alarms.push(effect.message);
      // what was noted before a record is written with it at the latest, and whatever is sent from now on waits for that
      else if (effect.kind === 'persist') this.#settled.onRecorded(this.#configuration.self, notedThrough);
    }
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
        this.#decisions.onTold(this.#coordinator.onPhase1b(from, message), 'told', this.#nowMs, effects);
        return this.#coordinator.proceed(this.#pace, this.#nowMs, effects);
      case 'phase1a-instance':
        this.#decisions.tellIfChosen(from, message.instance, effects);
        return this.#acceptor.onPhase1aInstance(from, message, effects);
      case 'phase1b-instance':
        return this.#coordinator.onPhase1bInstance(from, message, this.#nowMs, effects);
      case 'phase2a':
        this.#learner.see(message.instance);
        this.#decisions.tellIfChosen(from, message.instance, effects);
        return this.#acceptor.onPhase2a(from, message, effects);
      case 'any':
        return this.#acceptor.onAny(from, message, effects);
      case 'phase2b':
        return this.#onPhase2b(from, message, effects);
      case 'propose':
        return this.#onPropose(from, message, effects);
      case 'forward':
        if (this.#execution.isSettled(message.value)) return;
        return this.#coordinator.onForward(message.value, this.#nowMs, effects);
      case 'chosen':
        this.#decisions.onTold(
          message.entries,
          message.vouched === true ? 'coordinator' : 'told',
          this.#nowMs,
          effects,
        );
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
        if (message.recorded !== undefined) this.#settled.onRecorded(from, message.recorded);
        if (message.chosenThrough > this.#learner.chosenThrough)
          this.#catchUp.ask(from, this.#pace, this.#nowMs, effects);
        return;
      case 'read-request':
      case 'read-index':
      case 'confirm':
      case 'confirmation':
      case 'lease-request':
      case 'lease-grant':
        if (this.#reads.onMessage(from, message, effects)) this.#execution.goOn(effects);
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
    if (decision !== null) this.#decisions.onCounted(decision, this.#nowMs, effects);
    else this.#coordinator.onVote(instance, round, from, value, this.#nowMs, effects);
  }

  #onPropose(from: number, message: Extract<Message, { kind: 'propose' }>, effects: Effects): void {
    const { value, next } = message;
    if (this.#execution.isSettled(value)) return;
    if (this.#acceptor.openRound === null) return this.#coordinator.onForward(value, this.#nowMs, effects);
    this.#acceptor.onPropose(from, value, next, (instance) => this.#learner.isChosen(instance), effects);
    this.#learner.see(this.#acceptor.highestVoted);
  }

  #onHeartbeat(from: number, message: Extract<Message, { kind: 'heartbeat' }>, effects: Effects): void {
    const { round, next, chosenThrough, settled } = message;
    if (settled !== undefined) this.#settled.onSettled(settled);
    const isNew = this.#leadership.followed !== from;
    if (!this.#leadership.follow(from, round, this.#pace, this.#nowMs, effects)) return;
    this.#acceptor.realign(next);
    effects.push({
      kind: 'send',
      to: from,
      message: {
        kind: 'heartbeat-ack',
        round,
        chosenThrough: this.#learner.chosenThrough,
        ...this.#settled.ofThisNode,
      },
    });
    this.#catchUp.onHeartbeat(from, chosenThrough, this.#pace, this.#nowMs, effects);
    if (isNew) this.#commands.offerAll(this.#nowMs, effects);
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
    if (isHeartbeatDue) {
      this.#heartbeatAtMs = this.#nowMs;
      this.#forget();
    }
    coordinator.tick(this.#pace, this.#nowMs, isHeartbeatDue, effects);
    this.#leadership.review(this.#reads.holdsLease, this.#pace, this.#nowMs, effects);
    this.#commands.tick(this.#pace, this.#nowMs, effects);
    this.#reads.tick(this.#leadership.leader, this.#pace, isHeartbeatDue, effects);
    if (isHeartbeatDue && this.#learner.chosenThrough < this.#learner.highestSeen && !coordinator.leads) {
      this.#catchUp.askSomebody(this.#leadership.followed, this.#pace, this.#nowMs, effects);
    }
  }

  /** Memory need not grow with the journal. protocol.md 4.8. */
  #forget(): void {
    const { forgettable } = this.#settled;
    this.#learner.forgetThrough(forgettable);
    // what is not executed here is kept in both roles
    this.#acceptor.forgetThrough(Math.min(forgettable, this.#learner.applied));
  }

  #armTimers(effects: Effects): void {
    this.#leadership.arm(this.#pace, effects);
    this.#armTick(effects);
  }

  #armTick(effects: Effects): void {
    effects.push({ kind: 'timer', timer: 'tick', minMs: this.#pace.tickMs, maxMs: this.#pace.tickMs });
  }
}
