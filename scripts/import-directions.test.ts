import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forbiddenImports, importsOf } from './import-directions.ts';

const root = join(import.meta.dirname, '..');

test('every import of the project goes along an arrow of the architecture', () => {
  // This file is left out because of the violations that it plants.
  const exclude = ['node_modules/**', 'store/**', 'dist/**', 'scripts/import-directions.test.ts'];
  const paths = globSync('**/*.ts', { cwd: root, exclude });
  expect(paths).toContain('cluster-node/quorums/family.ts');
  expect(paths.flatMap((path) => forbiddenImports(path, readFileSync(join(root, path), 'utf8')))).toEqual([]);
});

test.each([
  ['foundation/brand.ts', `import { round } from '#quorums';`],
  ['cluster-node/quorums/family.ts', `import { readFileSync } from 'node:fs';`],
  ['cluster-node/quorums/family.ts', `import { runtime } from '../runtime.ts';`],
  ['cluster-node/runtime.ts', `import { cardinalityFamily } from './quorums/family.ts';`],
  ['cluster-node/runtime.ts', `import { invariant } from '../foundation/invariant.ts';`],
  ['cluster-node/runtime.ts', `import type { Op } from '#checker';`],
  ['cluster-node/runtime.ts', `import { execa } from 'execa';`],
  ['cluster-node/runtime.ts', `import { main } from '#cluster-node';`],
  ['cluster-node/protocol/replica.ts', `import { createHash } from 'node:crypto';`],
  ['checker/history/op.ts', `import { checkSetting } from '#quorums';`],
  ['checker/verdict.ts', `import Piscina from 'piscina';`],
  ['checker/verdict.ts', `const file = new URL('../harness/worker.ts', import.meta.url);`],
  ['checker/verdict.ts', `const file = new URL(fileAsRun('../harness/worker.ts'), import.meta.url);`],
  ['harness/ports/rng.ts', `import { strongestVerdict } from '#checker';`],
  ['harness/ports/rng.ts', `import { HarnessError } from '../harness-error.ts';`],
  ['workloads/register.ts', `import { targets } from '#nemesis';`],
  ['workloads/register.ts', `import { readFileSync } from 'node:fs';`],
  ['nemesis/target.ts', `import { strongestVerdict, type Op } from '#checker';`],
  ['nemesis/target.ts', `export { targets } from '#workloads';`],
  ['nemesis/target.ts', `export * from '#workloads';`],
  ['nemesis/target.ts', `import '#workloads';`],
  ['nemesis/target.ts', `const workloads = await import('#workloads');`],
  ['nemesis/target.test.ts', `import { SimCluster } from '../harness/environments/sim/sim-cluster.ts';`],
  ['harness/judge.ts', `import { pairOps } from '../checker/history/pair-ops.ts';`],
  ['harness/judge.ts', `import { pairOps } from '#checker/history/pair-ops.ts';`],
  ['helpers/text.ts', ''],
])('%s must not say: %s', (path, source) => {
  expect(forbiddenImports(path, source)).toHaveLength(1);
});

test.each([
  ['foundation/brand.ts', `import { helper } from './helper.ts';`],
  ['cluster-node/runtime.ts', `import { open } from 'node:fs/promises';`],
  ['cluster-node/runtime.ts', `import { cardinalityFamily } from '#quorums';`],
  ['cluster-node/protocol/replica.test.ts', `import { test } from 'vitest';\nimport fc from 'fast-check';`],
  ['cluster-node/quorums/testing/random-systems.ts', `import fc from 'fast-check';`],
  ['checker/claims/agreement.ts', `import { cardinalityFamily } from '#quorums';`],
  ['harness/ports/generator.ts', `import type { Op } from '#checker';`],
  ['nemesis/target.ts', `import { type Op, type OpType } from '#checker';`],
  ['harness/judge.ts', `import { strongestVerdict } from '#checker';\nimport { execa } from 'execa';`],
  ['harness/judge.ts', `import type { Clock } from './ports/index.ts';`],
  ['vitest.config.ts', `import { defineConfig } from 'vitest/config';`],
])('%s may say: %s', (path, source) => {
  expect(forbiddenImports(path, source)).toEqual([]);
});

test('imports are found over several lines and with their kind, and not in comments', () => {
  const source = [
    '/** Users write',
    ` * import { a } from './in-a-comment.ts';`,
    ' */',
    'import {',
    '  type A,',
    '  b,',
    `} from './mixed.ts';`,
    `import type { C } from './type.ts';`,
    `export const text = 'none';`,
    `export { type D } from './type-again.ts';`,
  ];
  expect(importsOf(source.join('\n'))).toEqual([
    { line: 4, specifier: './mixed.ts', isType: false },
    { line: 8, specifier: './type.ts', isType: true },
    { line: 10, specifier: './type-again.ts', isType: true },
  ]);
});
