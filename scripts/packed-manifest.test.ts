import { expect, test } from 'vitest';
import { packedManifest } from './packed-manifest.ts';

const manifest = {
  name: 'ballotproof',
  scripts: { test: 'node scripts/test.mjs' },
  dependencies: { execa: '10.2.1' },
  devDependencies: { vitest: '5.1.1' },
  exports: { './checker': './checker/index.ts', './package.json': './package.json' },
  imports: { '#quorums': './cluster-node/quorums/index.ts' },
};

test('each face leads to what was made of it, types first', () => {
  const { exports, imports } = packedManifest(manifest, null);
  expect(exports).toEqual({
    './checker': { types: './checker/index.d.ts', default: './checker/index.js' },
    './package.json': './package.json',
  });
  expect(imports).toEqual({
    '#quorums': { types: './cluster-node/quorums/index.d.ts', default: './cluster-node/quorums/index.js' },
  });
  expect(JSON.stringify(exports)).toMatch(/"types".*"default"/);
});

test('what the project is worked on with stays behind, and the commit comes along', () => {
  expect(packedManifest(manifest, 'abc')).toMatchObject({
    name: 'ballotproof',
    dependencies: { execa: '10.2.1' },
    gitHead: 'abc',
  });
  expect(Object.keys(packedManifest(manifest, null))).toEqual(['name', 'dependencies', 'exports', 'imports']);
});
