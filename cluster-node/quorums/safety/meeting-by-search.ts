import { fullNodeSet, type NodeSet } from '../node-set.ts';
import { type LeaveOuts, leaveOutsOf } from './leave-out.ts';
import type { QuorumSide } from './quorum-side.ts';
import type { ExaminationLimits, Meeting } from './smallest-meeting.ts';

const searchStepsMax = 1_000_000;

/** How close the quorums come is good to know, but not worth as long a search as whether they meet. */
const membersStepsMax = 100_000;

/**
 * For every system: hands out the nodes one by one. Each is left out of exactly one of the quorums, since leaving it out of
 * more or of fewer never brings the quorums further apart, or is in all of them. First no node may be in all of them,
 * then one, and so on until the quorums exist.
 */
export function meetingBySearch(sides: readonly QuorumSide[], { steps = searchStepsMax }: ExaminationLimits): Meeting {
  const search = new Search(sides);
  if (!meetsBySums(sides)) {
    const apart = search.quorums(0, steps);
    if (apart === 'gave up') return { kind: 'undecided', steps };
    if (apart !== null) return { kind: 'apart', quorums: apart, members: 0 };
  }
  for (let members = 1; members <= search.nodes; members += 1) {
    const found = search.quorums(members, Math.min(steps, membersStepsMax));
    if (found === 'gave up') break;
    if (found !== null) return { kind: 'meet', quorums: found, members };
  }
  return { kind: 'meet', quorums: null, members: null };
}

/** For weights: k quorums that together weigh more than k - 1 times all nodes have a node in common. */
function meetsBySums(sides: readonly QuorumSide[]): boolean {
  let excess = 0;
  let total = 0;
  for (const { system, phase } of sides) {
    if (system.kind !== 'weighted') return false;
    total = system.weights.reduce((sum, weight) => sum + weight, 0);
    excess += (system[phase] ?? total + 1) - total;
  }
  return excess + total > 0;
}

class Search {
  readonly nodes: number;
  readonly #outs: LeaveOuts;
  /** Two fast quorums of one system: what is true of them is true of them the other way round. */
  readonly #lastAreAlike: boolean;
  /** By place and states: so many nodes in all of the quorums are too few. */
  readonly #tooFew = new Map<string, number>();
  #stepsLeft = 0;

  constructor(sides: readonly QuorumSide[]) {
    this.#outs = leaveOutsOf(sides);
    this.nodes = this.#outs.order.length;
    const [last, other] = sides.toReversed();
    this.#lastAreAlike = last?.system === other?.system && last?.phase === other?.phase;
  }

  /** Quorums with at most `shared` nodes in all of them; null when there are none. */
  quorums(shared: number, steps: number): readonly NodeSet[] | null | 'gave up' {
    this.#stepsLeft = steps;
    const leftOut = this.#outs.sides.map(() => 0);
    const found = this.#from(
      0,
      this.#outs.sides.map(({ start }) => start),
      shared,
      leftOut,
    );
    if (found === null) return 'gave up';
    return found ? leftOut.map((set) => fullNodeSet(this.nodes) & ~set) : null;
  }

  /** Hands out the nodes from `place` on; notes in `leftOut` who was left out of what. Null: gave up. */
  #from(place: number, states: readonly number[], shared: number, leftOut: NodeSet[]): boolean | null {
    const node = this.#outs.order[place];
    if (node === undefined) return true;
    const key = this.#key(place, states);
    if ((this.#tooFew.get(key) ?? -1) >= shared) return false;
    if (this.#stepsLeft === 0) return null;
    this.#stepsLeft -= 1;
    for (const side of leftOut.keys()) {
      const after = this.#after(node, states, side);
      const found = after === null ? false : this.#from(place + 1, after, shared, leftOut);
      if (found === true) leftOut[side] = (leftOut[side] ?? 0) | (1 << node);
      if (found !== false) return found;
    }
    if (shared > 0) {
      const after = this.#after(node, states, null);
      const found = after === null ? false : this.#from(place + 1, after, shared - 1, leftOut);
      if (found !== false) return found;
    }
    this.#tooFew.set(key, shared);
    return false;
  }

  /** The states once `node` is left out of that one side, or of none; null when that leaves too few. */
  #after(node: number, states: readonly number[], leftOutOf: number | null): readonly number[] | null {
    const after: number[] = [];
    for (const [side, { next }] of this.#outs.sides.entries()) {
      const state = next(states[side] ?? 0, node, side === leftOutOf);
      if (state === null) return null;
      after.push(state);
    }
    return after;
  }

  #key(place: number, states: readonly number[]): string {
    const [last = 0, other = 0, ...others] = states.toReversed();
    const isTurned = this.#lastAreAlike && last > other;
    return `${place} ${isTurned ? `${other} ${last}` : `${last} ${other}`} ${others.join(' ')}`;
  }
}
