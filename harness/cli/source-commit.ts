import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

const root = join(import.meta.dirname, '..', '..');

/**
 * The commit of Ballotproof's own sources, with a `+` when they were changed since; null without git. A package tells the
 * commit that it was made of.
 */
export async function sourceCommit(): Promise<string | null> {
  // An installed package lies within another project, whose commit is none of ours.
  if (!existsSync(join(root, '.git'))) return packedCommit();
  const git = (...args: readonly string[]) => execa('git', ['-C', root, ...args], { reject: false, timeout: 5000 });
  const [head, changes] = await Promise.all([
    git('rev-parse', '--short', 'HEAD'),
    git('status', '--porcelain', '-uno'),
  ]);
  if (head.failed) return null;
  return `${head.stdout.trim()}${changes.failed || changes.stdout === '' ? '' : '+'}`;
}

function packedCommit(): string | null {
  const { gitHead = null } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { gitHead?: string };
  return gitHead;
}
