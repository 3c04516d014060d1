import { assertNever, invariant } from '#foundation';
import {
  disjointFastQuorums,
  examineQuorums,
  membersOf,
  type NodeSet,
  nodeNames,
  nodeSetSize,
  type QuorumFamily,
  type QuorumSystem,
  quorumFamily,
} from '#quorums';
import type {
  ChosenBySchedule,
  Contender,
  Fingerprint,
  MessageSchedule,
  RoundOfSchedule,
  ScheduledMessage,
  ScheduleStep,
} from './message-schedule.ts';
import { quorumAround } from './quorum-around.ts';

/**
 * How the quorums of `system` choose two values, or, where coordinators stop on two possible values and nothing else can
 * happen, drive one into its alarm; null when no pair or triple of quorums is found that does not meet. What happens behind
 * the back of every coordinator comes first. protocol.md 6.
 */
export function counterexampleOf(system: QuorumSystem, onBrokenPick: 'stop' | 'choose'): MessageSchedule | null {
  const { witness } = examineQuorums(system);
  if (witness === null) return null;
  const maker = new Maker(system, onBrokenPick);
  if (witness.kind === 'phase-1 misses classic') return maker.classicQuorumMissed(witness.phase1, witness.classic);
  const missed = fastQuorumMissed(system);
  if (missed !== null) return maker.fastQuorumMissed(missed.phase1, missed.fast);
  const disjoint = disjointFastQuorums(system);
  if (disjoint !== null) return maker.disjointFastQuorums(disjoint.fast, disjoint.otherFast);
  invariant(witness.kind === 'phase-1 misses two fast', 'what else is there to miss', { witness });
  return maker.twoFastQuorumsMissed(witness.phase1, witness.fast, witness.otherFast);
}

/** A phase-1 quorum without a member in common with a fast one, if there is any. */
function fastQuorumMissed(system: QuorumSystem): Readonly<{ phase1: NodeSet; fast: NodeSet }> | null {
  const asClassic = withFastAsClassic(system);
  const witness = asClassic === null ? null : examineQuorums(asClassic).witness;
  return witness?.kind === 'phase-1 misses classic' ? { phase1: witness.phase1, fast: witness.classic } : null;
}

/** Puts the steps together; nodes are known by name from here on. */
class Maker {
  readonly #system: QuorumSystem;
  readonly #family: QuorumFamily;
  readonly #names: readonly string[];
  readonly #onBrokenPick: 'stop' | 'choose';

  constructor(system: QuorumSystem, onBrokenPick: 'stop' | 'choose') {
    this.#system = system;
    this.#family = quorumFamily(system);
    this.#names = nodeNames(system);
    this.#onBrokenPick = onBrokenPick;
  }

  /** Case A: what `classic` chose in round 1, nobody in `phase1` knows of. */
  classicQuorumMissed(phase1: NodeSet, classic: NodeSet): MessageSchedule {
    const [R, Q] = [this.#members(classic), this.#members(phase1)];
    const [c1, c2] = [firstOf(R), lastOf(Q)];
    const Q1 = this.#phase1Around(c1, R);
    const R2 = this.#classicAround(c2, Q, R);
    return this.#schedule(
      `the phase-1 quorum ${listOf(Q)} and the classic quorum ${listOf(R)} have no member in common`,
      [
        ...this.#lead(1, 'classic', c1, Q1, this.#mayBeUnknownTo(c2, c1, Q1) ? [c2] : []),
        ...vote('x', 1, c1, R),
        ...this.#lead(2, 'classic', c2, Q),
        ...vote('y', 2, c2, R2),
      ],
      {
        chosen: [chosen('x', 1, 'classic', c1, R), chosen('y', 2, 'classic', c2, R2)],
        alarm: null,
      },
    );
  }

  /** Case B with d = 0: the same with a fast quorum, whose members hear of x late. */
  fastQuorumMissed(phase1: NodeSet, fast: NodeSet): MessageSchedule {
    const [F, Q] = [this.#members(fast), this.#members(phase1)];
    const [home, c1, c2] = [firstOf(F), firstOf(Q), lastOf(Q)];
    const R2 = this.#classicAround(c2, Q, F);
    return this.#schedule(
      `the phase-1 quorum ${listOf(Q)} and the fast quorum ${listOf(F)} have no member in common`,
      [
        ...this.#lead(1, 'fast', c1, Q),
        ...this.#lead(2, 'classic', c2, Q),
        ...proposeAndCount('x', home, F),
        ...vote('y', 2, c2, R2),
      ],
      {
        chosen: [chosen('x', 1, 'fast', c1, F), chosen('y', 2, 'classic', c2, R2)],
        alarm: null,
      },
    );
  }

