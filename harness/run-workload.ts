import {
  type Choice,
  type HistoryQuestion,
  type Op,
  type Planting,
  plantLostAppend,
  plantLostWrite,
  plantStaleListRead,
  plantStaleRead,
  plantSwappedAppends,
} from '#checker';
import { appendFinalReads, appendOps, keysOfTransaction, registerFinalReads, registerOps } from '#workloads';
import type { Generator } from './ports/index.ts';
import type { RunPlan } from './run-plan.ts';

/** What a run needs to know of what its clients do. */
export type RunWorkload = Readonly<{
  /** Never done; whoever runs it sets the time. */
  ops: (plan: RunPlan) => Generator;
  /** A read of each of `keys` through each of `nodes`. */
  finalReads: (keys: readonly string[], nodes: readonly string[]) => Generator;
  /** The keys that an op touches. */
  keysOf: (op: Pick<Op, 'key' | 'value'>) => readonly string[];
  /** Who judges the history, by the name that the summary prints, and what it is asked. */
  checker: string;
  question: HistoryQuestion;
  /** By name: how to plant a violation that this checker has to convict. */
  plantings: Readonly<Record<string, (ops: readonly Op[], choose: Choice) => Planting>>;
}>;

/** All workloads, by the name that `--workload` takes. */
export const workloads: Readonly<Record<RunPlan['workload'], RunWorkload>> = {
  register: {
    ops: ({ register }) => registerOps(register),
    finalReads: registerFinalReads,
    keysOf: ({ key }) => (key === undefined ? [] : [String(key)]),
    checker: 'linearizability',
    question: { model: 'register' },
    plantings: { 'stale read': plantStaleRead, 'lost write': plantLostWrite },
  },
  append: {
    ops: ({ append }) => appendOps(append),
    finalReads: appendFinalReads,
    keysOf: ({ value }) => keysOfTransaction(value),
    checker: 'transactions',
    question: { model: 'list-append', consistency: 'strict-serializable' },
    plantings: {
      'stale read of a list': plantStaleListRead,
      'lost append': plantLostAppend,
      'swap of two appends': plantSwappedAppends,
    },
  },
};
