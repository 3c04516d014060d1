import { assertNever } from '#foundation';
import type { ClockSkew } from '../../ports/index.ts';
import type { ClockReading } from './clock-reading.ts';

/** What readings of a node's clocks show: the skew that was asked for, true clocks, or nothing that is certain yet. */
export type ClockState = 'skewed' | 'true' | 'undecided';

/**
 * Holds `readings` against what was asked for. `before` was read when the clocks were true. Something is shown only if it
 * holds wherever in their bounds the readings are true. Pure.
 */
export function clockState(skew: ClockSkew, before: ClockReading, readings: readonly ClockReading[]): ClockState {
  const moved = readings.map((reading) => movement(before, reading));
  switch (skew.kind) {
    case 'jump':
      return nearestOf(overlap(moved.map(({ wall }) => wall)), skew.offsetMs, 0, jumpTolerance(skew.offsetMs));
    case 'strobe':
      return strobeState(skew, moved);
    case 'rate':
      return nearestOf(rateBetween(moved), skew.rate, 1, Math.abs(skew.rate - 1) / 3);
    default:
      return assertNever(skew);
  }
}

/** The tempo of the monotonic clock that all readings agree on, in seconds for one; null: they show none. */
export function measuredRate(before: ClockReading, readings: readonly ClockReading[]): number | null {
  const { from, to } = rateBetween(readings.map((reading) => movement(before, reading)));
  return Number.isFinite(from + to) && from <= to ? (from + to) / 2 : null;
}

/** From and to where something may be, in its own unit; nowhere when `from` is past `to`. */
type Range = Readonly<{ from: number; to: number }>;

type Movement = Readonly<{ atMs: number; wall: Range; monotonic: Range }>;

/** In a shorter time even a tight bound says little about a rate. */
const rateTimeMinMs = 400;
/** How many changes of a strobe have to be absent until it is believed to be over. */
const quietChanges = 3;

function movement(before: ClockReading, reading: ClockReading): Movement {
  const boundMs = before.boundMs + reading.boundMs;
  const around = (value: number): Range => ({ from: value - boundMs, to: value + boundMs });
  return {
    atMs: reading.atNs / 1e6,
    wall: around(reading.wallMs - before.wallMs),
    monotonic: around(reading.monotonicMs - before.monotonicMs),
  };
}

function strobeState(
  { offsetsMs, everyMs }: Extract<ClockSkew, { kind: 'strobe' }>,
  moved: readonly Movement[],
): ClockState {
  const showsOnly = (offsetMs: number): ((movement: Movement) => boolean) => {
    const tolerance = jumpTolerance(offsetMs === 0 ? Math.min(...offsetsMs.map(Math.abs)) : offsetMs);
    return ({ wall }) => isWithin(wall, offsetMs, tolerance);
  };
  if (offsetsMs.every((offsetMs) => moved.some(showsOnly(offsetMs)))) return 'skewed';
  const lastedMs = (moved.at(-1)?.atMs ?? 0) - (moved[0]?.atMs ?? 0);
  return lastedMs >= quietChanges * everyMs && moved.every(showsOnly(0)) ? 'true' : 'undecided';
}

/** Two readings some time apart bound the tempo between them; what every such pair permits is left. */
function rateBetween(moved: readonly Movement[]): Range {
  const pairs = moved.flatMap((earlier, place) =>
    moved.slice(place + 1).map((later) => ({ earlier, later, timeMs: later.atMs - earlier.atMs })),
  );
  return overlap(
    pairs
      .filter(({ timeMs }) => timeMs >= rateTimeMinMs)
      .map(({ earlier, later, timeMs }) => ({
        from: 1 + (later.monotonic.from - earlier.monotonic.to) / timeMs,
        to: 1 + (later.monotonic.to - earlier.monotonic.from) / timeMs,
      })),
  );
}

function overlap(ranges: readonly Range[]): Range {
  return { from: Math.max(...ranges.map(({ from }) => from)), to: Math.min(...ranges.map(({ to }) => to)) };
}

function nearestOf(range: Range, skewed: number, untouched: number, tolerance: number): ClockState {
  if (isWithin(range, skewed, tolerance)) return 'skewed';
  return isWithin(range, untouched, tolerance) ? 'true' : 'undecided';
}

function isWithin({ from, to }: Range, value: number, tolerance: number): boolean {
  return from <= to && from >= value - tolerance && to <= value + tolerance;
}

/** A small jump has to be told from none, a great one has to be about as great as was asked. */
function jumpTolerance(offsetMs: number): number {
  return Math.min(Math.abs(offsetMs) / 4, 100);
}
