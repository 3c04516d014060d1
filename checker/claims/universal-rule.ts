/** An acceptor's report for one instance: its highest vote below the round in question, or null when it never voted. */
export type UniversalReport = Readonly<{ round: number; value: string }> | null;

/** A round in which votes may exist, and how many equal votes choose a value there. */
export type RoundBelow = Readonly<{ round: number; quorumSize: number }>;

/** What may have been chosen, or may yet be, below a round: `anything`, or one of the values. */
export type PossiblyChosen = 'anything' | ReadonlySet<string>;

/**
 * The universal picking rule, by enumeration of every quorum of every lower round: a coordinator may send 2a(v) only
 * if what is returned is empty or holds v alone. It knows nothing of the case distinctions by which
 * coordinators pick, and so can judge them. Distributed Consensus Revised; protocol.md 2.5.
 *
 * @param nodes number of acceptors, at most 12, because quorums are enumerated
 * @param reports per acceptor index what it reported; silent acceptors are left out
 */
export function possiblyChosen(
  nodes: number,
  roundsBelow: readonly RoundBelow[],
  reports: ReadonlyMap<number, UniversalReport>,
): PossiblyChosen {
  const union = new Set<string>();
  for (const below of roundsBelow) {
    for (const quorum of quorumsOfSize(nodes, below.quorumSize)) {
      const possible = possibleInQuorum(quorum, below.round, reports);
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

const enumerated = new Map<string, readonly (readonly number[])[]>();

function quorumsOfSize(nodes: number, size: number): readonly (readonly number[])[] {
  const key = `${nodes}/${size}`;
  const known = enumerated.get(key);
  if (known !== undefined) return known;
  const sets: number[][] = [];
  const extend = (set: number[], from: number): void => {
    if (set.length === size) sets.push(set);
    else for (let node = from; node < nodes; node += 1) extend([...set, node], node + 1);
  };
  extend([], 0);
  enumerated.set(key, sets);
  return sets;
}
