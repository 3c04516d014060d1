import { join } from 'node:path';
import { execa } from 'execa';

const root = join(import.meta.dirname, '..', '..');

/** The commit of Ballotproof's own sources, with a `+` when they were changed since; null without git. */
export async function sourceCommit(): Promise<string | null> {
  const git = (...args: readonly string[]) => execa('git', ['-C', root, ...args], { reject: false, timeout: 5000 });
  const [head, changes] = await Promise.all([
    git('rev-parse', '--short', 'HEAD'),
    git('status', '--porcelain', '-uno'),
  ]);
  if (head.failed) return null;
  return `${head.stdout.trim()}${changes.failed || changes.stdout === '' ? '' : '+'}`;
}
