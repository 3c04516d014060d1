import { isRound, roundKind } from '#cluster-node';
import type { QuorumSystem } from '#quorums';
import { listedQuorums } from '../environments/sim/oracles/listed-quorums.ts';
import { QuorumMasks } from '../environments/sim/oracles/quorum-masks.ts';
import type { Objection } from './explored-node.ts';
import type { DurableVote, LocalState } from './local-states.ts';

/** Whether the votes on the disks of a cluster choose one value at most, and all that nodes take for chosen. */
export class Agreement {
  readonly #quorums: QuorumMasks;
  readonly #vote: (id: number) => DurableVote;

  /** `vote`: the vote of a number. */
  constructor(system: QuorumSystem, vote: (id: number) => DurableVote) {
    this.#quorums = new QuorumMasks(listedQuorums(system));
    this.#vote = vote;
  }

  /** Objects to `cluster`, which was in order while the node `after` was `before`. */
  judge(cluster: readonly LocalState[], before: LocalState, after: LocalState): Objection | null {
    const hasVoted = after.votes.length > before.votes.length;
    const hasLearned = after.beliefs.length > before.beliefs.length;
    if (!hasVoted && !hasLearned) return null;
    const chosen = this.#chosen(cluster);
    for (const [instance, values] of chosen) {
      if (values.size < 2) continue;
      const message = `instance ${instance}: ${[...values].join(' and ')} are both chosen`;
      return { judge: 'agreement', message };
    }
    for (const { instance, value } of after.beliefs) {
      if (chosen.get(instance)?.has(value) === true) continue;
      const message = `a node takes ${value} for chosen in instance ${instance}, where the synced votes did not choose it`;
      return { judge: 'agreement', message };
    }
    return null;
  }

  /** What the votes on disk have chosen, by instance. */
  #chosen(cluster: readonly LocalState[]): ReadonlyMap<number, ReadonlySet<string>> {
    const voters = new Map<number, number>();
    for (const { node, votes } of cluster)
      for (const vote of votes) voters.set(vote, (voters.get(vote) ?? 0) | (1 << node));
    const chosen = new Map<number, Set<string>>();
    for (const [id, members] of voters) {
      const { instance, round, value } = this.#vote(id);
      if (!isRound(round) || !this.#quorums.isHeldBy(roundKind(round), members)) continue;
      chosen.set(instance, (chosen.get(instance) ?? new Set()).add(value));
    }
    return chosen;
  }
}
