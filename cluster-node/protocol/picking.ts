import type { ReplicaConfiguration } from './configuration.ts';
import type { Effects } from './effects.ts';
import type { Learner } from './learner.ts';
import type { PickCase, Reports } from './pick-value.ts';
import type { Round } from './round.ts';
import { roundWords } from './round-words.ts';
import type { Rules } from './rules.ts';
import { noOp, type Value } from './value.ts';

/** A coordinator's choices of what its 2a may carry: PICK for one instance, told as a trace event, and counted. protocol.md 2.3. */
export class Picking {
  readonly #configuration: ReplicaConfiguration;
  readonly #rules: Rules;
  readonly #learner: Learner;
  /** How often each case of PICK occurred. */
  readonly counts: Record<PickCase, number> = { K1: 0, K2a: 0, K2b: 0, K2c: 0, broken: 0 };

  constructor(configuration: ReplicaConfiguration, rules: Rules, learner: Learner) {
    this.#configuration = configuration;
    this.#rules = rules;
    this.#learner = learner;
  }

  /** What 2a of `round` carries in `instance`, given `reports`; null, with an alarm, when the node is to stop instead. */
  pick(instance: number, round: Round, reports: Reports, effects: Effects): Value | null {
    const pick = this.#rules.pickValue(reports, this.#configuration.quorums);
    this.counts[pick.case] += 1;
    const value =
      pick.kind === 'forced' ? pick.value : (pick.candidates.find((one) => !this.#learner.isWaiting(one)) ?? noOp);
    const stops = pick.kind === 'broken' && this.#configuration.onBrokenPick === 'stop';
    const picked = stops ? null : value;
    effects.push({
      kind: 'trace',
      event: { kind: 'pick', instance, round, case: pick.case, reports: this.#named(reports), value: picked },
    });
    if (pick.kind === 'broken') {
      effects.push({
        kind: 'alarm',
        message:
          `two values may have been chosen in instance ${instance} below ${roundWords(round, this.#configuration.names)}: ` +
          `${pick.candidates.map((one) => JSON.stringify(one)).join(' and ')}; the quorums do not meet as they must`,
        stops,
      });
    }
    return picked;
  }

  #named(reports: Reports): { from: string; round: number; value: string | null }[] {
    return [...reports].map(([acceptor, vote]) => ({
      from: this.#configuration.names[acceptor] ?? String(acceptor),
      round: vote?.round ?? 0,
      value: vote?.value ?? null,
    }));
  }
}
