/** A command as diagrams name it: `x=1 (c1.2)`. */
const name = /(?:read )?\S+ \(c\d+\.\d+\)/g;

/** Leaves out who asked for a command, and under which number, where no other command of the story reads like it: `x=1`. */
export function withBriefNames(story: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const names = [...new Set(story.flat().flatMap((line) => line.match(name) ?? []))];
  const briefs = names.map(briefOf);
  const isUnmistakable = (brief: string): boolean => briefs.indexOf(brief) === briefs.lastIndexOf(brief);
  const shown = new Map(
    names.map((whole, place) => [whole, isUnmistakable(briefs[place] ?? '') ? briefOf(whole) : whole]),
  );
  return story.map((lines) => lines.map((line) => line.replaceAll(name, (whole) => shown.get(whole) ?? whole)));
}

function briefOf(whole: string): string {
  return whole.replace(/ \(c\d+\.\d+\)$/, '');
}
