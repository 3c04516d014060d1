import type { NodeSet } from '#quorums';
import { broadcast, broadcastExcept } from './broadcast.ts';
import type { ReplicaConfiguration } from './configuration.ts';
import type { Effects } from './effects.ts';
import { FastChoice } from './fast-choice.ts';
import { FastStep } from './fast-step.ts';
import { HeartbeatAnswers } from './heartbeat-answers.ts';
import type { Initiative } from './initiative.ts';
import type { Learner } from './learner.ts';
import type { ChosenEntry, Message } from './messages.ts';
import { OpenProposals } from './open-proposals.ts';
import type { Pace } from './pace.ts';
import { PhaseOne } from './phase-one.ts';
import type { PickCase, Reports } from './pick-value.ts';
import { Picking } from './picking.ts';
import type { Recovery } from './recovery.ts';
import { noRound, type Round, type RoundKind, roundKind, roundNumber, roundOf, withStep } from './round.ts';
import type { Rules } from './rules.ts';
import type { Settled } from './settled.ts';
import { noOp, type Value } from './value.ts';

/**
 * `idle`: somebody else leads, or nobody. `asking`: phase 1 runs. `classic`: assigns commands to instances in step 0.
 * `draining`: assigns nothing more, so that step 0 is over before step 1 begins. `fast`: ANY of step 1 is out.
 */
export type CoordinatorMode = 'idle' | 'asking' | 'classic' | 'draining' | 'fast';

/** A coordinator in plain data. `next`: the instance that gets the next command, once it leads; `recovers`: what collided. */
export type CoordinatorDescription = Readonly<{
  mode: CoordinatorMode;
  round: Round;
  next: number;
  recovers: ReturnType<FastStep['describe']>;
  reports: ReturnType<PhaseOne['describe']>;
  rest: unknown;
}>;

/**
 * How a round begins. `wish`: whether it has to stay classic or become fast; null: as seems best. `isJump`: the coordinator leads in it
 * by its own report alone, only where the rules permit that.
 */
type Beginning = Readonly<{ wish: RoundKind | null; isJump: boolean }>;

const queuedValuesMax = 10_000;

/**
 * The coordinator of one node. Once it has the promises of a phase-1 quorum for step 0 of its round, it finishes what
 * earlier rounds may have left, and then leads: in step 0 by assigning commands, or, once nothing of step 0 is
 * undecided, in step 1 by ANY and by recovering the instances that collide in step 2. Going back to classic
 * is a new round with a new phase 1. protocol.md 4.2 to 4.4, 4.9 and 4.11.
 */
export class Coordinator {
  readonly #configuration: ReplicaConfiguration;
  readonly #quorums: ReplicaConfiguration['quorums'];
  readonly #rules: Rules;
  readonly #learner: Learner;
  readonly #settled: Settled;
  readonly #initiative: Initiative;
  readonly #fastChoice: FastChoice;
  readonly #answers: HeartbeatAnswers;
  readonly #proposals: OpenProposals;
  readonly #fastStep: FastStep;
  readonly #picking: Picking;
  readonly #queue = new Set<Value>();
  #mode: CoordinatorMode = 'idle';
  #round: Round = noRound;
  #phaseOne: PhaseOne | null = null;
  #next = 1;
  #ledSinceMs = 0;
  #recoveredThrough = 0;
  #drainingSinceMs = 0;
  readonly decisions: Record<'fast' | 'classic', number> = { fast: 0, classic: 0 };

  constructor(
    configuration: ReplicaConfiguration,
    rules: Rules,
    { learner, settled }: Readonly<{ learner: Learner; settled: Settled }>,
    initiative: Initiative,
  ) {
    this.#configuration = configuration;
    this.#quorums = configuration.quorums;
    this.#rules = rules;
    this.#learner = learner;
    this.#settled = settled;
    this.#initiative = initiative;
    this.#proposals = new OpenProposals(this.#quorums.nodes, rules, learner);
    this.#fastStep = new FastStep(configuration, rules, learner, this.#proposals);
    this.#picking = new Picking(configuration, rules, learner);
    this.#fastChoice = new FastChoice(configuration);
    this.#answers = new HeartbeatAnswers(configuration.self, this.#quorums.nodes);
  }

  get mode(): CoordinatorMode {
    return this.#mode;
  }

  /** Step 0 of the round that this coordinator began last. */
  get round(): Round {
    return this.#round;
  }

