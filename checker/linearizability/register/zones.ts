import type { Budget } from '../budget.ts';
import type { Calls, Decider, Decision } from '../decider.ts';
import { neededCalls } from './needed-calls.ts';
import { registerKind } from './register-calls.ts';
import { type ValueBlocks, valueBlocks, valueBlocksBytes } from './value-blocks.ts';
import { nobody, type ValueUses, valueUses, valueUsesBytes } from './value-uses.ts';
import { type ZoneViolation, zoneConflict } from './zone-conflict.ts';

/**
 * Registers on which every needed value is written once (Gibbons & Korach). The operations of a value, from its write
 * to its last read, stand next to each other in every legal order, and values that cas turn into one another form one
 * such block. With f the first return and s the last call of a block, block A must precede B if and only if
 * f(A) < s(B). A block with f < s has a forward zone [f, s], any other a backward zone [s, f]. There is a legal order of
 * blocks if and only if no two forward zones overlap and no backward zone lies in a forward one, since every longer
 * cycle implies one of two blocks; within a block each level (write, reads, cas, reads …) must be able to follow those
 * before it. A crashed operation is left out unless its value is needed; then it did happen, and never returns.
 */
export const zones: Decider = {
  name: 'zones',
  complexity: 'O(n log n)',
  source: 'Gibbons & Korach, Testing Shared Memories, SIAM J. Comput. 26 (1997), section 4: one write per value',
  decide,
};

function decide(calls: Calls, budget: Budget): Decision {
  // What is left of the calls, what is known of each value, its block, and the ends of the blocks once more to be sorted.
  const bytes =
    27 * calls.size + valueUsesBytes(calls.valueCount) + valueBlocksBytes(calls.valueCount) + 8 * calls.valueCount;
  if (!budget.reserve(bytes)) return { kind: 'exhausted', limit: 'memory', linearizedMax: 0 };
  try {
    const needed = neededCalls(calls);
    const uses = valueUses(needed);
    if (typeof uses === 'string') return { kind: 'declined', why: uses };
    const limit = budget.limitReached(0);
    if (limit !== null) return { kind: 'exhausted', limit, linearizedMax: 0 };
    const violation = findViolation(needed, uses);
    return violation === null ? { kind: 'linearizable' } : zoneConflict(violation, { calls, needed, uses });
  } finally {
    budget.release(bytes);
  }
}

/** The contradiction that makes the history illegal, or null. */
function findViolation(calls: Calls, uses: ValueUses): ZoneViolation | null {
  const unfounded = unmadeValue(calls, uses) ?? secondTaker(calls, uses);
  if (unfounded !== null) return unfounded;
  const blocks = valueBlocks(calls, uses);
  return 'kind' in blocks ? blocks : crossedBlocks(blocks);
}

function unmadeValue({ size, kind, a }: Calls, { maker }: ValueUses): ZoneViolation | null {
  for (let i = 0; i < size; i++) {
    if (kind[i] !== registerKind.write && maker[a[i] ?? 0] === nobody) return { kind: 'unmade value', user: i };
  }
  return null;
}

function secondTaker({ a }: Calls, { taker, secondTaker: second }: ValueUses): ZoneViolation | null {
  return second === -1 ? null : { kind: 'taken twice', first: taker[a[second] ?? 0] ?? -1, second };
}

/** Two blocks of which each must precede the other. */
function crossedBlocks(blocks: ValueBlocks): ZoneViolation | null {
  const { count, first, last } = blocks;
  let forwardCount = 0;
  for (let block = 0; block < count; block++) if ((first[block] ?? 0) < (last[block] ?? 0)) forwardCount++;
  const starts = new Int32Array(forwardCount);
  const ends = new Int32Array(forwardCount);
  for (let block = 0, zone = 0; block < count; block++) {
    const f = first[block] ?? 0;
    const s = last[block] ?? 0;
    if (f >= s) continue;
    starts[zone] = f;
    ends[zone++] = s;
  }
  // Sorted apart, which native code does fast: zones are disjoint if and only if each end comes before the next start.
  starts.sort();
  ends.sort();
  const moment = overlappingZone(starts, ends) ?? enclosedZone(blocks, starts, ends);
  return moment === null ? null : crossedPair(blocks, moment);
}

/** Where a forward zone begins within another; null when they are disjoint. */
function overlappingZone(starts: Int32Array, ends: Int32Array): number | null {
  for (let zone = 1; zone < starts.length; zone++) {
    const start = starts[zone] ?? 0;
    if (start < (ends[zone - 1] ?? 0)) return start;
  }
  return null;
}

/** Where a backward zone begins that lies in a forward one; these are disjoint and sorted. */
function enclosedZone({ count, first, last }: ValueBlocks, starts: Int32Array, ends: Int32Array): number | null {
  for (let block = 0; block < count; block++) {
    const f = first[block] ?? 0;
    const s = last[block] ?? 0;
    if (f < s) continue;
    // How many forward zones begin before s: only the last of them can reach as far as f.
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) < s) low = middle + 1;
      else high = middle;
    }
    if (low > 0 && f < (ends[low - 1] ?? 0)) return s;
  }
  return null;
}

/** The block whose zone begins at `moment`, and one whose forward zone is around it. */
function crossedPair({ count, root, first, last }: ValueBlocks, moment: number): ZoneViolation {
  let around = -1;
  let beginning = -1;
  for (let block = 0; block < count; block++) {
    const f = first[block] ?? 0;
    const s = last[block] ?? 0;
    if (Math.min(f, s) === moment) beginning = root[block] ?? -1;
    else if (f < moment && moment < s) around = root[block] ?? -1;
  }
  return { kind: 'crossed', around, beginning };
}
