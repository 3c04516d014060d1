import type { JournalRecord } from '#cluster-node';
import { isRound, roundKind } from '#cluster-node';
import type { ListedQuorum, ListedQuorums } from './listed-quorums.ts';
import { OracleViolation } from './violation.ts';

/**
 * Agreement, over *synced* votes: at most one value of an instance has the votes of a phase-2 quorum in a round, and
 * whatever a node takes for chosen is that value. Looks only at what came to be on disk, never at messages.
 */
export class AgreementOracle {
  readonly #quorums: ListedQuorums;
  /** instance -> round and value -> voters */
  readonly #voters = new Map<number, Map<string, Set<number>>>();
  readonly #chosen = new Map<number, string>();

  constructor(quorums: ListedQuorums) {
    this.#quorums = quorums;
  }

  chosenIn(instance: number): string | undefined {
    return this.#chosen.get(instance);
  }

  /** A record of `node` has become durable. @throws OracleViolation */
  onDurable(node: number, record: JournalRecord): void {
    if (record.kind !== 'vote' || !isRound(record.round)) return;
    const { instance, round, value } = record;
    const votes = this.#voters.get(instance) ?? new Map<string, Set<number>>();
    this.#voters.set(instance, votes);
    const key = `${round} ${value}`;
    const voters = votes.get(key) ?? new Set<number>();
    votes.set(key, voters.add(node));
    const known = this.#chosen.get(instance);
    if (known === value) return;
    const isHeld = (quorum: ListedQuorum): boolean =>
      quorum.length <= voters.size && quorum.every((member) => voters.has(member));
    if (!this.#quorums[roundKind(round)].some(isHeld)) return;
    if (known === undefined) this.#chosen.set(instance, value);
    else {
      throw new OracleViolation(
        'agreement',
        `instance ${instance}: ${known} and ${value} are both chosen, the second in round ${round}`,
      );
    }
  }

  /** `node` takes `value` for chosen. @throws OracleViolation */
  onLearned(node: number, instance: number, value: string): void {
    const chosen = this.#chosen.get(instance);
    if (chosen === value) return;
    const truth = chosen === undefined ? 'nothing is chosen there by synced votes' : `${chosen} is chosen there`;
    throw new OracleViolation(
      'agreement',
      `node ${node} takes ${value} for chosen in instance ${instance}, but ${truth}`,
    );
  }
}
