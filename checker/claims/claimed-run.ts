import { cardinalityFamily } from '#quorums';
import type { ClaimedRun, JournalClaim, TraceClaim, VoteClaim } from './claim-events.ts';

/** Journals and traces of a test, in the order of its sentences; five nodes n1 to n5, quorums R=3, F=4. */
export class RunStory {
  readonly nodes: readonly string[] = ['n1', 'n2', 'n3', 'n4', 'n5'];
  readonly #journals = new Map(this.nodes.map((node) => [node, new Array<JournalClaim>()]));
  readonly #traces = new Map(this.nodes.map((node) => [node, new Array<TraceClaim>()]));

  /** Whoever is named votes `value`. Rounds that end in 1 are fast. */
  vote(voters: string, { instance = 1, round = 10, value = 'a' }: Partial<Omit<VoteClaim, 'kind'>> = {}): this {
    for (const node of voters.split(' ')) {
      this.record(node, { kind: 'vote', instance, round, roundKind: round % 10 === 1 ? 'fast' : 'classic', value });
    }
    return this;
  }

  record(node: string, claim: WithoutRecord<JournalClaim>): this {
    const records = this.#journals.get(node);
    records?.push({ record: records.length, ...claim });
    return this;
  }

  decide(
    learner: string,
    voters: string,
    { instance = 1, round = 10, value = 'a' }: Partial<Omit<VoteClaim, 'kind'>> = {},
  ): this {
    const roundKind = round % 10 === 1 ? 'fast' : 'classic';
    this.#traces.get(learner)?.push({ kind: 'decided', instance, round, roundKind, value, voters: voters.split(' ') });
    return this;
  }

  apply(node: string, { instance = 1, value = 'a' }: Readonly<{ instance?: number; value?: string }> = {}): this {
    this.#traces.get(node)?.push({ kind: 'applied', instance, value });
    return this;
  }

  /** The run; of the nodes in `lost` the journal is missing. */
  run(lost: readonly string[] = []): ClaimedRun {
    return {
      nodes: this.nodes,
      family: cardinalityFamily({ nodes: 5, phase1: 3, classic: 3, fast: 4 }),
      journals: [...this.#journals]
        .filter(([node]) => !lost.includes(node))
        .map(([node, records]) => ({ node, state: 'complete', records })),
      traces: [...this.#traces].map(([node, events]) => ({ node, state: 'complete', events })),
    };
  }
}

type WithoutRecord<Claim> = Claim extends unknown ? Omit<Claim, 'record'> : never;
