import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { type Manifest, packedManifest } from './packed-manifest.ts';

const root = join(import.meta.dirname, '..');

/** What the package has besides what the compiler makes of the sources. */
const copied = [
  'bin/ballotproof.mjs',
  'scripts/run-program.mjs',
  'harness/environments/docker/image/Dockerfile',
  'examples',
  'testdata',
  'docs',
  'README.md',
  'CHANGELOG.md',
];

/**
 * `npm run pack`: makes `ballotproof-VERSION.tgz`, which `npm install` takes anywhere. Node reads no TypeScript below
 * node_modules, so the package has JavaScript and declarations, in a folder of its own (`dist`) that lies as the checkout
 * does. Prints where the package is. Exit status: 0 made, 1 not made (the compiler says why), 254 wrong usage.
 */
async function main(): Promise<number> {
  const out = outDirectory();
  if (out === null) {
    process.stderr.write(
      'Usage: npm run pack [-- --out DIRECTORY]   (default: the checkout, with what is packed in dist)\n',
    );
    return 254;
  }
  const staging = join(out, 'dist');
  await rm(staging, { recursive: true, force: true });
  const compiled = await execa('tsc', ['-p', 'tsconfig.pack.json', '--outDir', staging], {
    cwd: root,
    preferLocal: true,
    stdio: 'inherit',
    reject: false,
  });
  if (compiled.failed) return 1;
  for (const path of copied) await cp(join(root, path), join(staging, path), { recursive: true });
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
  const packed = packedManifest(manifest, await commit());
  await writeFile(join(staging, 'package.json'), `${JSON.stringify(packed, null, 2)}\n`);
  process.stdout.write(`${join(out, await pack(staging, out))}\n`);
  return 0;
}

/** Null when what was typed makes no sense. */
function outDirectory(): string | null {
  try {
    const { values } = parseArgs({ args: process.argv.slice(2), options: { out: { type: 'string' } } });
    return resolve(values.out ?? root);
  } catch {
    return null;
  }
}

/** Null without git. */
async function commit(): Promise<string | null> {
  const head = await execa('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, reject: false });
  return head.failed ? null : head.stdout.trim();
}

/** The name of the file that npm makes of `staging` in `out`. */
async function pack(staging: string, out: string): Promise<string> {
  const { stdout } = await execa('npm', ['pack', staging, '--json', '--pack-destination', out], { cwd: root });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  return filename;
}

process.exitCode = await main();
