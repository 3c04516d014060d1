import type { ClaimedRun, FileState } from './claim-events.ts';

/** One sentence per node whose journal is not complete. */
export function journalGaps({ nodes, journals }: ClaimedRun): readonly string[] {
  return gaps(nodes, journals).map(
    ({ node, state }) => `The journal of ${node} is ${state}, so that not all of its votes are known.`,
  );
}

/** One sentence per node whose trace is not complete. */
export function traceGaps({ nodes, traces }: ClaimedRun): readonly string[] {
  return gaps(nodes, traces).map(
    ({ node, state }) => `The trace of ${node} is ${state}, so that not all that it did is known.`,
  );
}

type NodeFile = Readonly<{ node: string; state: FileState }>;

function gaps(nodes: readonly string[], files: readonly NodeFile[]): readonly NodeFile[] {
  return nodes.flatMap((node) => {
    const state = files.find((file) => file.node === node)?.state ?? 'missing';
    return state === 'complete' ? [] : [{ node, state }];
  });
}
