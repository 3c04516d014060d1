import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Example, examplesOf, exportedFunctions, reExports } from './doc-examples.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const examples = [
  ...globSync('{checker,cluster-node/quorums,foundation}/**/*.ts', { cwd: root }),
  'README.md',
  'docs/checker.md',
]
  .filter((path) => !path.endsWith('.test.ts'))
  .toSorted()
  .flatMap((path) => examplesOf(path, read(path)));

/** What an example came to: null, or the error; and what it printed. */
type Outcome = Readonly<{ error: string | null; printed: readonly string[] }>;
let complaints: readonly string[] = [];
let outcomes: ReadonlyMap<string, Outcome> = new Map();

/** For all examples together, also on a machine that is busy. */
const limitMs = 120_000;

// Within the checkout, so that `ballotproof/checker` is the checkout's own.
let directory = '';
beforeAll(async () => {
  mkdirSync(join(root, 'store'), { recursive: true });
  directory = mkdtempSync(join(root, 'store', 'doc-examples-'));
  cpSync(join(root, 'testdata/examples'), directory, { recursive: true });
  for (const example of examples) writeFileSync(join(directory, fileOf(example)), asModule(example));
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(compilation));
  const compiled = await execa('tsc', ['-p', directory], { cwd: root, preferLocal: true, reject: false });
  complaints = compiled.stdout.split('\n').map((line) => basename(line));
  writeFileSync(join(directory, 'run-all.mjs'), runner);
  const { stdout } = await execa(process.execPath, ['run-all.mjs', ...examples.map(fileOf)], { cwd: directory });
  outcomes = new Map(JSON.parse(stdout) as [string, Outcome][]);
}, limitMs);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test.each(examples.map((example) => [`${example.file}:${example.line}`, example] as const))(
  'the example at %s compiles, runs and prints what it says',
  (_place, example) => {
    expect(complaints.filter((complaint) => complaint.startsWith(fileOf(example)))).toEqual([]);
    const { error, printed } = outcomes.get(fileOf(example)) ?? { error: 'did not run', printed: [] };
    expect(error).toBeNull();
    expect(printed).toEqual(example.prints.length > 0 ? example.prints : printed);
  },
);

test('the functions of the face that users call have an example each', () => {
  const face = 'checker/index.ts';
  expect(functionsWithoutExample(face).filter((name) => !forOurselves.includes(name))).toEqual([]);
});

/** The functions that a face hands on, and what it hands on whole, without an example. */
function functionsWithoutExample(face: string): string[] {
  return reExports(read(face)).flatMap(({ names, from }) => {
    const path = posix.join(posix.dirname(face), from);
    if (names.includes('*')) return functionsWithoutExample(path);
    return exportedFunctions(read(path))
      .filter(({ name, hasExample }) => names.includes(name) && !hasExample)
      .map(({ name }) => name);
  });
}

/** For benchmarks and for those who test the deciders. */
const forOurselves = ['fuzzDeciders', 'fuzzRegisters', 'checkRegistersPlainly'];

const compilation = {
  extends: '../../tsconfig.json',
  compilerOptions: {
    incremental: false,
    tsBuildInfoFile: null,
    noUnusedLocals: false,
    isolatedDeclarations: false,
    declaration: false,
  },
  include: ['*.ts'],
  exclude: [],
};

function fileOf({ file, line }: Example): string {
  return `${file.replaceAll('/', '+').replace(/\.(?:ts|md)$/, '')}@${line}.ts`;
}

/** At the line at which the example stands in its file, so that errors name that one. */
function asModule(example: Example): string {
  return `${importOfOwn(example)}${'\n'.repeat(example.line - 1)}${example.code}\nexport {};\n`;
}

/** An example that imports nothing is for those who work on its file, and uses what the file exports. */
function importOfOwn({ file, code }: Example): string {
  if (/^import /m.test(code) || file.endsWith('.md')) return '';
  const used = exportedFunctions(read(file)).filter(({ name }) => new RegExp(`\\b${name}\\b`).test(code));
  return `import { ${used.map(({ name }) => name).join(', ')} } from '../../${file}';`;
}

/** Runs the examples one after the other and prints what became of them. */
const runner = `
import { format } from 'node:util';
const outcomes = [];
for (const file of process.argv.slice(2)) {
  const printed = [];
  console.log = (...values) => printed.push(format(...values));
  const error = await import('./' + file).then(() => null, (error) => String(error.stack));
  outcomes.push([file, { error, printed }]);
}
process.stdout.write(JSON.stringify(outcomes));
`;

test('examples are found in documents and in doc comments, with their lines', () => {
  const block = ['```ts', 'const one = 1;', 'console.log(one); // → 1', '```'];
  const expected = { code: block.slice(1, 3).join('\n'), prints: ['1'] };
  expect(examplesOf('a.md', ['# Title', ...block].join('\n'))).toEqual([{ file: 'a.md', line: 3, ...expected }]);
  const comment = ['/**', ' * Says.', ...block.map((line) => ` * ${line}`), ' */', 'const two = 2;'];
  expect(examplesOf('a.ts', comment.join('\n'))).toEqual([{ file: 'a.ts', line: 4, ...expected }]);
  expect(() => examplesOf('a.md', '```ts\nconst one = 1;')).toThrow('a.md:1: the example has no end');
});

test('functions are found with and without examples, and errors are none', () => {
  const source = [
    '/** Says. */',
    'export type A = string;',
    '/**',
    ' * ```ts',
    ' * b();',
    ' * ```',
    ' */',
    'export async function b() {}',
    '/** Says. */',
    'export function* c() {}',
    'export class D {}',
    'export class E extends Error {}',
  ];
  expect(exportedFunctions(source.join('\n'))).toEqual([
    { name: 'b', hasExample: true },
    { name: 'c', hasExample: false },
    { name: 'D', hasExample: false },
  ]);
  expect(
    reExports(`export { type A, b, c } from './b.ts';\nexport * from './d.ts';\nexport type { E } from './e.ts';`),
  ).toEqual([
    { names: ['b', 'c'], from: './b.ts' },
    { names: ['*'], from: './d.ts' },
  ]);
});
