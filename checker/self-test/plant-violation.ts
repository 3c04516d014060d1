import type { Op } from '../history/op.ts';
import type { Operation } from '../history/operation.ts';
import { precedes, type Register, registersOf } from './registers.ts';
import { type Choice, shuffled } from './shuffled.ts';

/** A history with one violation planted, or why there is no place for one. */
export type Planting =
  | Readonly<{
      kind: 'planted';
      ops: readonly Op[];
      /** What was planted: a whole sentence. */
      sentence: string;
      key: number | string | null;
      /** The `ok` lines whose value was replaced. */
      changedIndices: readonly number[];
    }>
  | Readonly<{ kind: 'no-place'; reason: string }>;

/**
 * A copy of a history of registers in which one read returns a value that was overwritten before the read began, and
 * that nobody can have brought back. It has no linearization; a checker that does not convict it is broken.
 *
 * ```ts
 * import { checkLinearizability, generateRegisters, opsOfTable, plantStaleRead } from 'ballotproof/checker';
 *
 * const wanted = { seed: 7, operations: 100, clients: 5, keys: 1, values: 'unique', crashPercent: 0, hasStaleRead: false } as const;
 * const ops = [...opsOfTable(generateRegisters(wanted))];
 * const planting = plantStaleRead(ops, () => 0);
 * if (planting.kind === 'planted') console.log(checkLinearizability(planting.ops, 'register').kind); // → invalid
 * ```
 */
export function plantStaleRead(ops: readonly Op[], choose: Choice): Planting {
  const reads = registersOf(ops).flatMap((register) => register.reads.map((read) => ({ read, register })));
  for (const { read, register } of shuffled(reads, choose)) {
    const overwriter = register.changes.findLast((change) => change.type === 'ok' && precedes(change, read));
    if (overwriter === undefined) continue;
    const stale = valueBefore(overwriter, read, register);
    if (stale === null || register.sameValue(stale.value, read.output)) continue;
    const sentence =
      `Key ${JSON.stringify(register.key)}: the read at ${read.completeIndex} returns ${JSON.stringify(stale.value)},` +
      ` which was overwritten between ${overwriter.invokeIndex} and ${overwriter.completeIndex}.`;
    return planted(ops, { register, reads: [read], value: stale.value, sentence });
  }
  return { kind: 'no-place', reason: 'no read began after a value had surely been overwritten for good' };
}

/**
 * A copy of a history of registers in which an acknowledged write has no effect: every read of its value returns the
 * value before it, and at least one of those reads began after the acknowledgement. It has no linearization.
 *
 * ```ts
 * import { checkLinearizability, generateRegisters, opsOfTable, plantLostWrite } from 'ballotproof/checker';
 *
 * const wanted = { seed: 7, operations: 100, clients: 5, keys: 1, values: 'unique', crashPercent: 0, hasStaleRead: false } as const;
 * const ops = [...opsOfTable(generateRegisters(wanted))];
 * const planting = plantLostWrite(ops, () => 0);
 * if (planting.kind === 'planted') console.log(checkLinearizability(planting.ops, 'register').kind); // → invalid
 * ```
 */
export function plantLostWrite(ops: readonly Op[], choose: Choice): Planting {
  const writes = registersOf(ops).flatMap((register) =>
    register.changes.filter(({ f, type }) => f === 'write' && type === 'ok').map((write) => ({ write, register })),
  );
  for (const { write, register } of shuffled(writes, choose)) {
    if (register.makersOf(write.input).length !== 1 || register.sameValue(write.input, register.initial)) continue;
    if (register.changes.some((change) => change.type === 'ok' && register.needsValue(change, write.input))) continue;
    const reads = register.reads.filter((read) => register.sameValue(read.output, write.input));
    const witness = reads.find((read) => precedes(write, read));
    const before = witness === undefined ? null : valueBefore(write, witness, register);
    if (witness === undefined || before === null) continue;
    const sentence =
      `Key ${JSON.stringify(register.key)}: the write of ${JSON.stringify(write.input)}, acknowledged at ${write.completeIndex}, is lost:` +
      ` the read at ${witness.completeIndex} still returns ${JSON.stringify(before.value)}.`;
    return planted(ops, { register, reads, value: before.value, sentence });
  }
  return { kind: 'no-place', reason: 'no read that began after an acknowledged write returned what that wrote' };
}

/**
 * The value last made before `change` that cannot be there when `read` takes effect: whoever makes it (`change` does
 * not) had completed before `change` began, or begins after `read` completed.
 */
function valueBefore(change: Operation, read: Operation, register: Register): Readonly<{ value: unknown }> | null {
  const made = register.changes.filter((earlier) => earlier.type === 'ok' && precedes(earlier, change));
  const values = [register.initial, ...made.map((earlier) => register.valueMadeBy(earlier))];
  for (const value of values.toReversed()) {
    const isGone = register
      .makersOf(value)
      .every((maker) => (maker.type === 'ok' && precedes(maker, change)) || precedes(read, maker));
    if (isGone) return { value };
  }
  return null;
}

function planted(
  ops: readonly Op[],
  {
    register,
    reads,
    value,
    sentence,
  }: Readonly<{ register: Register; reads: readonly Operation[]; value: unknown; sentence: string }>,
): Planting {
  const changedIndices = reads.flatMap(({ completeIndex }) => completeIndex ?? []);
  const changed = new Set(changedIndices);
  return {
    kind: 'planted',
    ops: ops.map((op) => (changed.has(op.index) ? { ...op, value } : op)),
    sentence,
    key: register.key,
    changedIndices,
  };
}
