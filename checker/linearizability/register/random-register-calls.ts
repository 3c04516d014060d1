import { neverReturned } from '../../history/operation-table.ts';
import { randomNumbers } from '../../history/random-history.ts';
import { type Calls, noValue } from '../decider.ts';
import { registerKind } from './register-calls.ts';

/** What a small random history of one register is like. Percentages are of calls. */
export type RegisterShape = Readonly<{
  seed: number;
  clients: number;
  calls: number;
  /** Written values: each a new one, or drawn from so many. */
  values: 'unique' | number;
  /** The rest is read and write, two to one. */
  casPercent: number;
  crashPercent: number;
  /** Answers replaced by another value, so that the history may have no legal order. */
  wrongPercent: number;
  /** Whether cas that failed are kept, as observations. */
  hasFailedCas: boolean;
}>;

type Running = { id: number; isDone: boolean; isLost: boolean };

/**
 * Calls that clients might have made on a real register, some answers spoilt. A call takes effect somewhere between its
 * two events; a crashed one at any later moment, or never. One shape, one history.
 */
export function randomRegisterCalls(shape: RegisterShape): Calls {
  const random = randomNumbers(shape.seed);
  const chance = (percent: number): boolean => random(1000) < percent * 10;
  const kind: number[] = [];
  const a: number[] = [];
  const b: number[] = [];
  const call: number[] = [];
  const ret: number[] = [];
  const isKept: boolean[] = [];
  const running: (Running | null)[] = Array.from({ length: shape.clients }, () => null);
  const ghosts: number[] = [];
  let nextValue = 1;
  let state = 0;
  let position = 0;

  const newValue = (): number => (shape.values === 'unique' ? nextValue++ : random(shape.values));
  const anyValue = (): number => (shape.values === 'unique' ? random(nextValue + 1) : random(shape.values));
  const begin = (): Running => {
    const id = call.length;
    const isCas = chance(shape.casPercent);
    const isRead = !isCas && random(3) < 2;
    kind.push(isCas ? registerKind.cas : isRead ? registerKind.read : registerKind.write);
    a.push(isRead ? noValue : !isCas ? newValue() : random(2) === 0 ? state : anyValue());
    b.push(isCas ? newValue() : noValue);
    call.push(position++);
    ret.push(neverReturned);
    isKept.push(true);
    return { id, isDone: false, isLost: false };
  };
  const takeEffect = (id: number): void => {
    if (kind[id] === registerKind.read) a[id] = chance(shape.wrongPercent) ? anyValue() : state;
    else if (kind[id] === registerKind.write) state = a[id] ?? 0;
    else if (a[id] === state) state = b[id] ?? 0;
    else kind[id] = registerKind.failedCas;
  };
  const end = ({ id, isDone }: Running): void => {
    if (chance(shape.crashPercent)) {
      if (kind[id] === registerKind.read) isKept[id] = false;
      else if (!isDone && random(2) === 0) ghosts.push(id);
      // Whoever waits in vain does not learn that the cas failed.
      if (kind[id] === registerKind.failedCas) kind[id] = registerKind.cas;
      return;
    }
    if (!isDone) takeEffect(id);
    ret[id] = position++;
    if (kind[id] === registerKind.failedCas) isKept[id] = shape.hasFailedCas;
    if (chance(shape.wrongPercent / 4)) spoil(id);
  };
  const spoil = (id: number): void => {
    if (kind[id] === registerKind.cas || kind[id] === registerKind.failedCas) a[id] = anyValue();
  };

  while (call.length < shape.calls || running.some((one) => one !== null)) {
    const client = random(shape.clients);
    const one = running[client] ?? null;
    if (one === null) {
      if (call.length < shape.calls) running[client] = begin();
    } else if (!one.isDone && random(2) === 0) {
      takeEffect(one.id);
      one.isDone = true;
    } else if (random(3) > 0) {
      end(one);
      running[client] = null;
    }
    if (ghosts.length > 0 && random(8) === 0) takeGhost(ghosts.splice(random(ghosts.length), 1)[0] ?? 0);
  }
  return columns();

  function takeGhost(id: number): void {
    if (kind[id] === registerKind.write) state = a[id] ?? 0;
    else if (a[id] === state) state = b[id] ?? 0;
  }

  function columns(): Calls {
    const kept = call.flatMap((_, id) => (isKept[id] === true && isTelling(id) ? [id] : []));
    const column = (of: readonly number[]): Int32Array => Int32Array.from(kept, (id) => of[id] ?? 0);
    return {
      size: kept.length,
      kind: Uint8Array.from(kept, (id) => kind[id] ?? 0),
      a: column(a),
      b: column(b),
      call: column(call),
      ret: column(ret),
      row: Int32Array.from(kept),
      valueCount: 1 + Math.max(nextValue, 0, ...a, ...b),
      initial: 0,
    };
  }

  /** As `registerColumns` leaves it: a cas from a value to itself is a read, and when it crashed it is nothing. */
  function isTelling(id: number): boolean {
    if (kind[id] !== registerKind.cas || a[id] !== b[id]) return true;
    kind[id] = registerKind.read;
    b[id] = noValue;
    return ret[id] !== neverReturned;
  }
}
