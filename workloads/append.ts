import type { Generator, Rng } from '#ports';
import { type Intent, opFor } from './generator/each.ts';
import { onNodes } from './generator/on-nodes.ts';
import { untilOk } from './generator/until-ok.ts';

export type AppendOptions = Readonly<{
  /** How many lists are appended to and read at the same time. */
  keysInUse: number;
  /** After so many appends a list is left and a new one begins: it bounds what an answer holds. */
  appendsPerKey: number;
  /** A transaction has 1 to so many micro-operations. */
  microsMax: number;
}>;

/**
 * Jepsen's list-append: transactions of appends and reads, one as likely as the other, over a few lists, the first of them
 * in half of all micro-operations, the next in half of the rest, and so on, so that some lists are fought over and others
 * live long. No element is appended to a list twice, so that a read names every append before it. Never done.
 */
export function appendOps(options: AppendOptions): Generator {
  const lists = Array.from({ length: options.keysInUse }, (_, number) => newList(number));
  return appendOpsWith({ options, lists, listsBegun: options.keysInUse, opsIssued: 0 });
}

/** A read of every list through every node, repeated until it succeeds; whoever runs it sets the time. */
export function appendFinalReads(keys: readonly string[], nodes: readonly string[]): Generator {
  const reads = keys.map((key): Intent => ({ f: 'txn', value: [['r', key, null]], final: true }));
  return untilOk(finalAttemptsMax, onNodes(nodes, reads));
}

/** The lists that the value of a transaction names. */
export function keysOfTransaction(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((micro: unknown) => (Array.isArray(micro) && typeof micro[1] === 'string' ? [micro[1]] : []));
}

const finalAttemptsMax = 1000;

type List = Readonly<{ key: string; appends: number }>;

type State = Readonly<{
  options: AppendOptions;
  lists: readonly List[];
  listsBegun: number;
  opsIssued: number;
}>;

type Micro = readonly ['append', string, number] | readonly ['r', string, null];

function newList(number: number): List {
  return { key: `a${number}`, appends: 0 };
}

function appendOpsWith(state: State): Generator {
  const generator: Generator = {
    next(context) {
      // A stream of its own for each op: which processes happened to be free does not move the ops after it.
      const { micros, state: next } = transaction(state, context.rng.fork(`op ${state.opsIssued}`));
      const op = opFor({ f: 'txn', value: micros }, context);
      if (op === null) return { kind: 'pending', untilNs: null, generator };
      return { kind: 'op', op, generator: appendOpsWith({ ...next, opsIssued: state.opsIssued + 1 }) };
    },
    update: () => generator,
  };
  return generator;
}

function transaction(before: State, rng: Rng): Readonly<{ micros: readonly Micro[]; state: State }> {
  const micros: Micro[] = [];
  let state = before;
  for (let left = rng.int(1, before.options.microsMax); left > 0; left--) {
    const index = chosenList(state.lists.length, rng);
    const list = state.lists[index] ?? newList(0);
    if (rng.fraction() < 0.5) {
      micros.push(['r', list.key, null]);
    } else {
      micros.push(['append', list.key, list.appends + 1]);
      state = afterAppend(state, index, { ...list, appends: list.appends + 1 });
    }
  }
  return { micros, state };
}

/** Each list half as often as the one before it. */
function chosenList(count: number, rng: Rng): number {
  return Math.min(count - 1, Math.floor(-Math.log2(1 - rng.fraction())));
}

function afterAppend(state: State, index: number, list: List): State {
  if (list.appends < state.options.appendsPerKey) return { ...state, lists: state.lists.with(index, list) };
  const lists = state.lists.with(index, newList(state.listsBegun));
  return { ...state, lists, listsBegun: state.listsBegun + 1 };
}
