import type { Acceptor } from './acceptor.ts';
import type { ReplicaConfiguration } from './configuration.ts';
import type { Coordinator } from './coordinator.ts';
import type { Effects } from './effects.ts';
import type { Initiative } from './initiative.ts';
import type { Pace } from './pace.ts';
import { noRound, type Round, type RoundKind, roundNumber, withStep } from './round.ts';
import type { Rules } from './rules.ts';

/** The roles of the same node that an election is about. */
export type ElectableRoles = Readonly<{ acceptor: Acceptor; coordinator: Coordinator }>;

/**
 * Who leads, as far as one node knows: it follows the leader whose heartbeats it hears, becomes a candidate when it hears
 * none, makes way for a higher round, and resigns when it leads in vain. protocol.md 4.2, 4.9 and 4.11.
 */
export class Leadership {
  readonly #self: number;
  readonly #acceptor: Acceptor;
  readonly #coordinator: Coordinator;
  readonly #initiative: Initiative;
  readonly #rules: Rules;
  #highestRound: Round = noRound;
  #followed: number | null = null;
  #heardAtMs = Number.NEGATIVE_INFINITY;
  #deposedAtMs = Number.NEGATIVE_INFINITY;
  #failedElections = 0;

  constructor(
    { self }: Pick<ReplicaConfiguration, 'self'>,
    { acceptor, coordinator }: ElectableRoles,
    initiative: Initiative,
    rules: Rules,
  ) {
    this.#rules = rules;
    this.#self = self;
    this.#acceptor = acceptor;
    this.#coordinator = coordinator;
    this.#initiative = initiative;
  }

  /** Whom this node takes for the leader, itself included. */
  get leader(): number | null {
    return this.#coordinator.leads ? this.#self : this.#followed;
  }

  /** Whose heartbeats it follows; null: nobody's, or its own node asks for the office. */
  get followed(): number | null {
    return this.#followed;
  }

  /** Everything that its future depends on while rounds are by request. */
  describe(): Readonly<{ highestRound: Round; followed: number | null }> {
    return { highestRound: this.#highestRound, followed: this.#followed };
  }

  /** Takes notice of a round, so that its own next one is higher. */
  see(round: Round): void {
    if (round > this.#highestRound && roundNumber(round) < 2 ** 39) this.#highestRound = round;
  }

  /**
   * A 1a of somebody else is not answered while a leader is alive: silence is always safe, and keeps the leader in office.
   * Rounds by request are all meant.
   */
  ignores(candidate: number, round: Round, pace: Pace, nowMs: number): boolean {
    if (candidate === this.#self || !this.#initiative.isOwn) return false;
    return round > this.#acceptor.promised && this.#hasOtherLeader(candidate, pace, nowMs);
  }

  /** Its acceptor has promised a higher round to somebody else. */
  makeWay(pace: Pace, effects: Effects): void {
    this.#coordinator.stepDown(effects);
    this.#followed = null;
    this.arm(pace, effects);
  }

  /**
   * A higher round of another owner is about. A leader that was in office for a while, and so is followed, does not
   * wait to be missed but begins a higher round at once; it never goes on in that round of the other.
   */
  onNack(promised: Round, pace: Pace, nowMs: number, effects: Effects): void {
    this.see(promised);
    const coordinator = this.#coordinator;
    if (coordinator.mode === 'idle' || promised <= withStep(coordinator.round, 2)) return;
    if (this.#rules.jumpsOnNack)
      return coordinator.begin(this.#highestRound, { wish: null, isJump: true }, nowMs, effects);
    const isEstablished = coordinator.ledForMs(nowMs) > pace.electionTimeoutMs;
    const isFirst = nowMs - this.#deposedAtMs > 2 * pace.electionTimeoutMs;
    this.#deposedAtMs = nowMs;
    if (isEstablished && isFirst && this.#initiative.isOwn) return this.begin(null, nowMs, effects);
    coordinator.stepDown(effects);
    this.#failedElections += 1;
    this.arm(pace, effects);
  }

  /** A leader is heard. False: it is not followed, because its round is over, and is told so. */
  follow(from: number, round: Round, pace: Pace, nowMs: number, effects: Effects): boolean {
    this.see(round);
    const { promised } = this.#acceptor;
    if (round < withStep(promised, 0)) {
      if (this.#coordinator.mode === 'asking') this.#coordinator.stepDown(effects);
      effects.push({ kind: 'send', to: from, message: { kind: 'nack', round, promised } });
      this.arm(pace, effects);
      return false;
    }
    // a candidate that hears a leader after all gives up
    if (round > this.#coordinator.round || this.#coordinator.mode === 'asking') this.#coordinator.stepDown(effects);
    this.#followed = from;
    this.#heardAtMs = nowMs;
    this.#failedElections = 0;
    this.arm(pace, effects);
    return true;
  }

  /** The election timer fired: nobody leads. */
  onTimeout(pace: Pace, nowMs: number, effects: Effects): void {
    if (this.#coordinator.mode === 'idle') this.begin(null, nowMs, effects);
    this.arm(pace, effects);
  }

  /** Resigns when no quorum answers, unless `holdsLease`; begins anew, in a classic round, when its fast one is of no use. */
  review(holdsLease: boolean, pace: Pace, nowMs: number, effects: Effects): void {
    const isCutOff = this.#coordinator.isCutOff(pace, nowMs);
    // with a lease it may still serve reads, and nobody else can lead anyway; it is not renewed, so that this ends
    if (isCutOff && !holdsLease) this.#coordinator.stepDown(effects);
    else if (this.#coordinator.shouldFallBack(pace, nowMs)) this.begin(null, nowMs, effects);
  }

  /** Begins a round above all that were seen; `wish` as for the coordinator. */
  begin(wish: RoundKind | null, nowMs: number, effects: Effects): void {
    this.#failedElections += 1;
    this.#followed = null;
    this.#coordinator.begin(this.#highestRound, { wish, isJump: false }, nowMs, effects);
    this.see(this.#coordinator.round);
  }

  /** Randomised, and longer after each election that failed, so that two candidates do not outbid each other for ever. */
  arm({ electionTimeoutMs }: Pace, effects: Effects): void {
    if (!this.#initiative.isOwn) return;
    const backOff = Math.min(this.#failedElections, 4);
    effects.push({
      kind: 'timer',
      timer: 'election',
      minMs: electionTimeoutMs,
      maxMs: electionTimeoutMs * (2 + backOff),
    });
  }

  #hasOtherLeader(candidate: number, pace: Pace, nowMs: number): boolean {
    if (this.#coordinator.leads) return !this.#coordinator.isCutOff(pace, nowMs);
    const isAlive = nowMs - this.#heardAtMs < pace.electionTimeoutMs;
    return this.#followed !== null && this.#followed !== candidate && isAlive;
  }
}
