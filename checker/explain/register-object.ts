import { neverReturned, type OperationTable } from '../history/operation-table.ts';
import type { Calls } from '../linearizability/decider.ts';
import { noState } from '../linearizability/general/state-space.ts';
import {
  type RegisterRules,
  registerCalls,
  registerColumns,
  registerKind,
} from '../linearizability/register/register-calls.ts';
import { etcdCasModel } from '../models/etcd-cas.ts';
import type { AnyModel } from '../models/model.ts';
import { registerModel } from '../models/register.ts';
import { type CallsByValue, callsByValue, callsOfValue } from './calls-by-value.ts';
import type { ExplainedObject, Surroundings } from './explained-object.ts';

const rulesOf: ReadonlyMap<AnyModel, RegisterRules> = new Map<AnyModel, RegisterRules>([
  [registerModel, {}],
  [etcdCasModel, { failedCas: 'saw another value' }],
]);

/**
 * A register, whose states are its values. Of the calls that need not take effect only those are of use that make a value
 * which a required call needs, or which such a helping cas needs; and those that returned before the first required call
 * was invoked do no more than say what the register may hold then. So a question costs what happens between the first
 * and the last required call, not the length of the history. Null: the model is no register.
 */
export function registerObject(table: OperationTable, rows: Int32Array, model: AnyModel): ExplainedObject | null {
  const rules = rulesOf.get(model);
  if (rules === undefined) return null;
  const calls = registerCalls(registerColumns(table, rules), rows);
  const { kind, a, b } = calls;
  const makers = new Makers(calls);
  return {
    calls,
    observes: (call) => kind[call] === registerKind.read || kind[call] === registerKind.failedCas,
    step(state, call) {
      const value = a[call] ?? 0;
      const is = kind[call];
      if (is === registerKind.write) return value;
      if (is === registerKind.failedCas) return state === value ? noState : state;
      if (state !== value) return noState;
      return is === registerKind.cas ? (b[call] ?? 0) : state;
    },
    hasFewStates: true,
    isSpent: () => false,
    surroundings: (required, mayRepeat) => makers.around(required, mayRepeat),
  };
}

/** Who makes which value, and when. */
class Makers {
  readonly #calls: Calls;
  /** Per value its makers in the order of their invocations: those that returned, and those that crashed. */
  readonly #returned: CallsByValue;
  readonly #crashed: CallsByValue;
  /** The longest interval of a call that returned: who is further back than that has returned. */
  readonly #longest: number;

  constructor(calls: Calls) {
    this.#calls = calls;
    const { size, valueCount, call, ret } = calls;
    const isCrashed = (i: number): boolean => ret[i] === neverReturned;
    this.#returned = callsByValue(size, valueCount, (i) => (isCrashed(i) ? -1 : this.#made(i)));
    this.#crashed = callsByValue(size, valueCount, (i) => (isCrashed(i) ? this.#made(i) : -1));
    let longest = 0;
    for (let i = 0; i < size; i++) if (!isCrashed(i)) longest = Math.max(longest, (ret[i] ?? 0) - (call[i] ?? 0));
    this.#longest = longest;
  }

  around(required: readonly number[], mayRepeat: boolean): Surroundings {
    const { kind, a, call, ret, initial, valueCount } = this.#calls;
    const isRequired = new Set(required);
    const from = required.reduce((first, each) => Math.min(first, call[each] ?? 0), neverReturned);
    const to = required.reduce((last, each) => Math.max(last, ret[each] ?? 0), 0);
    // A failed cas is served by every value but one.
    const isAnyOfUse = required.some((each) => kind[each] === registerKind.failedCas);
    const needed = new Set<number>(isAnyOfUse ? Array.from({ length: valueCount }, (_, value) => value) : []);
    for (const each of required) if (kind[each] !== registerKind.write) needed.add(a[each] ?? 0);
    const helpers: number[] = [];
    const starts = new Set<number>();
    // A set can be walked while it grows: what a helping cas needs is needed too.
    for (const value of needed) {
      if (value === initial || this.#isLeftBefore(value, from)) starts.add(value);
      for (const maker of this.#within(value, from, to, mayRepeat)) {
        if (isRequired.has(maker)) continue;
        helpers.push(maker);
        if (kind[maker] === registerKind.cas) needed.add(a[maker] ?? 0);
      }
    }
    // With none of the values that anybody needs: one that stands for all others.
    return { helpers, starts: [...starts, valueCount] };
  }

  *#within(value: number, from: number, to: number, mayRepeat: boolean): Generator<number> {
    const { kind, a, call, ret } = this.#calls;
    const returned = callsOfValue(this.#returned, value);
    for (let place = firstFrom(returned, call, to) - 1; place >= 0; place--) {
      const maker = returned[place] ?? 0;
      if ((call[maker] ?? 0) + this.#longest < from) break;
      if ((ret[maker] ?? 0) > from) yield maker;
    }
    const seen = new Set<number>();
    for (const maker of callsOfValue(this.#crashed, value)) {
      if ((call[maker] ?? 0) >= to) break;
      const action = kind[maker] === registerKind.cas ? (a[maker] ?? 0) : -1;
      if (mayRepeat && seen.has(action)) continue;
      seen.add(action);
      yield maker;
    }
  }

  /** Whether a maker returned before the position. Those that did not may take effect after it just as well. */
  #isLeftBefore(value: number, position: number): boolean {
    const { call, ret } = this.#calls;
    for (const maker of callsOfValue(this.#returned, value)) {
      if ((call[maker] ?? 0) >= position) return false;
      if ((ret[maker] ?? 0) < position) return true;
    }
    return false;
  }

  /** The value that the call leaves; -1: it only looks. */
  #made(i: number): number {
    const { kind, a, b } = this.#calls;
    if (kind[i] === registerKind.write) return a[i] ?? -1;
    return kind[i] === registerKind.cas ? (b[i] ?? -1) : -1;
  }
}

/** How many of `sorted` are invoked before `position`. */
function firstFrom(sorted: Int32Array, call: Int32Array, position: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((call[sorted[middle] ?? 0] ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
