import type { JournalRecord } from '#cluster-node';
import { isRound, roundKind, roundWords } from '#cluster-node';
import { InstanceWindow } from './instance-window.ts';
import type { ListedQuorums } from './listed-quorums.ts';
import { QuorumMasks } from './quorum-masks.ts';
import { valueText } from './value-text.ts';
import { OracleViolation } from './violation.ts';

/** The voters for one value in one round. */
type Tally = { readonly round: number; readonly value: string; voters: number };
type Instance = { chosen: string | null; readonly tallies: Tally[] };

/**
 * Agreement, over *synced* votes: at most one value of an instance has the votes of a phase-2 quorum in a round, and
 * whatever a node takes for chosen is that value. Looks only at what came to be on disk, never at messages.
 */
export class AgreementOracle {
  readonly #quorums: QuorumMasks;
  readonly #names: readonly string[];
  readonly #instances = new InstanceWindow<Instance>();
  readonly #chosenValues = new Set<string>();

  /** `names`: of the nodes, in the order of their numbers. */
  constructor(quorums: ListedQuorums, names: readonly string[]) {
    this.#quorums = new QuorumMasks(quorums);
    this.#names = names;
  }

  chosenIn(instance: number): string | undefined {
    return this.#instances.get(instance)?.chosen ?? undefined;
  }

  /** True when `value` is chosen in whatever instance. */
  isChosen(value: string): boolean {
    return this.#chosenValues.has(value);
  }

  /** Nobody will ask for `value` again. */
  forgetValue(value: string): void {
    this.#chosenValues.delete(value);
  }

  /** All nodes have executed everything up to `instance`: nothing is said about these instances any more. */
  forgetThrough(instance: number): void {
    this.#instances.forgetThrough(instance);
  }

  /** A record of `node` has become durable. @throws OracleViolation */
  onDurable(node: number, record: JournalRecord): void {
    if (record.kind !== 'vote' || !isRound(record.round) || this.#instances.isForgotten(record.instance)) return;
    const { instance, round, value } = record;
    const votes = this.#votesIn(instance);
    const tally = tallyOf(votes.tallies, round, value);
    tally.voters |= 1 << node;
    if (votes.chosen === value || !this.#quorums.isHeldBy(roundKind(round), tally.voters)) return;
    if (votes.chosen !== null) {
      throw new OracleViolation(
        'agreement',
        `instance ${instance}: ${valueText(votes.chosen)} and ${valueText(value)} are both chosen, the second in ${roundWords(round, this.#names)}`,
      );
    }
    votes.chosen = value;
    this.#chosenValues.add(value);
  }

  /** `node` takes `value` for chosen. @throws OracleViolation */
  onLearned(node: number, instance: number, value: string): void {
    if (this.#instances.isForgotten(instance)) return;
    const chosen = this.chosenIn(instance);
    if (chosen === value) return;
    const truth =
      chosen === undefined ? 'nothing is chosen there by synced votes' : `${valueText(chosen)} is chosen there`;
    throw new OracleViolation(
      'agreement',
      `${this.#names[node] ?? node} takes ${valueText(value)} for chosen in instance ${instance}, but ${truth}`,
    );
  }

  #votesIn(instance: number): Instance {
    const known = this.#instances.get(instance);
    if (known !== undefined) return known;
    const none: Instance = { chosen: null, tallies: [] };
    this.#instances.set(instance, none);
    return none;
  }
}

function tallyOf(tallies: Tally[], round: number, value: string): Tally {
  for (const tally of tallies) if (tally.round === round && tally.value === value) return tally;
  const tally: Tally = { round, value, voters: 0 };
  tallies.push(tally);
  return tally;
}