  /** Two values chosen in one round: no coordinator is asked, so none can stop. */
  disjointFastQuorums(fast: NodeSet, otherFast: NodeSet): MessageSchedule {
    const [X, Y] = [this.#members(fast), this.#members(otherFast)];
    const [homeX, homeY] = [firstOf(X), firstOf(Y)];
    return this.#schedule(
      `the fast quorums ${listOf(X)} and ${listOf(Y)} have no member in common`,
      [
        ...this.#lead(1, 'fast', homeX, this.#phase1Around(homeX, X)),
        ...proposeAndCount('x', homeX, X),
        ...proposeAndCount('y', homeY, Y),
      ],
      {
        chosen: [chosen('x', 1, 'fast', homeX, X), chosen('y', 1, 'fast', homeX, Y)],
        alarm: null,
      },
    );
  }

  /**
   * Case B with d ≥ 1: the members of the phase-1 quorum are divided over x and y, so that either may be chosen with the
   * votes of the others; the coordinator of round 2 takes y, and then the others choose x.
   */
  twoFastQuorumsMissed(phase1: NodeSet, fast: NodeSet, otherFast: NodeSet): MessageSchedule {
    const Q = this.#members(phase1);
    // y gets at least as many votes as x and has the smaller name, so that coordinators take it
    const forX = nodeSetSize(fast & phase1) <= nodeSetSize(otherFast & phase1) ? fast : otherFast;
    const X = this.#members(forX & phase1);
    const Y = Q.filter((node) => !X.includes(node));
    const F = this.#members(forX);
    const outside = F.filter((node) => !Q.includes(node));
    const [c1, c2] = [firstOf(X), lastOf(Y)];
    const because =
      `the phase-1 quorum ${listOf(Q)} and the fast quorums ${listOf(this.#members(fast))} and ` +
      `${listOf(this.#members(otherFast))} have no member in common`;
    const begin: readonly ScheduleStep[] = [
      ...this.#lead(1, 'fast', c1, Q),
      ...propose('x', c1, X),
      ...propose('y', c2, Y),
      ...this.#lead(2, 'classic', c2, Q),
    ];
    if (this.#onBrokenPick === 'stop') {
      const end: readonly ScheduleStep[] = [{ kind: 'alarm', coordinator: c2 }];
      return this.#schedule(because, [...begin, ...end], { chosen: [], alarm: { coordinator: c2, reporters: Q } });
    }
    const R2 = this.#classicAround(c2, Q, outside);
    return this.#schedule(
      because,
      [
        ...begin,
        { kind: 'pick', contender: 'y', coordinator: c2 },
        ...deliver('propose', 1, 'x', [c1], outside),
        ...deliver('phase2b', 1, 'x', F, [c1]),
        { kind: 'answered', contender: 'x', node: c1 },
        ...deliver('phase2a', 2, 'y', [c2], R2),
        ...deliver('phase2b', 2, 'y', R2, [c2]),
        { kind: 'answered', contender: 'y', node: c2 },
      ],
      {
        chosen: [chosen('x', 1, 'fast', c1, F), chosen('y', 2, 'classic', c2, R2)],
        alarm: null,
      },
    );
  }

  /** `coordinator` begins a round and hears from `quorum`; `told` learn of the round, and their answers are withheld. */
  #lead(
    round: RoundOfSchedule,
    roundKind: 'classic' | 'fast',
    coordinator: string,
    quorum: readonly string[],
    told: readonly string[] = [],
  ): readonly ScheduleStep[] {
    return [
      { kind: 'begin', round, roundKind, coordinator },
      ...deliver('phase1a', round, null, [coordinator], [...quorum, ...told]),
      ...deliver('phase1b', round, null, quorum, [coordinator]),
      ...(roundKind === 'fast' ? deliver('any', round, null, [coordinator], this.#names) : []),
    ];
  }

  /** A coordinator that has not heard of round 1 begins a higher one only if its place among the nodes is higher. */
  #mayBeUnknownTo(c2: string, c1: string, heard: readonly string[]): boolean {
    return !heard.includes(c2) && this.#names.indexOf(c2) < this.#names.indexOf(c1);
  }

  #phase1Around(node: string, preferred: readonly string[]): readonly string[] {
    return this.#around(node, preferred, [], (set) => this.#family.isPhase1(set));
  }

  #classicAround(node: string, preferred: readonly string[], avoided: readonly string[]): readonly string[] {
    return this.#around(node, preferred.toReversed(), avoided, (set) => this.#family.isClassic(set));
  }

  #around(
    node: string,
    preferred: readonly string[],
    avoided: readonly string[],
    isQuorum: (set: NodeSet) => boolean,
  ): readonly string[] {
    const index = (name: string): number => this.#names.indexOf(name);
    const others = this.#names.filter((name) => !preferred.includes(name) && !avoided.includes(name));
    const order = [node, ...preferred, ...others, ...avoided].map(index);
    return this.#members(quorumAround(order, isQuorum));
  }

  #members(set: NodeSet): readonly string[] {
    return membersOf(set, this.#names);
  }

  #schedule(because: string, steps: readonly ScheduleStep[], fingerprint: Fingerprint): MessageSchedule {
    return {
      version: 1,
      system: this.#system,
      nodes: this.#names,
      onBrokenPick: this.#onBrokenPick,
      because,
      steps,
      fingerprint,
    };
  }
}

