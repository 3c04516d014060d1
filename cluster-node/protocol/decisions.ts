import type { Acceptor } from './acceptor.ts';
import type { ReplicaConfiguration } from './configuration.ts';
import type { Coordinator } from './coordinator.ts';
import type { Effects } from './effects.ts';
import type { Execution } from './execution.ts';
import type { Decision, Learner } from './learner.ts';
import type { ChosenEntry } from './messages.ts';
import type { Word } from './read-rules.ts';
import type { Reads } from './reads.ts';
import { roundKind, roundOwner } from './round.ts';
import type { Value } from './value.ts';

/** The roles of the same node that hear of what is chosen. */
type InformedRoles = Readonly<{
  acceptor: Acceptor;
  coordinator: Coordinator;
  execution: Execution;
  learner: Learner;
  reads: Reads;
}>;

/**
 * What follows when this node finds out that a value is chosen, by counting votes or by being told: it is noted in the journal,
 * every role hears of it, the coordinator that counted it announces it, and what may be executed is. protocol.md 4.5.
 */
export class Decisions {
  readonly #configuration: ReplicaConfiguration;
  readonly #roles: InformedRoles;
  readonly #alarms: readonly string[];

  /** `alarms`: those that this node has raised. */
  constructor(configuration: ReplicaConfiguration, roles: InformedRoles, alarms: readonly string[]) {
    this.#configuration = configuration;
    this.#roles = roles;
    this.#alarms = alarms;
  }

  /** The votes that were counted here complete a phase-2 quorum. */
  onCounted(decision: Decision, nowMs: number, effects: Effects): void {
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
    const isAnnounced = asCoordinator && this.#roles.coordinator.announce(instance, value, round, effects);
    this.#learnAll([[instance, value]], isAnnounced ? 'coordinator' : 'counted', nowMs, effects);
  }

  /** Somebody says what is chosen. */
  onTold(entries: readonly ChosenEntry[], word: Word, nowMs: number, effects: Effects): void {
    const { acceptor, learner } = this.#roles;
    const believed = learner.believed(entries, (instance) => acceptor.voteIn(instance));
    this.#learnAll(believed, word, nowMs, effects);
  }

  /** Tells another node what is chosen in `instance`, if that is known here. */
  tellIfChosen(to: number, instance: number, effects: Effects): void {
    const { learner } = this.#roles;
    const value = learner.chosenIn(instance);
    if (value === undefined || to === this.#configuration.self) return;
    effects.push({
      kind: 'send',
      to,
      message: { kind: 'chosen', entries: [[instance, value]], next: learner.highestSeen + 1 },
    });
  }

  #learnAll(entries: readonly ChosenEntry[], word: Word, nowMs: number, effects: Effects): void {
    const { execution, reads } = this.#roles;
    for (const [instance, value] of entries) this.#learn(instance, value, nowMs, effects);
    execution.goOn(effects);
    if (reads.vouch(entries, word)) execution.goOn(effects);
  }

  #learn(instance: number, value: Value, nowMs: number, effects: Effects): void {
    const { acceptor, coordinator, learner } = this.#roles;
    const lost = learner.valuesBesides(value, instance);
    const learned = learner.learn(instance, value);
    if (learned === 'contradiction') return this.#alarmContradiction(instance, value, effects);
    if (learned === 'known') return;
    effects.push({ kind: 'note', record: { kind: 'chosen', instance, value } });
    acceptor.onChosen(instance, value);
    coordinator.onChosen(instance, value, lost, nowMs, effects);
  }

  #alarmContradiction(instance: number, value: Value, effects: Effects): void {
    const known = this.#roles.learner.chosenIn(instance);
    const message = `two values are chosen in instance ${instance}: ${JSON.stringify(known)} and ${JSON.stringify(value)}`;
    if (this.#alarms.includes(message)) return;
    effects.push({ kind: 'alarm', message, stops: this.#configuration.onBrokenPick === 'stop' });
  }
}
