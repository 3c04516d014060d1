import { assertNever } from '#foundation';
import type { Acceptor } from './acceptor.ts';
import { broadcast } from './broadcast.ts';
import type { ReplicaConfiguration } from './configuration.ts';
import type { Coordinator } from './coordinator.ts';
import type { Effects } from './effects.ts';
import type { Learner } from './learner.ts';
import { LeaseGrant } from './lease-grant.ts';
import type { ChosenEntry, Message } from './messages.ts';
import type { Pace } from './pace.ts';
import { PendingReads } from './pending-reads.ts';
import { type Office, ReadIndex } from './read-index.ts';
import type { Word } from './read-rules.ts';
import type { Rules } from './rules.ts';
import type { Value } from './value.ts';
import { Vouching } from './vouching.ts';

/** What nodes tell each other about reads that are not in the log. */
export type ReadMessage = Extract<
  Message,
  { kind: 'read-request' | 'read-index' | 'confirm' | 'confirmation' | 'lease-request' | 'lease-grant' }
>;

/** The roles of the same node, on which its part in reads depends. */
export type ReadingRoles = Readonly<{ acceptor: Acceptor; learner: Learner; coordinator: Coordinator }>;

/**
 * All that one node does about reads by index and by lease: as the home node that asks and waits, as the leader that
 * says how far to apply, and as an acceptor that confirms and grants. protocol.md 4.7.
 */
export class Reads {
  readonly #configuration: ReplicaConfiguration;
  readonly #rules: Rules;
  readonly #roles: ReadingRoles;
  readonly #pending = new PendingReads();
  readonly #vouching = new Vouching();
  readonly #readIndex: ReadIndex;
  readonly #leaseGrant = new LeaseGrant();
  #nowMs = 0;
  #leaseNowMs = 0;

  constructor(configuration: ReplicaConfiguration, rules: Rules, roles: ReadingRoles) {
    this.#configuration = configuration;
    this.#rules = rules;
    this.#roles = roles;
    this.#readIndex = new ReadIndex(rules, configuration.quorums);
  }

  /** Whether reads go another way than through the log, and decisions are executed only once a leader is sure to know of them. */
  get areVouched(): boolean {
    const { reads } = this.#configuration;
    return reads === 'index' || reads === 'lease';
  }

  /** How many reads this node has let pass on a lease, as the leader. */
  get leaseReads(): number {
    return this.#readIndex.leaseReads;
  }

  /** True while this node leads and others keep silent for its sake. */
  get holdsLease(): boolean {
    const leaseNowMs = this.#leaseClockMs();
    return leaseNowMs !== null && this.#readIndex.hasLease(this.#roles.coordinator.round, leaseNowMs);
  }

  /** True while this acceptor keeps silent to a 1a of `candidate`. */
  forbids(candidate: number): boolean {
    return this.#configuration.reads === 'lease' && this.#leaseGrant.forbids(candidate, this.#leaseNowMs);
  }

  /** Takes the number of this life of the node from the journal. */
  beginLife(life: number): void {
    this.#pending.beginLife(life);
  }

  /** The time of the event that follows. */
  setTime(nowMs: number, wallMs: number): void {
    this.#nowMs = nowMs;
    this.#leaseNowMs = this.#rules.leaseClock === 'wall' ? wallMs : nowMs;
  }

