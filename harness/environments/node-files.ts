import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CollectedNode } from '../ports/index.ts';

/** Where a node that is a real process keeps its files: below its directory in that of the run. */
export class NodeFiles {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  get data(): string {
    return join(this.directory, 'data');
  }

  get trace(): string {
    return join(this.directory, 'trace.jsonl');
  }

  get log(): string {
    return join(this.directory, 'node.log');
  }

  /** What there is for the judge, once the node of that name has ended. */
  collected(node: string): CollectedNode {
    return {
      node,
      journal: pathIfThere(join(this.data, 'journal')),
      trace: pathIfThere(this.trace),
      log: pathIfThere(this.log),
    };
  }
}

function pathIfThere(path: string): string | null {
  return existsSync(path) ? path : null;
}
