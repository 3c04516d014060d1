import type { System } from '../../../ports/index.ts';

/** `broken` ends at once, `sick` never is healthy, `stubborn` ignores SIGTERM. */
export type Behaviour = 'broken' | 'sick' | 'stubborn';

/** Nodes that talk to each other and answer, and do nothing else; some may behave badly. */
export function standInSystem(nodes: readonly string[], behaviours: Readonly<Record<string, Behaviour>> = {}): System {
  const script = new URL('./stand-in-node.ts', import.meta.url).pathname;
  return {
    name: 'stand-in',
    nodes,
    command: ({ node, dataDirectory, peers }) => ({
      file: process.execPath,
      args: [
        script,
        `--node=${node}`,
        `--data=${dataDirectory}`,
        `--peers=${JSON.stringify(peers)}`,
        `--behaviour=${behaviours[node] ?? ''}`,
      ],
      env: {},
    }),
  };
}
