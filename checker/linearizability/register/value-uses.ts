import { neverReturned } from '../../history/operation-table.ts';
import { type Calls, noValue } from '../decider.ts';
import { registerKind } from './register-calls.ts';

/** In `maker`: nobody makes the value; the register holds it at first. */
export const nobody = -1;
export const theBeginning = -2;

/** Who uses each value of a register on which every value is made at most once. Columns over values. */
export type ValueUses = Readonly<{
  /** The write or cas that makes the value, `theBeginning`, or `nobody`. */
  maker: Int32Array;
  /** The first cas that takes the value away; -1: none. */
  taker: Int32Array;
  /** Another cas that takes the same value away; -1: there is none anywhere. */
  secondTaker: number;
  /** Over the reads of the value; where there are none: `neverReturned` and -1. */
  firstReturn: Int32Array;
  lastCall: Int32Array;
}>;

/** Bytes that `valueUses` needs for so many values. */
export function valueUsesBytes(valueCount: number): number {
  return 16 * valueCount;
}

/** Who uses each value; a phrase that says why not, when a value is made twice or a cas failed. O(n). */
export function valueUses(calls: Calls): ValueUses | string {
  const { size, kind, a, b, call, ret, valueCount, initial } = calls;
  const maker = new Int32Array(valueCount).fill(nobody);
  const taker = new Int32Array(valueCount).fill(-1);
  const firstReturn = new Int32Array(valueCount).fill(neverReturned);
  const lastCall = new Int32Array(valueCount).fill(-1);
  let secondTaker = -1;
  if (initial !== noValue) maker[initial] = theBeginning;

  for (let i = 0; i < size; i++) {
    const value = a[i] ?? noValue;
    let made = noValue;
    if (kind[i] === registerKind.read) {
      const returned = ret[i] ?? neverReturned;
      const called = call[i] ?? -1;
      if (returned < (firstReturn[value] ?? -1)) firstReturn[value] = returned;
      if (called > (lastCall[value] ?? -1)) lastCall[value] = called;
    } else if (kind[i] === registerKind.write) {
      made = value;
    } else if (kind[i] === registerKind.cas) {
      if (taker[value] === -1) taker[value] = i;
      else secondTaker = i;
      made = b[i] ?? noValue;
    } else return 'a failed cas tells what a value was not';
    if (made === noValue) continue;
    if (maker[made] !== nobody) return 'a value is written more than once';
    maker[made] = i;
  }
  return { maker, taker, secondTaker, firstReturn, lastCall };
}
