import type { NodeSet, QuorumFamily } from '#quorums';
import { byFirst } from './by-first.ts';
import { InstanceMap } from './instance-map.ts';
import type { ChosenEntry } from './messages.ts';
import type { Round } from './round.ts';
import type { Rules } from './rules.ts';
import type { Value, Vote } from './value.ts';

/** The votes of one instance that a learner counts together: by the rules, those of one round for one value. */
export type Tally = { readonly round: Round; readonly value: Value; voters: NodeSet };

/** A value that a phase-2 quorum was seen to vote for in one round. */
export type Decision = Readonly<{ instance: number; round: Round; value: Value; voters: NodeSet }>;

/** What `learn` made of a value: new, known before, or in contradiction to what is known. */
export type Learned = 'new' | 'known' | 'contradiction';

/** A learner in plain data; `tallies` by instance, and there by what is counted together. */
export type LearnerDescription = Readonly<{
  chosen: readonly ChosenEntry[];
  tallies: readonly (readonly [number, readonly (readonly [string, Tally])[]])[];
  waiting: readonly (readonly [Value, number])[];
  applied: number;
  highestSeen: number;
}>;

const noValues: readonly Value[] = [];
const noTallies: readonly Tally[] = [];

/**
 * Finds out what is chosen, by counting votes by round, value and distinct acceptor, and by being told. Values are
 * handed out for execution strictly in the order of instances. protocol.md 2.1 *learn* and 4.5.
 */
export class Learner {
  readonly #rules: Rules;
  readonly #quorums: QuorumFamily;
  readonly #chosen = new InstanceMap<Value>();
  /** Few for one instance. */
  readonly #tallies = new InstanceMap<Tally[]>();
  /** Chosen and not yet applied: which instance holds a value. */
  readonly #waiting = new Map<Value, number>();
  #chosenThrough = 0;
  #highestChosen = 0;
  #applied = 0;
  #highestSeen = 0;
  #forgottenThrough = 0;

  constructor(rules: Rules, quorums: QuorumFamily) {
    this.#rules = rules;
    this.#quorums = quorums;
  }

  /** Every instance up to this one is known to be chosen. */
  get chosenThrough(): number {
    return this.#chosenThrough;
  }

  /** The highest instance that is known to be chosen; there may be holes below. */
  get highestChosen(): number {
    return this.#highestChosen;
  }

  get applied(): number {
    return this.#applied;
  }

  /** The highest instance in which anything was seen to happen. */
  get highestSeen(): number {
    return this.#highestSeen;
  }

  /** Everything that its future depends on, and nothing else, for telling states apart: equal ones behave alike. */
  describe(): LearnerDescription {
    return {
      chosen: this.#chosen.entries(),
      tallies: this.#tallies.entries().map(([instance, tallies]) => [instance, this.#byKey(tallies)]),
      waiting: [...this.#waiting].sort(byFirst),
      applied: this.#applied,
      highestSeen: this.#highestSeen,
    };
  }

  see(instance: number): void {
    if (instance > this.#highestSeen) this.#highestSeen = instance;
  }

  isChosen(instance: number): boolean {
    return instance <= this.#chosenThrough || this.#chosen.has(instance);
  }

  isWaiting(value: Value): boolean {
    return this.#waiting.has(value);
  }

  chosenIn(instance: number): Value | undefined {
    return this.#chosen.get(instance);
  }

  /** The votes counted so far in `instance`, which is undecided. */
  talliesOf(instance: number): readonly Tally[] {
    return this.#tallies.get(instance) ?? noTallies;
  }

  /** The values other than `value` for which votes were counted in `instance`, which is undecided. */
  valuesBesides(value: Value, instance: number): readonly Value[] {
    const tallies = this.#tallies.get(instance);
    if (tallies === undefined) return noValues;
    let others: Value[] | null = null;
    for (const tally of tallies) if (tally.value !== value) (others ??= []).push(tally.value);
    return others ?? noValues;
  }

  /** Counts one vote; the decision when it completes a phase-2 quorum of its round. */
  count(instance: number, round: Round, value: Value, sender: number): Decision | null {
    this.see(instance);
    if (this.isChosen(instance)) return null;
    const tally = this.#tallyFor(instance, round, value);
    tally.voters |= 1 << this.#rules.voter(sender, tally.voters, this.#quorums.nodes);
    const { voters } = tally;
    return this.#rules.isChosen(round, voters, this.#quorums) ? { instance, round, value: tally.value, voters } : null;
  }

  /** What `entries`, which somebody told, say is chosen; `voteIn`: the vote of this node's own acceptor. */
  believed(entries: readonly ChosenEntry[], voteIn: (instance: number) => Vote | null): readonly ChosenEntry[] {
    return entries.map(([instance, value]) => [instance, this.#rules.toldValue(value, voteIn(instance))]);
  }

  /** Takes `value` for chosen in `instance`, on the word of somebody who knows. What was known first stays. */
  learn(instance: number, value: Value): Learned {
    this.see(instance);
    if (instance <= this.#forgottenThrough) return 'known';
    const known = this.#chosen.get(instance);
    if (known !== undefined) return known === value ? 'known' : 'contradiction';
    this.#chosen.set(instance, value);
    this.#highestChosen = Math.max(this.#highestChosen, instance);
    this.#waiting.set(value, instance);
    this.#tallies.delete(instance);
    while (this.#chosen.has(this.#chosenThrough + 1)) this.#chosenThrough += 1;
    return 'new';
  }

  /** Drops the values up to `instance`, as far as they are executed: nobody will ask for them. protocol.md 4.8. */
  forgetThrough(instance: number): void {
    const last = Math.min(instance, this.#applied);
    if (last <= this.#forgottenThrough) return;
    this.#chosen.deleteThrough(last);
    this.#forgottenThrough = last;
  }

  /** The next value to execute, or null while it is not known. */
  takeNext(): Readonly<{ instance: number; value: Value }> | null {
    const instance = this.#rules.nextToApply(this.#applied, this.#chosen);
    const value = this.#chosen.get(instance);
    if (value === undefined) return null;
    this.#applied = instance;
    if (this.#waiting.get(value) === instance) this.#waiting.delete(value);
    return { instance, value };
  }

  /** What is known to be chosen from instance `from` on, at most `entriesMax` of it. */
  chosenFrom(from: number, entriesMax: number): readonly ChosenEntry[] {
    const entries: ChosenEntry[] = [];
    const first = Math.max(from, this.#forgottenThrough + 1);
    for (let instance = first; instance <= this.#highestSeen && entries.length < entriesMax; instance += 1) {
      const value = this.#chosen.get(instance);
      if (value !== undefined) entries.push([instance, value]);
    }
    return entries;
  }

  /** Rules say which votes are counted together, and most votes are equal to one before. */
  #tallyFor(instance: number, round: Round, value: Value): Tally {
    const tallies = this.#tallies.get(instance);
    if (tallies !== undefined) {
      for (const known of tallies) if (known.round === round && known.value === value) return known;
      const key = this.#rules.tallyKey(round, value);
      for (const known of tallies) if (this.#rules.tallyKey(known.round, known.value) === key) return known;
    }
    const tally: Tally = { round, value, voters: 0 };
    if (tallies === undefined) this.#tallies.set(instance, [tally]);
    else tallies.push(tally);
    return tally;
  }

  #byKey(tallies: readonly Tally[]): (readonly [string, Tally])[] {
    return tallies.map((tally) => [this.#rules.tallyKey(tally.round, tally.value), tally] as const).sort(byFirst);
  }
}
