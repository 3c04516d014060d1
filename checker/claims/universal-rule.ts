/** An acceptor's report for one instance: its highest vote below the round in question, or null when it never voted. */
export type UniversalReport = Readonly<{ round: number; value: string }> | null;

/** A round in which votes may exist, and whose equal votes choose a value there: sets of acceptor indices. */
export type RoundBelow = Readonly<{ round: number; quorums: readonly (readonly number[])[] }>;

/** What may have been chosen, or may yet be, below a round: `anything`, or one of the values. */
export type PossiblyChosen = 'anything' | ReadonlySet<string>;

/**
 * The universal picking rule, by enumeration of every quorum of every lower round: a coordinator may send 2a(v) only
 * if what is returned is empty or holds v alone. It knows nothing of the case distinctions by which
 * coordinators pick, and so can judge them. Distributed Consensus Revised; protocol.md 2.5.
 *
 * ```ts
 * import { possiblyChosen } from 'ballotproof/checker';
 *
 * const roundBelow = { round: 1, quorums: [[0, 1], [0, 2], [1, 2]] };
 * const reports = new Map([[0, { round: 1, value: 'a' }], [1, null]]);
 * console.log(possiblyChosen([roundBelow], reports)); // → Set(1) { 'a' }
 * ```
 * @param roundsBelow with every quorum that holds no smaller one; others may be among them, and change nothing
 * @param reports per acceptor index what it reported; silent acceptors are left out
 */
export function possiblyChosen(
  roundsBelow: readonly RoundBelow[],
  reports: ReadonlyMap<number, UniversalReport>,
): PossiblyChosen {
  const union = new Set<string>();
  for (const { round, quorums } of roundsBelow) {
    for (const quorum of quorums) {
      const possible = possibleInQuorum(quorum, round, reports);
      if (possible.kind === 'anything') return 'anything';
      if (possible.kind === 'value') union.add(possible.value);
    }
  }
  return union;
}

type Possible = Readonly<{ kind: 'nothing' } | { kind: 'anything' } | { kind: 'value'; value: string }>;

/** What `quorum` may have chosen in `round`. */
function possibleInQuorum(
  quorum: readonly number[],
  round: number,
  reports: ReadonlyMap<number, UniversalReport>,
): Possible {
  let only: string | undefined;
  for (const acceptor of quorum) {
    const report = reports.get(acceptor);
    if (report === undefined) continue;
    if (report === null || report.round < round) return { kind: 'nothing' };
    if (report.round > round) continue;
    if (only !== undefined && only !== report.value) return { kind: 'nothing' };
    only = report.value;
  }
  for (const report of reports.values()) {
    if (report === null || report.round <= round) continue;
    if (only !== undefined && only !== report.value) return { kind: 'nothing' };
    only = report.value;
  }
  return only === undefined ? { kind: 'anything' } : { kind: 'value', value: only };
}
