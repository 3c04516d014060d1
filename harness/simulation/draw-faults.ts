import type { Rng } from '../ports/index.ts';
import { leaderTarget, othersTarget, type SimFault } from './sim-scenario.ts';

/** Faults are to begin between these times, on these nodes. `hasLeases`: those that leases are made for are among them. */
export type FaultsWanted = Readonly<{
  fromMs: number;
  untilMs: number;
  nodes: readonly string[];
  countMax: number;
  hasLeases: boolean;
}>;

type Draw = (rng: Rng, nodes: readonly string[], atMs: number, forMs: number) => readonly SimFault[];

const anyone = (rng: Rng, nodes: readonly string[]): string =>
  rng.pick([leaderTarget, rng.pick(nodes), rng.pick(nodes)]);

/** Each kind of fault, as often as it is listed. */
const kinds: Readonly<Record<string, Draw>> = {
  crash: (rng, nodes, atMs, forMs) => [{ atMs, kind: 'crash', nodes: [anyone(rng, nodes)], forMs }],
  crashInAppend: (rng, nodes, atMs, forMs) => [
    { atMs, kind: 'crash', nodes: [anyone(rng, nodes)], forMs, during: 'append' },
  ],
  crashSome: (rng, nodes, atMs, forMs) => [
    { atMs, kind: 'crash', nodes: rng.shuffled(nodes).slice(0, rng.int(1, nodes.length)), forMs },
  ],
  crashAll: (_rng, nodes, atMs, forMs) => [{ atMs, kind: 'crash', nodes, forMs }],
  pause: (rng, nodes, atMs, forMs) => [{ atMs, kind: 'pause', node: anyone(rng, nodes), forMs }],
  cut: (rng, nodes, atMs, forMs) => [
    { atMs, kind: 'cut', links: [{ from: rng.pick(nodes), to: rng.pick(nodes) }], forMs },
  ],
  halves: (rng, nodes, atMs, forMs) => [{ atMs, kind: 'cut', links: betweenHalves(rng, nodes), forMs }],
  isolate: (rng, nodes, atMs, forMs) => [
    { atMs, kind: 'isolate', node: anyone(rng, nodes), direction: rng.pick(['both', 'both', 'in', 'out']), forMs },
  ],
  /** What it sends arrives only after others may have taken over: messages of an old round meet a new one. */
  delay: (_rng, _nodes, atMs, forMs) => [{ atMs, kind: 'slow-links', node: leaderTarget, extraMs: forMs, forMs }],
  slowDisk: (rng, nodes, atMs, forMs) => [
    { atMs, kind: 'slow-disk', node: anyone(rng, nodes), factor: rng.pick([3, 30]), forMs },
  ],
  failedSync: (rng, nodes, atMs, forMs) => [{ atMs, kind: 'failed-sync', node: anyone(rng, nodes), forMs }],
  setBack: (rng, nodes, atMs) => [
    { atMs, kind: 'clock', nodes: [anyone(rng, nodes)], wallOffsetMs: -3_000, forMs: 2_000 },
  ],
};

/** Takes the leader away from the others, while clocks or restarts make them believe that its lease is over. */
const leaseKinds: Readonly<Record<string, Draw>> = {
  leaderSlow: (_rng, _nodes, atMs, forMs) => [
    isolated(atMs, forMs),
    { atMs, kind: 'clock', nodes: [leaderTarget], rate: 0.85, forMs: forMs * 2 },
    { atMs, kind: 'clock', nodes: [othersTarget], rate: 1.15, forMs: forMs * 2 },
  ],
  leaderSetBack: (_rng, _nodes, atMs, forMs) => [
    isolated(atMs, forMs),
    { atMs, kind: 'clock', nodes: [leaderTarget], wallOffsetMs: -3_000, forMs: forMs * 2 },
  ],
  othersRestart: (_rng, _nodes, atMs, forMs) => [
    isolated(atMs, forMs),
    { atMs, kind: 'crash', nodes: [othersTarget], forMs: 50 },
  ],
};

/** Some faults, most of them short, in the order of their beginnings; in a quarter of all runs leaders fall one after the other besides. */
export function drawFaults(
  rng: Rng,
  { fromMs, untilMs, nodes, countMax, hasLeases }: FaultsWanted,
): readonly SimFault[] {
  const common = Object.values(kinds);
  const onLeases = Object.values(leaseKinds);
  const faults: SimFault[] = [];
  for (let left = rng.int(0, countMax); left > 0; left -= 1) {
    const atMs = fromMs + rng.fraction() * (untilMs - fromMs);
    if (hasLeases && rng.int(0, 2) === 0) {
      faults.push(...rng.pick(onLeases)(rng, nodes, atMs, 800 + 1_200 * rng.fraction()));
    } else {
      const forMs = rng.pick([1, 20, 400, 1_200]) * rng.fraction();
      faults.push(...rng.pick(common)(rng, nodes, atMs, forMs));
    }
  }
  if (countMax > 0 && rng.int(0, 3) === 0) faults.push(...coups(rng, fromMs + 800 * rng.fraction()));
  return faults.sort((a, b) => a.atMs - b.atMs);
}

/** One leader after the other is cut off when the one before it comes back: each leaves votes behind that few know of. */
function coups(rng: Rng, fromMs: number): SimFault[] {
  const direction = rng.pick(['both', 'both', 'in', 'out'] as const);
  const faults: SimFault[] = [];
  let atMs = fromMs;
  for (let left = rng.int(2, 5); left > 0; left -= 1) {
    const forMs = 300 + 600 * rng.fraction();
    faults.push({ atMs, kind: 'isolate', node: leaderTarget, direction, forMs });
    atMs += forMs - 20 * rng.fraction();
  }
  return faults;
}

function isolated(atMs: number, forMs: number): SimFault {
  return { atMs, kind: 'isolate', node: leaderTarget, direction: 'both', forMs };
}

function betweenHalves(rng: Rng, nodes: readonly string[]): { from: string; to: string }[] {
  const shuffled = rng.shuffled(nodes);
  const size = rng.int(1, nodes.length);
  const [left, right] = [shuffled.slice(0, size), shuffled.slice(size)];
  return left.flatMap((one) =>
    right.flatMap((other) => [
      { from: one, to: other },
      { from: other, to: one },
    ]),
  );
}
