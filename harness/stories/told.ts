/** Something that happens, in words: who does it, or from whom to whom a message goes (`↛`: and does not arrive). */
export type Told = Readonly<{
  atMs: number;
  from: readonly string[];
  arrow: '→' | '↛' | null;
  to: readonly string[];
  words: string;
}>;

/** The same in fewer: who does the same at the same moment, or right after it, is told together. */
export function toldTogether(all: readonly Told[]): readonly Told[] {
  const together: Told[] = [];
  for (const told of all) {
    const place = together.findLastIndex(
      (other, at) => (other.atMs === told.atMs || at === together.length - 1) && joined(other, told) !== null,
    );
    const both = joined(together[place], told);
    if (both === null) together.push(told);
    else together[place] = both;
  }
  return together;
}

/** One line each, the words below each other. `names`: in the order in which nodes are listed. */
export function toldLines(all: readonly Told[], names: readonly string[]): readonly string[] {
  const listed = (who: readonly string[]): string =>
    who.toSorted((one, other) => names.indexOf(one) - names.indexOf(other)).join(', ');
  const who = all.map(({ from, arrow, to }) =>
    arrow === null ? listed(from) : `${listed(from)} ${arrow} ${listed(to)}`,
  );
  const width = Math.max(0, ...who.map(({ length }) => length));
  return all.map(({ words }, place) => `${(who[place] ?? '').padEnd(width)}  ${words}`);
}

/** Null where `one` cannot tell `other` as well, which is of one node. */
function joined(one: Told | undefined, other: Told): Told | null {
  if (one === undefined || one.arrow !== other.arrow || one.words !== other.words) return null;
  const { atMs } = other;
  if (one.arrow !== null && isSame(one.from, other.from)) return { ...one, atMs, to: [...one.to, ...other.to] };
  return isSame(one.to, other.to) ? { ...one, atMs, from: [...one.from, ...other.from] } : null;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.join() === other.join();
}
