import { existsSync, readFileSync } from 'node:fs';

/**
 * The lines of a trace file by the life that wrote them, from 1, without what the writer added, as text. A line that a crash tore is left out: it is the last
 * of its life.
 */
export function traceByLife(path: string): ReadonlyMap<number, readonly string[]> {
  const lines = new Map<number, string[]>();
  if (!existsSync(path)) return lines;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const parsed = parsedLine(line);
    if (parsed === null) continue;
    const { atNs: _, incarnation, ...event } = parsed;
    const known = lines.get(incarnation);
    if (known === undefined) lines.set(incarnation, [JSON.stringify(event)]);
    else known.push(JSON.stringify(event));
  }
  return lines;
}

type Line = Readonly<Record<string, unknown> & { incarnation: number }>;

function parsedLine(line: string): Line | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'incarnation' in value ? (value as Line) : null;
  } catch {
    return null;
  }
}