/** A client of the coordinator of a classic round gets its command voted for by `quorum`. */
function vote(
  contender: Contender,
  round: RoundOfSchedule,
  coordinator: string,
  quorum: readonly string[],
): readonly ScheduleStep[] {
  return [
    { kind: 'invoke', contender, node: coordinator },
    ...deliver('phase2a', round, contender, [coordinator], quorum),
    ...deliver('phase2b', round, contender, quorum, [coordinator]),
    { kind: 'answered', contender, node: coordinator },
  ];
}

function propose(contender: Contender, home: string, to: readonly string[]): readonly ScheduleStep[] {
  return [{ kind: 'invoke', contender, node: home }, ...deliver('propose', 1, contender, [home], to)];
}

/** A client of `home` gets its command voted for by `quorum` in the open fast round, and `home` itself counts. */
function proposeAndCount(contender: Contender, home: string, quorum: readonly string[]): readonly ScheduleStep[] {
  return [
    ...propose(contender, home, quorum),
    ...deliver('phase2b', 1, contender, quorum, [home]),
    { kind: 'answered', contender, node: home },
  ];
}

/** Between different nodes only: nothing at all when there is nobody but the sender to deliver to. */
function deliver(
  message: ScheduledMessage,
  round: RoundOfSchedule,
  value: Contender | null,
  from: readonly string[],
  to: readonly string[],
): readonly ScheduleStep[] {
  const senders = from.filter((sender) => to.some((receiver) => receiver !== sender));
  const receivers = to.filter((receiver) => from.some((sender) => sender !== receiver));
  if (senders.length === 0) return [];
  return [{ kind: 'deliver', message, round, value, from: senders, to: receivers }];
}

function chosen(
  contender: Contender,
  round: RoundOfSchedule,
  roundKind: 'classic' | 'fast',
  coordinator: string,
  quorum: readonly string[],
): ChosenBySchedule {
  return { contender, round, roundKind, coordinator, quorum };
}

/** The same system with its fast quorums as classic ones: what a phase-1 quorum misses there, it misses of them. */
function withFastAsClassic(system: QuorumSystem): QuorumSystem | null {
  switch (system.kind) {
    case 'cardinality':
    case 'weighted':
      return system.fast === null ? null : { ...system, classic: system.fast, fast: null };
    case 'explicit':
      return system.fast === null ? null : { ...system, classic: system.fast, fast: null };
    case 'zones':
      return system.fast === null ? null : { ...system, classic: system.fast, fast: null };
    case 'grid':
      return null; // a full column is part of every fast quorum, and every row meets it
    default:
      return assertNever(system);
  }
}

function firstOf(names: readonly string[]): string {
  const [first] = names;
  invariant(first !== undefined, 'a quorum has members');
  return first;
}

function lastOf(names: readonly string[]): string {
  return firstOf(names.slice(-1));
}

function listOf(names: readonly string[]): string {
  return `{${names.join(', ')}}`;
}
