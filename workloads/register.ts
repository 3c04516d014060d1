import type { Op } from '#checker';
import type { Generator, Rng } from '#ports';
import { type Intent, opFor } from './generator/each.ts';
import { onNodes } from './generator/on-nodes.ts';
import { untilOk } from './generator/until-ok.ts';

export type RegisterOptions = Readonly<{
  /** How many registers are written and read at the same time. */
  keysInUse: number;
  /** After so many ops a register is left and a new one begins: it bounds what the checker has to search. */
  opsPerKey: number;
  /** `unique`: no value is written twice to a key, so that each read names its write; `repeated`: values 0 to 4. */
  values: 'unique' | 'repeated';
}>;

/** Jepsen's linearizable register: several at a time, half reads, a quarter each of writes and cas; never done. */
export function registerOps(options: RegisterOptions): Generator {
  const keys = Array.from({ length: options.keysInUse }, (_, number) => newRegister(number));
  return registerOpsWith({ options, keys, keysBegun: options.keysInUse, opsIssued: 0 });
}

/** A read of every key through every node, repeated until it succeeds; whoever runs it sets the time. */
export function registerFinalReads(keys: readonly string[], nodes: readonly string[]): Generator {
  const reads = keys.map((key): Intent => ({ f: 'read', key, value: null, final: true }));
  return untilOk(finalAttemptsMax, onNodes(nodes, reads));
}

const finalAttemptsMax = 1000;

type Register = Readonly<{
  key: string;
  opsIssued: number;
  valuesUsed: number;
  /** Values that were lately read or written, newest last: what a cas may hope to find. */
  seen: readonly unknown[];
}>;

type State = Readonly<{
  options: RegisterOptions;
  keys: readonly Register[];
  keysBegun: number;
  opsIssued: number;
}>;

function newRegister(number: number): Register {
  return { key: `r${number}`, opsIssued: 0, valuesUsed: 0, seen: [null] };
}

function registerOpsWith(state: State): Generator {
  const generator: Generator = {
    next(context) {
      // A stream of its own for each op: which processes happened to be free does not move the ops after it.
      const rng = context.rng.fork(`op ${state.opsIssued}`);
      const index = rng.int(0, state.keys.length - 1);
      const register = state.keys[index];
      if (register === undefined) return { kind: 'done' };
      const { intent, next } = intentFor(register, state.options, rng);
      const op = opFor(intent, context);
      if (op === null) return { kind: 'pending', untilNs: null, generator };
      return { kind: 'op', op, generator: registerOpsWith(afterOp(state, index, next)) };
    },
    update(event) {
      const value = valueSeen(event);
      if (value === undefined) return generator;
      const keys = state.keys.map((register) =>
        register.key === event.key ? { ...register, seen: [...register.seen, value].slice(-seenMax) } : register,
      );
      return registerOpsWith({ ...state, keys });
    },
  };
  return generator;
}

const seenMax = 3;

function intentFor(register: Register, options: RegisterOptions, rng: Rng): { intent: Intent; next: Register } {
  const { key, opsIssued, valuesUsed } = register;
  const drawn = rng.fraction();
  if (drawn < 0.5) return { intent: { f: 'read', key, value: null }, next: { ...register, opsIssued: opsIssued + 1 } };
  const fresh = options.values === 'unique' ? valuesUsed + 1 : rng.int(0, 4);
  const next = { ...register, opsIssued: opsIssued + 1, valuesUsed: valuesUsed + 1 };
  if (drawn < 0.75) return { intent: { f: 'write', key, value: fresh }, next };
  return { intent: { f: 'cas', key, value: [rng.pick(register.seen), fresh] }, next };
}

function afterOp(state: State, index: number, register: Register): State {
  const opsIssued = state.opsIssued + 1;
  if (register.opsIssued < state.options.opsPerKey) {
    return { ...state, keys: state.keys.with(index, register), opsIssued };
  }
  return {
    ...state,
    keys: state.keys.with(index, newRegister(state.keysBegun)),
    keysBegun: state.keysBegun + 1,
    opsIssued,
  };
}

/** What `event` shows to be (or to have been) in its register; undefined when it shows nothing. */
function valueSeen(event: Op): unknown {
  if (event.type !== 'ok') return undefined;
  if (event.f === 'cas') return Array.isArray(event.value) ? event.value[1] : undefined;
  return event.value;
}
