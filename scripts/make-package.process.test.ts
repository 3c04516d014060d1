import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The package where it is used: below the node_modules of another project. What npm would download is linked instead, so
// that no network is needed; `npm run acceptance -- 24` installs with npm.

const root = join(import.meta.dirname, '..');
/** To make the package, also on a machine that is busy. */
const limitMs = 240_000;

let project = '';
let modules = '';
let packed = '';

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'ballotproof-package-'));
  modules = join(project, 'node_modules');
  packed = join(modules, 'ballotproof');
  const made = await execa(process.execPath, ['scripts/make-package.ts', '--out', project], { cwd: root });
  mkdirSync(modules);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  await execa('tar', ['-xzf', made.stdout.trim(), '-C', modules]);
  await execa('mv', ['package', 'ballotproof'], { cwd: modules });
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
}, limitMs);

afterAll(() => rmSync(project, { recursive: true, force: true }));

test('the package has no sources, no tests and no tools', () => {
  const files = readdirSync(packed, { recursive: true, encoding: 'utf8' });
  const unwanted = /(?<!\.d)\.ts$|\.test\.|\btesting\b|^(?:bench|fuzz|node_modules)\b|^harness\/acceptance/;
  expect(files.filter((file) => unwanted.test(file))).toEqual([]);
  expect(files).toContain('checker/index.d.ts');
});

test('whatever names a source when it runs leaves it to fileAsRun to say how that ends', () => {
  const modules = readdirSync(packed, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  const naming = modules.flatMap((file) =>
    readFileSync(join(packed, file), 'utf8')
      .split('\n')
      .filter(
        (line) => /(?<!fileAsRun\()(['"`])(?!\.test)[^'"`\s]*\.ts\1/.test(line) && !/^\s*(?:\/?\*|\/\/)/.test(line),
      )
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(naming).toEqual([]);
});

test('the command helps', async () => {
  const { exitCode, stdout } = await ballotproof('--help');
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Usage: ballotproof')]);
});

test('a history is judged in a thread, and convicted', async () => {
  writeFileSync(
    join(project, 'stale.jsonl'),
    ['invoke write 1', 'ok write 1', 'invoke write 2', 'ok write 2', 'invoke read null', 'ok read 1']
      .map((text) => text.split(' '))
      .map(([type, f, value = '']) => `{"process":0,"type":"${type}","f":"${f}","value":${value}}\n`)
      .join(''),
  );
  const { exitCode, stdout } = await ballotproof('check', 'stale.jsonl');
  expect([exitCode, stdout]).toEqual([1, expect.stringContaining('INVALID')]);
});

test('the quorums of an example are examined', async () => {
  const { exitCode, stdout } = await ballotproof('quorum', 'check', join(packed, 'examples/grid-2x3.json'));
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('SAFE')]);
});

test.each(['sim', 'process'])(
  'a cluster runs in the environment %s, and the commit is that of the package',
  async (environment) => {
    const asked = ['--nodes', '3', '--nemesis', 'none', '--time-limit', '4', '--seed', '7', '--store', environment];
    const { stdout, stderr } = await ballotproof('run', 'register', '--environment', environment, ...asked, '--json');
    const { commit, evidence } = JSON.parse(stdout) as { commit: string | null; evidence: readonly string[] };
    const manifest = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as { gitHead?: string };
    expect(commit, stderr).toBe(manifest.gitHead ?? null);
    expect(evidence.join('\n')).toContain('planted in a copy of this history, was convicted');
  },
);

test.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])('the library runs and has its types with modules of %s resolved by %s', async (module, resolution) => {
  const use = (type: string): string => `
    import { checkFile } from 'ballotproof/checker';
    import { parseQuorumSystem } from 'ballotproof/quorums';
    const check: ${type} = (await checkFile('stale.jsonl')).verdict.kind;
    console.log(check, typeof parseQuorumSystem);`;
  writeFileSync(join(project, 'use.ts'), use(`'valid' | 'invalid' | 'unknown'`));
  writeFileSync(join(project, 'misuse.ts'), use('number'));
  const options = ['--strict', '--target', 'es2022', '--module', module, '--moduleResolution', resolution];
  // Declarations are checked too, and need no types of Node.
  const strictest = [...options, '--skipLibCheck', 'false', '--types', ''];
  const compiled = await inProject(join(root, 'node_modules/.bin/tsc'), [...strictest, 'use.ts']);
  expect([compiled.exitCode, compiled.stdout]).toEqual([0, '']);
  const refused = await inProject(join(root, 'node_modules/.bin/tsc'), [...options, '--noEmit', 'misuse.ts']);
  expect(refused.stdout).toMatch(/^misuse\.ts\(4,\d+\): error TS2322/);
  expect((await inProject(process.execPath, ['use.js'])).stdout).toBe('invalid function');
});

function ballotproof(...args: readonly string[]) {
  return inProject(process.execPath, [join(packed, 'bin/ballotproof.mjs'), ...args]);
}

function inProject(file: string, args: readonly string[]) {
  return execa(file, args, { cwd: project, reject: false });
}
