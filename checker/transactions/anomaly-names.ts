/**
 * Which anomaly is a special case of which others: X is listed with what every history that shows X shows as well. The
 * names are Adya's ("Weak Consistency", 1999) as far as he has one, else those of Elle. Cycles through process order or
 * real time carry a suffix; `closeUnderSuffixes` adds those rows.
 */
const dataImplications: Readonly<Record<string, readonly string[]>> = {
  G0: ['G1c'],
  G1a: ['G1'],
  G1b: ['G1'],
  G1c: ['G1'],
  G1: [],
  'G-single-item': ['G-single', 'G-nonadjacent-item'],
  'G-single': ['G-nonadjacent', 'GSIb'],
  'G-nonadjacent-item': ['G-nonadjacent', 'G2-item'],
  'G-nonadjacent': ['G2'],
  'G2-item': ['G2'],
  G2: [],
  GSIa: ['GSI'],
  GSIb: ['GSI'],
  'incompatible-order': ['G1a'],
  'dirty-update': ['G1a'],
  'future-read': ['G1c'],
  'lost-update': ['write-skew', 'G2-item'],
  'write-skew': ['G2'],
};

const cyclic = new Set([
  'G0',
  'G1c',
  'G1',
  'G-single-item',
  'G-single',
  'G-nonadjacent-item',
  'G-nonadjacent',
  'G2-item',
  'G2',
]);

const implied: ReadonlyMap<string, readonly string[]> = closeUnderSuffixes();
const implying: ReadonlyMap<string, readonly string[]> = reverse(implied);

/** The anomalies that a history with `anomalies` shows as well, these included. */
export function anomaliesImpliedBy(anomalies: Iterable<string>): ReadonlySet<string> {
  return reachable(anomalies, implied);
}

/** The anomalies any of which brings one of `anomalies` with it, these included. */
export function anomaliesImplying(anomalies: Iterable<string>): ReadonlySet<string> {
  return reachable(anomalies, implying);
}

/** Everything that can be reached from `starts` along `edges`, the starts included. */
export function reachable(
  starts: Iterable<string>,
  edges: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set(starts);
  for (const name of found) for (const next of edges.get(name) ?? []) found.add(next); // a set yields what is added on the way
  return found;
}

/** The same edges, the other way round. */
export function reverse(edges: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const turned = new Map<string, string[]>();
  for (const [from, targets] of edges) {
    for (const to of targets) {
      const sources = turned.get(to);
      if (sources) sources.push(from);
      else turned.set(to, [from]);
    }
  }
  return turned;
}

/** A cycle of one kind is, trivially, one with process order allowed; and process order is part of real time. */
function closeUnderSuffixes(): ReadonlyMap<string, readonly string[]> {
  const rows = new Map<string, readonly string[]>();
  for (const [name, weaker] of Object.entries(dataImplications)) {
    if (!cyclic.has(name)) {
      rows.set(name, weaker);
      continue;
    }
    const cyclicWeaker = weaker.filter((each) => cyclic.has(each));
    rows.set(name, [...weaker, `${name}-process`]);
    rows.set(`${name}-process`, [...cyclicWeaker.map((each) => `${each}-process`), `${name}-realtime`]);
    rows.set(
      `${name}-realtime`,
      cyclicWeaker.map((each) => `${each}-realtime`),
    );
  }
  return rows;
}
