import { assertNever } from '#foundation';
import { neverReturned } from '../../history/operation-table.ts';
import type { Calls, Decision } from '../decider.ts';
import { registerKind } from './register-calls.ts';
import type { ValueUses } from './value-uses.ts';

/** Why calls on a register with unique values have no legal order. Calls and values go by their numbers. */
export type ZoneViolation =
  | Readonly<{ kind: 'unmade value'; user: number }>
  | Readonly<{ kind: 'taken twice'; first: number; second: number }>
  | Readonly<{ kind: 'circle of cas'; value: number }>
  /** A read of `value`, or the cas that takes it, returned before something was called that comes before it. */
  | Readonly<{ kind: 'misplaced'; value: number; level: 'reads' | 'cas' }>
  /** Two blocks, named by the values with which they begin. */
  | Readonly<{ kind: 'crossed'; around: number; beginning: number }>;

/** `needed` are those of `calls` that count; `uses` is about `needed`. */
export type ZoneContext = Readonly<{ calls: Calls; needed: Calls; uses: ValueUses }>;

/**
 * The few calls that contradict each other, by their numbers in `calls`: a history of these alone is illegal. With them
 * come the writes and cas that make their values, so that nobody needs to be believed. First comes the one at whose return
 * the contradiction was there, then the others as they were invoked. O(n).
 */
export function zoneConflict(violation: ZoneViolation, context: ZoneContext): Decision {
  const { calls, needed } = context;
  const { why, conflict, misfit } = explained(violation, context);
  const numberOf = (i: number): number => calls.row.indexOf(needed.row[i] ?? -1);
  const inOrder = withWitnesses(needed, conflict)
    .map(numberOf)
    .toSorted((one, other) => one - other);
  // That a crashed call did happen is known only when its witnesses have returned.
  const isPlain = misfit !== undefined && conflict.every((i) => needed.ret[i] !== neverReturned);
  const first = isPlain ? numberOf(misfit) : lastToReturn(calls, inOrder);
  return { kind: 'not-linearizable', why, conflict: [first, ...inOrder.filter((i) => i !== first)] };
}

function lastToReturn({ ret }: Calls, conflict: readonly number[]): number {
  const returned = conflict.filter((i) => ret[i] !== neverReturned);
  return returned.reduce((last, i) => ((ret[i] ?? 0) > (ret[last] ?? 0) ? i : last), returned[0] ?? -1);
}

/** `misfit`: at its return the contradiction was there. */
type Explained = Readonly<{ why: string; conflict: readonly number[]; misfit?: number }>;

function explained(violation: ZoneViolation, { needed, uses }: ZoneContext): Explained {
  switch (violation.kind) {
    case 'unmade value':
      return { why: 'a value is seen that nobody wrote', conflict: [violation.user], misfit: violation.user };
    case 'taken twice': {
      const takers = [violation.first, violation.second];
      return {
        why: 'two cas succeeded from a value that was written once',
        conflict: [...makersOf(needed, uses, needed.a[violation.first] ?? 0), ...takers],
        misfit: lastToReturn(needed, takers),
      };
    }
    case 'circle of cas':
      return {
        why: 'cas made each of these values from another of them, and none of them was there first',
        conflict: makersOf(needed, uses, violation.value),
      };
    case 'misplaced':
      return misplaced(violation, needed, uses);
    case 'crossed':
      return crossed(violation, needed, uses);
    default:
      return assertNever(violation);
  }
}

/** The call that returned too early, the latest call among those before it, and who made their values. */
function misplaced(
  { value, level }: Readonly<{ value: number; level: 'reads' | 'cas' }>,
  calls: Calls,
  uses: ValueUses,
): Explained {
  const makers = makersOf(calls, uses, value);
  const early = level === 'cas' ? (uses.taker[value] ?? -1) : readThatReturnsFirst(calls, value);
  const valuesBefore = new Set(makers.flatMap((maker) => valuesAround(calls, maker)));
  if (level === 'cas') valuesBefore.add(value);
  else valuesBefore.delete(value);
  let late = -1;
  for (let i = 0; i < calls.size; i++) {
    const comesBefore =
      makers.includes(i) || (calls.kind[i] === registerKind.read && valuesBefore.has(calls.a[i] ?? -1));
    if (comesBefore && (late === -1 || (calls.call[i] ?? -1) > (calls.call[late] ?? -1))) late = i;
  }
  return {
    why: 'a value was seen before it can have been there',
    conflict: [...new Set([...makers, late, early])].filter((i) => i !== -1),
    misfit: makers.includes(late) ? early : late, // nobody had made the value yet, or it was gone
  };
}