  get leads(): boolean {
    return this.#mode !== 'idle' && this.#mode !== 'asking';
  }

  /** The highest instance that phase 1 of this round found in use: whatever was chosen before is at or below it. */
  get recoveredThrough(): number {
    return this.#recoveredThrough;
  }

  /** How many collisions it has noticed; each was recovered, or is being recovered. */
  get collisions(): Readonly<Record<'certain' | 'suspected', number>> {
    return this.#fastStep.collisions;
  }

  /** How often each case of PICK occurred. */
  get picks(): Readonly<Record<PickCase, number>> {
    return this.#picking.counts;
  }

  /** Everything that its future depends on while rounds are by request, and nothing else: equal ones behave alike. */
  describe(): CoordinatorDescription {
    const mode = this.#mode;
    const round = this.#round;
    if (mode === 'idle') return { mode, round, next: 0, recovers: [], reports: [], rest: null };
    const { from, isJump } = this.#phaseOne ?? { from: 0, isJump: false };
    const begun = [from, isJump, this.#fastChoice.wished, mode === 'fast' ? this.#fastStep.from : 0];
    return {
      mode,
      round,
      next: mode === 'asking' ? 0 : this.#next,
      recovers: this.#fastStep.describe(),
      reports: mode === 'asking' ? (this.#phaseOne?.describe() ?? []) : [],
      rest: [begun, [...this.#queue], this.#proposals.describe()],
    };
  }

  /** How long it has led without a break; 0 while it does not. */
  ledForMs(nowMs: number): number {
    return this.leads ? nowMs - this.#ledSinceMs : 0;
  }

  /** Takes back from the journal which round this node began last. */
  restoreBegan(round: Round): void {
    if (round > this.#round) this.#round = round;
  }

  /** Begins a round above `highestSeen`. What it had begun before is left to phase 1. protocol.md 2.1 *Phase1a*. */
  begin(highestSeen: Round, { wish, isJump }: Beginning, nowMs: number, effects: Effects): void {
    const n = Math.max(roundNumber(highestSeen), roundNumber(this.#round)) + 1;
    this.#forget();
    this.#fastChoice.wish(wish);
    this.#round = roundOf(n, this.#configuration.self, 0);
    this.#mode = 'asking';
    const from = this.#rules.asksFrom(this.#learner.chosenThrough, this.#learner.highestChosen);
    this.#phaseOne = new PhaseOne(this.#round, from, this.#quorums.nodes, this.#rules, isJump);
    effects.push({ kind: 'persist', record: { kind: 'began', round: this.#round } });
    this.#traceRound(this.#round, 'began', effects);
    this.#phaseOne.ask(nowMs, effects);
  }

  /** From now on it chooses by itself whether its round becomes fast. */
  chooseFreely(): void {
    this.#fastChoice.wish(null);
  }

  /** Somebody has a higher round, or no phase-2 quorum answers any more. */
  stepDown(effects: Effects): void {
    if (this.#mode === 'idle') return;
    this.#traceRound(this.#round, 'deposed', effects);
    this.#forget();
    this.#mode = 'idle';
  }

  /** Returns what the reporter knows to be chosen, for the learner; `proceed` has to follow. */
  onPhase1b(from: number, message: Extract<Message, { kind: 'phase1b' }>): readonly ChosenEntry[] {
    return this.#mode === 'asking' && this.#phaseOne !== null ? this.#phaseOne.add(from, message) : [];
  }

  /** Leads, if a phase-1 quorum has reported. Steps 4 and 5 of protocol.md 4.2. */
  proceed(pace: Pace, nowMs: number, effects: Effects): void {
    const phaseOne = this.#phaseOne;
    if (this.#mode !== 'asking' || phaseOne === null || !phaseOne.suffices(this.#quorums)) return;
    const last = Math.max(phaseOne.highestVoted, this.#highestChosen(phaseOne.from));
    this.#mode = 'classic';
    this.#ledSinceMs = nowMs;
    this.#recoveredThrough = last;
    this.#next = Math.max(phaseOne.from, last + 1);
    this.#learner.see(this.#next - 1);
    this.#answers.restart(nowMs);
    this.#traceRound(this.#round, 'led', effects);
    const first = Math.min(phaseOne.from, this.#learner.chosenThrough + 1);
    for (let instance = first; instance <= last; instance += 1) {
      if (!this.#learner.isChosen(instance) && !this.#leavesToAny())
        this.#pick(instance, this.#round, phaseOne.reportsOf(instance), nowMs, effects);
    }
    this.#heartbeat(effects);
    this.#considerFast(pace, nowMs, effects);
    if (this.#mode === 'classic') this.#assignQueued(nowMs, effects);
  }

  /** A command that wants an instance. In a fast round every acceptor gets it, and the first free instance with it. */
  onForward(value: Value, nowMs: number, effects: Effects): void {
    if (this.#proposals.holds(value) || this.#learner.isWaiting(value)) return;
    const mayAssign = this.#mode === 'classic' || (this.#mode === 'fast' && this.#rules.assignsWhileFast);
    if (mayAssign) this.#assign(value, nowMs, effects);
    else if (this.#mode === 'fast') this.#offer(value, effects);
    else if (this.#mode !== 'idle' && this.#queue.size < queuedValuesMax) this.#queue.add(value);
  }

  /** Takes notice of a vote that the learner has counted, and of which no decision came. */
  onVote(instance: number, round: Round, from: number, value: Value, nowMs: number, effects: Effects): void {
    if (this.#mode !== 'fast' || !this.#initiative.isOwn) return;
    this.#finish(this.#fastStep.onVote({ instance, round, from, value }, nowMs, effects), nowMs, effects);
  }

  /** Recovers `instance` of its open fast round, whether or not it seems to have collided: that is safe at any time. */
  recover(instance: number, nowMs: number, effects: Effects): void {
    if (this.#mode === 'fast') this.#finish(this.#fastStep.recover(instance, nowMs, effects), nowMs, effects);
  }

  onPhase1bInstance(
    from: number,
    message: Extract<Message, { kind: 'phase1b-instance' }>,
    nowMs: number,
    effects: Effects,
  ): void {
    if (this.#mode === 'fast') this.#finish(this.#fastStep.onReport(from, message), nowMs, effects);
  }

  /** This coordinator's learner counted a decision in one of its rounds: everybody is told. False: it leads that round no more. */
  announce(instance: number, value: Value, round: Round, effects: Effects): boolean {
    if (!this.leads || withStep(round, 0) !== this.#round) return false;
    const kind = roundKind(round);
    this.decisions[kind] += 1;
    if (this.#mode === 'fast' && instance >= this.#fastStep.from) this.#fastChoice.record(kind === 'fast');
    this.#sendToOthers(
      { kind: 'chosen', entries: [[instance, value]], next: this.#learner.highestSeen + 1, vouched: true },
      effects,
    );
    return true;
  }

  /** An instance is decided, by whomever: nothing more is done about it, and values that lost there are offered again. */
  onChosen(instance: number, value: Value, lost: readonly Value[], nowMs: number, effects: Effects): void {
    this.#proposals.settle(instance);
    this.#fastStep.settle(instance);
    this.#queue.delete(value);
    if (instance >= this.#next) this.#next = instance + 1;
    if (this.#mode === 'fast') {
      for (const loser of lost) if (loser !== noOp && !this.#learner.isWaiting(loser)) this.#offer(loser, effects);
    }
    if (this.#mode === 'draining' && this.#proposals.isEmpty) this.#open(nowMs, effects);
  }

  onHeartbeatAck(from: number, round: Round, nowMs: number): void {
    if (round === this.#round) this.#answers.record(from, nowMs);
  }

  /** Time passes: heartbeats, messages that were not answered, suspected collisions, the choice of fast or classic. */
  tick(pace: Pace, nowMs: number, isHeartbeatDue: boolean, effects: Effects): void {
    if (this.#mode === 'asking') {
      this.#phaseOne?.askAgain(pace, nowMs, effects);
      return;
    }
    if (this.#mode === 'idle') return;
    if (isHeartbeatDue) this.#heartbeat(effects);
    this.#proposals.resend(pace, nowMs, effects);
    this.#fastStep.resend(pace, nowMs, effects);
    if (this.#mode === 'fast')
      for (const recovery of this.#fastStep.suspect(pace, nowMs, effects)) this.#finish(recovery, nowMs, effects);
    this.#considerFast(pace, nowMs, effects);
  }

  /** True once, for an election timeout, too few have answered for anything to be decided. */
  isCutOff(pace: Pace, nowMs: number): boolean {
    return this.leads && this.#answers.areTooFew((answering) => this.#canDecideWith(answering), pace, nowMs);
  }

  /** True when the open fast round is of no more use and a new round should begin. */
  shouldFallBack(pace: Pace, nowMs: number): boolean {
    if (this.#mode !== 'fast' || !this.#fastChoice.shouldGiveUp(this.#answers.latest(pace, nowMs))) return false;
    this.#fastChoice.pause(nowMs);
    return true;
  }

  /**
   * An open fast round takes a fast quorum, or a phase-1 quorum to be left for a classic one. A leader that has neither
   * has to make way: whoever hears it follows it, and may be missing where more hear each other.
   */
  #canDecideWith(answering: NodeSet): boolean {
    if (!this.#quorums.isClassic(answering)) return false;
    return this.#mode !== 'fast' || this.#quorums.isFast(answering) || this.#quorums.isPhase1(answering);
  }

  /** True when nothing is to be finished in step 0, because a fast step follows anyway. */
  #leavesToAny(): boolean {
    return !this.#rules.finishesBeforeAny && this.#configuration.usesFastRounds;
  }

  #forget(): void {
    this.#phaseOne = null;
    this.#proposals.clear();
    this.#fastStep.clear();
    this.#queue.clear();
  }

  /** PICK for one instance, then 2a; a node that has to stop instead leads no more. */
  #pick(instance: number, round: Round, reports: Reports, nowMs: number, effects: Effects): void {
    const value = this.#picking.pick(instance, round, reports, effects);
    if (value === null) this.stepDown(effects);
    else this.#proposals.send(instance, round, value, nowMs, effects);
  }

  #assign(value: Value, nowMs: number, effects: Effects): void {
    const instance = this.#next;
    this.#next += 1;
    this.#proposals.send(instance, this.#round, value, nowMs, effects);
  }

  #assignQueued(nowMs: number, effects: Effects): void {
    const queued = [...this.#queue];
    this.#queue.clear();
    for (const value of queued) if (!this.#proposals.holds(value)) this.#assign(value, nowMs, effects);
  }

  #offer(value: Value, effects: Effects): void {
    broadcast(this.#quorums.nodes, { kind: 'propose', value, next: this.#learner.highestSeen + 1 }, effects);
  }

  #considerFast(pace: Pace, nowMs: number, effects: Effects): void {
    if (this.#mode === 'draining' && nowMs - this.#drainingSinceMs > 2 * pace.electionTimeoutMs) {
      this.#mode = 'classic';
      this.#fastChoice.pause(nowMs);
      this.#assignQueued(nowMs, effects);
    }
    if (this.#mode !== 'classic' || !this.#fastChoice.mayOpen(this.#answers.latest(pace, nowMs), nowMs)) return;
    this.#mode = 'draining';
    this.#drainingSinceMs = nowMs;
    if (this.#proposals.isEmpty) this.#open(nowMs, effects);
  }

  /** ANY in step 1 for every instance above those of step 0, all of which are decided. */
  #open(nowMs: number, effects: Effects): void {
    this.#mode = 'fast';
    const from = this.#rules.anyFrom(this.#next, this.#phaseOne?.from ?? this.#next);
    this.#traceRound(withStep(this.#round, 1), 'opened-fast', effects);
    this.#fastStep.open(this.#round, from, effects);
    const queued = [...this.#queue];
    this.#queue.clear();
    for (const value of queued) this.onForward(value, nowMs, effects);
  }

  #heartbeat(effects: Effects): void {
    const { highestSeen, chosenThrough } = this.#learner;
    const next = highestSeen + 1;
    this.#sendToOthers({ kind: 'heartbeat', round: this.#round, next, chosenThrough, ...this.#settled.ofAll }, effects);
    if (this.#mode === 'fast') this.#fastStep.repeat(effects);
  }

  /** Picks for a recovery that has all the reports it needs. */
  #finish(recovery: Recovery | null, nowMs: number, effects: Effects): void {
    if (recovery !== null) this.#pick(recovery.instance, recovery.round, recovery.reports, nowMs, effects);
  }

  #highestChosen(from: number): number {
    for (let instance = this.#learner.highestSeen; instance >= from; instance -= 1) {
      if (this.#learner.isChosen(instance)) return instance;
    }
    return from - 1;
  }

  #sendToOthers(message: Message, effects: Effects): void {
    broadcastExcept(1 << this.#configuration.self, this.#quorums.nodes, message, effects);
  }

  #traceRound(round: Round, what: 'began' | 'led' | 'deposed' | 'opened-fast', effects: Effects): void {
    effects.push({ kind: 'trace', event: { kind: 'round', round, roundKind: roundKind(round), what } });
  }
}
