import type { Op } from '#checker';
import type { Rng } from './rng.ts';

/** What a generator knows when it is asked. `free`: processes without an outstanding op. */
export type GeneratorContext = Readonly<{ nowNs: number; free: readonly number[]; rng: Rng }>;

export type PlannedOp = Readonly<{
  process: number;
  f: string;
  /** Absent where the value names all keys, as that of a transaction does. */
  key?: string;
  value: unknown;
  /** Not before this time. */
  atNs: number;
  /** The node that this op has to go to; otherwise the process's own home node. */
  node?: string;
  final?: boolean;
}>;

/** `op`: issue it; `pending`: ask again after `untilNs` or when something completes; `done`: nothing will come any more. */
export type Next =
  | Readonly<{ kind: 'op'; op: PlannedOp; generator: Generator }>
  | Readonly<{ kind: 'pending'; untilNs: number | null; generator: Generator }>
  | Readonly<{ kind: 'done' }>;

/** A pure source of ops: asking and telling return the next generator. */
export interface Generator {
  next(context: GeneratorContext): Next;
  update(event: Op, context: GeneratorContext): Generator;
}
