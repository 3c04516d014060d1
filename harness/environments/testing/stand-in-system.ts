import { readFileSync } from 'node:fs';
import type { System } from '../../ports/index.ts';

/** `broken` ends at once, `sick` never is healthy, `stubborn` ignores SIGTERM. */
export type Behaviour = 'broken' | 'sick' | 'stubborn';

const source = readFileSync(new URL('./stand-in-node.ts', import.meta.url), 'utf8');

/** Nodes that talk to each other and answer, and do nothing else; some may behave badly. */
export function standInSystem(nodes: readonly string[], behaviours: Readonly<Record<string, Behaviour>> = {}): System {
  return {
    name: 'stand-in',
    nodes,
    command: ({ node, installation, dataDirectory, listen, peers }) => ({
      file: installation.node,
      args: [
        '--input-type=module-typescript',
        '--eval', // so that it runs wherever there is a Node
        source,
        '--',
        `--node=${node}`,
        `--data=${dataDirectory}`,
        `--listen=${JSON.stringify(listen)}`,
        `--peers=${JSON.stringify(peers)}`,
        `--behaviour=${behaviours[node] ?? ''}`,
      ],
      env: {},
    }),
  };
}
