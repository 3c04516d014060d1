import { defineModel } from './define-model.ts';
import { isScalar, type Scalar } from './json.ts';
import { type Attempt, type Model, refused } from './model.ts';

/** A read (`value` undefined where nobody knows what it saw) or a write of one register. */
export type RegisterAccess = Readonly<{ f: 'read' | 'write'; register: string; value?: Scalar }>;

/** What every register holds that is not null. */
export type MultiRegisterState = Readonly<Record<string, Scalar>>;

/**
 * Several registers, of which one operation reads and writes any number at once: its value is a list of
 * `["read", register, value]` and `["write", register, value]`, also spelt `r` and `w`. `initial` is what they hold at
 * first; a register that it does not name holds null.
 *
 * ```ts
 * import { checkLinearizability, multiRegisterModel, tableOfTransactions } from 'ballotproof/checker';
 *
 * const table = tableOfTransactions([{ process: 1, type: 'ok', value: [['r', 'x', 5], ['w', 'y', 6]] }]);
 * console.log(checkLinearizability(table, multiRegisterModel({ x: 5 })).kind); // → valid
 * ```
 */
export function multiRegisterModel(
  initial: MultiRegisterState = {},
): Model<MultiRegisterState, readonly RegisterAccess[], never> {
  return defineModel({
    name: 'multi-register',
    initial,
    observes: (accesses) => accesses.every(({ f }) => f === 'read'),
    parse: (operation) => ({ input: accessesOf(operation), output: undefined }),
    step(state, accesses) {
      let next = state;
      for (const { f, register, value } of accesses) {
        if (f === 'write') next = { ...next, [register]: value ?? null };
        else if (value !== undefined && value !== (next[register] ?? null)) return null;
      }
      return next;
    },
  });
}

/** The accesses with the values that the answer tells; before an answer nobody knows what the reads saw. */
function accessesOf(operation: Attempt): readonly RegisterAccess[] {
  const { f, input, output, type } = operation;
  const list = type === 'ok' && output !== undefined ? output : input;
  if (f === 'read' || f === 'write')
    return accessesOf({ ...operation, f: 'txn', input: tagged(f, input), output: tagged(f, output) });
  if (!Array.isArray(list)) throw refused('multi-register', operation, 'a list of reads and writes');
  return list.map((access: unknown): RegisterAccess => {
    if (Array.isArray(access)) {
      const [kind, register, value]: unknown[] = access;
      if (isName(register) && isScalar(value ?? null)) {
        const known = isScalar(value) ? value : null;
        if (kind === 'write' || kind === 'w') return { f: 'write', register: String(register), value: known };
        if (kind === 'read' || kind === 'r') {
          return type === 'ok'
            ? { f: 'read', register: String(register), value: known }
            : { f: 'read', register: String(register) };
        }
      }
    }
    throw refused('multi-register', operation, '["read", register, value] and ["write", register, value]');
  });
}

/** `{x: 1, y: 2}` as a list of accesses of one kind; anything else as it is. */
function tagged(f: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value).map(([register, held]) => [f, register, held]);
}

function isName(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
