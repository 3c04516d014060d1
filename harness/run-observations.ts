import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { StepOutcome } from './counterexample/index.ts';
import type { CollectedNode } from './ports/index.ts';
import type { RunFiles } from './run-store.ts';

/**
 * What the controller saw of a run beside its history, kept as `observations.json` when the run is over. A run whose
 * controller was killed has none.
 */
export type RunObservations = Readonly<{
  version: 1;
  isInterrupted: boolean;
  /** What became of each step of the schedule of messages; null: there was none. */
  steps: readonly StepOutcome[] | null;
  /** The final reads: how many were wanted, and how long they were given; null: the run did not come so far. */
  final: Readonly<{ wanted: number; waitedMs: number }> | null;
  /** After the final heal a node did not answer: why. */
  notReady: string | null;
  /** Of the nodes that answered; null: nobody asked. */
  digests: readonly Readonly<{ node: string; applied: number; digest: string }>[] | null;
  alarms: readonly Readonly<{ node: string; message: string }>[];
  unexpectedExits: readonly Readonly<{ node: string; status: string; logTail: string }>[];
  recorderLagP99Ms: number;
  /** How far the host's wall clock moved against its monotonic one. */
  hostClockMovedMs: number;
  /** Paths are relative to the run's directory. */
  collected: readonly CollectedNode[];
}>;

/** The same nodes with paths that hold wherever the run's directory is moved to. */
export function relativeTo(directory: string, nodes: readonly CollectedNode[]): readonly CollectedNode[] {
  return mapPaths(nodes, (path) => relative(directory, path));
}

/** Where the nodes' files lie: as observed, or, when the controller was killed, where every environment puts them. */
export function nodeFiles(
  files: RunFiles,
  nodes: readonly string[],
  observations: RunObservations | null,
): readonly CollectedNode[] {
  const collected =
    observations?.collected ??
    nodes.map((node) => ({
      node,
      journal: join('nodes', node, 'data', 'journal'),
      trace: join('nodes', node, 'trace.jsonl'),
      log: join('nodes', node, 'node.log'),
    }));
  return mapPaths(collected, (path) => join(files.directory, path)).map(({ node, journal, trace, log }) => ({
    node,
    journal: ifThere(journal),
    trace: ifThere(trace),
    log: ifThere(log),
  }));
}

function mapPaths(nodes: readonly CollectedNode[], change: (path: string) => string): readonly CollectedNode[] {
  const changed = (path: string | null): string | null => (path === null ? null : change(path));
  return nodes.map(({ node, journal, trace, log }) => ({
    node,
    journal: changed(journal),
    trace: changed(trace),
    log: changed(log),
  }));
}

function ifThere(path: string | null): string | null {
  return path !== null && existsSync(path) ? path : null;
}