  /** A node that has lived before may have granted a lease that it does not remember. */
  forgotLeases(): void {
    if (this.#rules.honoursForgottenLeases) this.#leaseGrant.forgot(this.#leaseNowMs);
  }

  /** True when more may be executed than before. */
  onMessage(from: number, message: ReadMessage, effects: Effects): boolean {
    switch (message.kind) {
      case 'read-request':
        this.#onRequest(from, message.id, effects);
        return false;
      case 'read-index':
        if (!this.#pending.onIndex(message.id, message.instance)) return false;
        this.#vouching.vouchThrough(message.instance);
        return true;
      case 'confirm':
        if (this.#mayConfirm(message))
          effects.push({ kind: 'send', to: from, message: { ...message, kind: 'confirmation' } });
        return false;
      case 'confirmation': {
        const office = this.#office();
        if (office !== null) this.#readIndex.onConfirmation(from, message, office, this.#nowMs, effects);
        return false;
      }
      case 'lease-request':
        if (!this.#mayConfirm(message)) return false;
        this.#leaseGrant.grant(from, this.#leaseNowMs);
        effects.push({ kind: 'send', to: from, message: { ...message, kind: 'lease-grant' } });
        return false;
      case 'lease-grant':
        this.#readIndex.onGrant(from, message, this.#roles.coordinator.round);
        return false;
      default:
        return assertNever(message);
    }
  }

  /** Asks `leader` how far this node has to be to answer `value`, or, with null, how far it may execute. */
  ask(value: Value | null, leader: number | null, effects: Effects): void {
    const id = this.#pending.add(value, this.#nowMs);
    if (id !== null) return this.#askForIndex(id, leader, effects);
    if (value === null) return;
    effects.push({ kind: 'answer', value, outcome: { kind: 'unavailable', reason: 'too many reads are pending' } });
  }

  /** These decisions are known by `word`. True when that is enough to execute them. */
  vouch(entries: readonly ChosenEntry[], word: Word): boolean {
    if (!this.areVouched || !this.#rules.isVouched(word)) return false;
    for (const [instance] of entries) this.#vouching.vouch(instance);
    return true;
  }

  /** Whether the instance after all that are executed may be executed. */
  mayExecuteNext(): boolean {
    if (!this.areVouched) return true;
    const { applied } = this.#roles.learner;
    this.#vouching.executed(applied);
    return this.#vouching.isVouched(applied + 1);
  }

  /** Takes out the reads that may be answered, now that everything up to `applied` is executed. */
  takeReady(applied: number): readonly Value[] {
    return this.#pending.isEmpty ? [] : this.#pending.takeReady(applied);
  }

  /** Time passes: what was not answered is asked again, and a leader renews its lease. */
  tick(leader: number | null, pace: Pace, isHeartbeatDue: boolean, effects: Effects): void {
    if (!this.areVouched) return;
    const office = this.#office();
    if (office !== null) {
      this.#readIndex.tick(office, pace, this.#nowMs, effects);
      if (isHeartbeatDue && this.#mayRenewLease(pace)) this.#askForLease(office, effects);
    }
    for (const id of this.#pending.takeDue(pace, this.#nowMs)) this.#askForIndex(id, leader, effects);
    // what this node has learned otherwise, nobody may have vouched for
    const { applied, chosenThrough } = this.#roles.learner;
    if (isHeartbeatDue && applied < chosenThrough && this.#pending.isEmpty) this.ask(null, leader, effects);
  }

  #onRequest(home: number, id: number, effects: Effects): void {
    const office = this.#office();
    if (office === null) return;
    this.#readIndex.onRequest({ home, id }, office, this.#nowMs, this.#leaseClockMs(), effects);
  }

  /** Null while this node does not lead. */
  #office(): Office | null {
    const { coordinator, learner } = this.#roles;
    if (!coordinator.leads) return null;
    const instance = this.#rules.readsThrough(coordinator.recoveredThrough, learner.highestChosen);
    return { round: coordinator.round, instance };
  }

  /** The time by which leases are measured, or null when there are none. */
  #leaseClockMs(): number | null {
    return this.#configuration.reads === 'lease' ? this.#leaseNowMs : null;
  }

  #mayConfirm({ round }: Extract<ReadMessage, { kind: 'confirm' | 'lease-request' }>): boolean {
    return this.#rules.mayConfirm(round, this.#roles.acceptor.highestPromised);
  }

  #askForIndex(id: number, leader: number | null, effects: Effects): void {
    if (leader !== null) effects.push({ kind: 'send', to: leader, message: { kind: 'read-request', id } });
  }

  /** A lease keeps others out of office, so a leader that is cut off lets it run out, and resigns then. */
  #mayRenewLease(pace: Pace): boolean {
    return this.#configuration.reads === 'lease' && !this.#roles.coordinator.isCutOff(pace, this.#nowMs);
  }

  #askForLease({ round }: Office, effects: Effects): void {
    const message: Message = { kind: 'lease-request', round, sentAtMs: this.#leaseNowMs };
    broadcast(this.#configuration.names.length, message, effects);
  }
}
