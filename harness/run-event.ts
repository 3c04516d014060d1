import type { Op } from '#checker';
import type { StatusReport } from './ports/index.ts';

/** What a run is doing, in its order. */
export const runPhases = ['start', 'workload', 'heal', 'final reads', 'collect', 'judge'] as const;
export type RunPhase = (typeof runPhases)[number];

/** What a run tells while it goes on, for whoever shows it. */
export type RunEvent =
  | Readonly<{ kind: 'opened'; directory: string }>
  | Readonly<{ kind: 'phase'; phase: RunPhase }>
  | Readonly<{ kind: 'op'; op: Op }>
  | Readonly<{ kind: 'status'; reports: readonly StatusReport[] }>;

export type RunObserver = (event: RunEvent) => void;