/** Each block has a return before a call of the other: the two calls come after both returns, so one of them is too much. */
function crossed(
  { around, beginning }: Readonly<{ around: number; beginning: number }>,
  calls: Calls,
  uses: ValueUses,
): Explained {
  const bounds = [boundsOf(calls, uses, around), boundsOf(calls, uses, beginning)] as const;
  // A write is there when it is invoked; what others saw, when they return.
  const momentOf = (i: number): number => (calls.kind[i] === registerKind.write ? calls.call[i] : calls.ret[i]) ?? -1;
  const [one, other] = [bounds[0].late, bounds[1].late];
  return {
    why: 'two values were both seen before and after each other',
    conflict: [...bounds[0].conflict, ...bounds[1].conflict],
    misfit: momentOf(one) > momentOf(other) ? one : other,
  };
}

/** The calls that bound the zone of the block that begins with `root`, and who made their values; the last to begin. */
function boundsOf(
  calls: Calls,
  uses: ValueUses,
  root: number,
): Readonly<{ conflict: readonly number[]; late: number }> {
  const values = new Set<number>();
  for (let value = root; !values.has(value); ) {
    values.add(value);
    const cas = uses.taker[value] ?? -1;
    if (cas !== -1) value = calls.b[cas] ?? -1;
  }
  let early = -1;
  let late = -1;
  for (let i = 0; i < calls.size; i++) {
    if (!values.has(madeBy(calls, i))) continue;
    if (early === -1 || (calls.ret[i] ?? neverReturned) < (calls.ret[early] ?? neverReturned)) early = i;
    if (late === -1 || (calls.call[i] ?? -1) > (calls.call[late] ?? -1)) late = i;
  }
  const makers = [early, late].flatMap((i) => (i === -1 ? [] : makersOf(calls, uses, madeBy(calls, i))));
  return { conflict: [...new Set([...makers, early, late])].filter((i) => i !== -1), late };
}

/** The write and the cas, one after the other, that made `value`; from the beginning of its block. */
function makersOf(calls: Calls, { maker }: ValueUses, value: number): readonly number[] {
  const makers = new Set<number>();
  for (let made = value; ; ) {
    const call = maker[made] ?? -1;
    if (call < 0 || makers.has(call)) break;
    makers.add(call);
    if (calls.kind[call] !== registerKind.cas) break;
    made = calls.a[call] ?? -1;
  }
  return [...makers].reverse();
}

/** The value that is there right after the call. */
function madeBy({ kind, a, b }: Calls, call: number): number {
  return (kind[call] === registerKind.cas ? b[call] : a[call]) ?? -1;
}

/** The value that the write or cas leaves, and the one that it found, where that matters. */
function valuesAround({ kind, a, b }: Calls, call: number): readonly number[] {
  return kind[call] === registerKind.cas ? [a[call] ?? -1, b[call] ?? -1] : [a[call] ?? -1];
}

function readThatReturnsFirst({ size, kind, a, ret }: Calls, value: number): number {
  let first = -1;
  for (let i = 0; i < size; i++) {
    if (kind[i] !== registerKind.read || a[i] !== value) continue;
    if (first === -1 || (ret[i] ?? neverReturned) < (ret[first] ?? neverReturned)) first = i;
  }
  return first;
}

/** The conflict, and for each crashed call in it those who show that it happened: up to one that did return. */
function withWitnesses(calls: Calls, conflict: readonly number[]): readonly number[] {
  if (conflict.every((i) => calls.ret[i] !== neverReturned)) return conflict;
  const users = Map.groupBy(
    [...calls.kind.keys()].filter((i) => calls.kind[i] !== registerKind.write),
    (i) => calls.a[i] ?? -1,
  );
  const witnesses = conflict.filter((i) => calls.ret[i] === neverReturned).flatMap((i) => witnessesOf(calls, users, i));
  return [...new Set([...conflict, ...witnesses])];
}

/** The way from a crashed call to one that returned, each using the value that the one before it made. */
function witnessesOf(calls: Calls, users: ReadonlyMap<number, readonly number[]>, crashed: number): readonly number[] {
  const cameFrom = new Map<number, number>([[crashed, -1]]);
  // A map can be walked while it grows: the way is found breadth first.
  for (const call of cameFrom.keys()) {
    if (calls.ret[call] !== neverReturned) {
      const way: number[] = [];
      for (let on = call; on !== crashed; on = cameFrom.get(on) ?? crashed) way.push(on);
      return way;
    }
    for (const user of users.get(madeBy(calls, call)) ?? []) if (!cameFrom.has(user)) cameFrom.set(user, call);
  }
  return [];
}
