import type { StepKind } from './cycle.ts';
import type { EdgeList } from './edge-list.ts';

/** What a workload says of the order of transactions. */
export type Dependencies = Readonly<{
  /** ww, wr and rw edges between transactions, some of them through gates (see `Gates`). */
  edges: EdgeList;
  /** How many vertices the edges are between: the transactions, and the gates behind them. */
  vertexCount: number;
  /** Of several reasons for one edge, the first of these is told. */
  surest: readonly StepKind[];
  /** What proves that edge; undefined when there is no edge of that kind from the one to the other. */
  evidence: (kind: 'ww' | 'wr' | 'rw', from: number, to: number) => DataStep | undefined;
}>;

/** One step of a cycle that data prove. Indices of micro-operations count within their transactions, from 0. */
export type DataStep = Readonly<{
  type: 'ww' | 'wr' | 'rw';
  key: string | number;
  /** The version that was written (ww, wr) or read (rw) first; `init` for the initial one of a list, null of a register. */
  value: unknown;
  /** The version that replaced it; not for wr. */
  nextValue?: unknown;
  aIndex: number;
  bIndex: number;
}>;

/** One step of a cycle. */
export type CycleStep =
  | DataStep
  | Readonly<{ type: 'process'; process: number }>
  | Readonly<{ type: 'realtime' /** Positions in the history. */; returned: number; invoked: number }>;

/** Whether a step is proven by data. */
export function isDataKind(kind: StepKind): kind is DataStep['type'] {
  return kind === 'ww' || kind === 'wr' || kind === 'rw';
}
