import { posix } from 'node:path';

/** A folder with a face: what it may import. docs/architecture.md holds the same table in words. */
type House = Readonly<{
  folder: string;
  /** How others import it; null: nobody does. */
  face: string | null;
  /** Faces that it may import; `types`: only their types; a folder: only from there. */
  mayImport: Readonly<Record<string, 'all' | 'types' | Readonly<{ from: string }>>>;
  /** `node`: Node's own modules only; `any`: npm packages too. */
  packages: 'none' | 'node' | 'any';
}>;

const everyFace = {
  '#foundation': 'all',
  '#quorums': 'all',
  '#cluster-node': 'all',
  '#checker': 'all',
  '#ports': 'all',
  '#workloads': 'all',
  '#nemesis': 'all',
} as const;

/** Inner folders before the folders that hold them: a file lives in the first house that fits. */
const houses: readonly House[] = [
  { folder: 'foundation', face: '#foundation', mayImport: {}, packages: 'none' },
  { folder: 'cluster-node/quorums', face: '#quorums', mayImport: { '#foundation': 'all' }, packages: 'none' },
  {
    folder: 'cluster-node',
    face: '#cluster-node',
    mayImport: { '#foundation': 'all', '#quorums': 'all' },
    packages: 'node',
  },
  {
    folder: 'checker',
    face: '#checker',
    mayImport: { '#foundation': 'all', '#quorums': { from: 'checker/claims' } },
    packages: 'node',
  },
  { folder: 'harness/ports', face: '#ports', mayImport: { '#checker': 'types' }, packages: 'none' },
  {
    folder: 'workloads',
    face: '#workloads',
    mayImport: { '#foundation': 'all', '#checker': 'all', '#ports': 'all' },
    packages: 'none',
  },
  {
    folder: 'nemesis',
    face: '#nemesis',
    mayImport: { '#foundation': 'all', '#checker': 'types', '#ports': 'all', '#quorums': 'all' },
    packages: 'none',
  },
  { folder: 'harness', face: null, mayImport: everyFace, packages: 'any' },
  { folder: 'examples', face: null, mayImport: everyFace, packages: 'any' },
  { folder: 'bench', face: null, mayImport: everyFace, packages: 'any' },
  { folder: 'fuzz', face: null, mayImport: everyFace, packages: 'any' },
  { folder: 'scripts', face: null, mayImport: {}, packages: 'any' },
];

/** The protocol and its mutants decide and do nothing else, so that not even Node is within their reach. */
const pureFolders = ['cluster-node/protocol', 'cluster-node/mutants'];

/** What tests, and what lies in a folder `testing`, may import from npm, wherever they are; Node's modules too. */
const testPackages = ['vitest', 'fast-check'];

/** One import of a source file. `isType`: it is gone when the program runs. */
export type Import = Readonly<{ line: number; specifier: string; isType: boolean }>;

/**
 * The imports of `source` (of the file at `path`, from the project's directory) that the table does not allow, each as
 * one line: where, what, and why not.
 */
export function forbiddenImports(path: string, source: string): string[] {
  const house = houseOf(path);
  if (house === null) return isRootFile(path) ? [] : [`${path}: no house in the table for this folder`];
  return importsOf(source).flatMap((found) => {
    const reason = reasonAgainst(path, house, found);
    return reason === null ? [] : [`${path}:${found.line}: ${found.specifier}: ${reason}`];
  });
}

/** Every static import, re-export and literal `import()` of a source, and files named by `new URL(…, import.meta.url)`. */
export function importsOf(source: string): Import[] {
  const patterns = [
    // The formatter puts each declaration at the start of a line and ends it with a semicolon.
    /^(?:import|export)\s(?<clause>[^;'"]*?\bfrom\s*)'(?<specifier>[^'\n]+)'/gm,
    /^import\s*'(?<specifier>[^'\n]+)'/gm,
    /\bimport\(\s*'(?<specifier>[^'\n]+)'/g,
    /\bnew URL\(\s*(?:fileAsRun\()?'(?<specifier>[^'\n]+)'\)?,\s*import\.meta\.url/g,
  ];
  const imports = patterns.flatMap((pattern) =>
    Array.from(source.matchAll(pattern), (match) => ({
      line: source.slice(0, match.index).split('\n').length,
      specifier: match.groups?.['specifier'] ?? '',
      isType: isTypeClause(match.groups?.['clause'] ?? ''),
    })),
  );
  return imports.sort((one, other) => one.line - other.line);
}

/** `type { A } from`, or braces in which every name is a type. */
function isTypeClause(clause: string): boolean {
  if (/^type\s/.test(clause)) return true;
  const names = /^\{(?<names>[^}]*)\}/.exec(clause.trim())?.groups?.['names'];
  if (names === undefined) return false;
  const named = names.split(',').filter((name) => name.trim() !== '');
  return named.length > 0 && named.every((name) => /^\s*type\s/.test(name));
}

function reasonAgainst(path: string, house: House, { specifier, isType }: Import): string | null {
  if (specifier.startsWith('.')) return reasonAgainstFile(path, house, specifier);
  if (specifier.startsWith('#')) return reasonAgainstFace(path, house, specifier, isType);
  return reasonAgainstPackage(path, house, specifier);
}

function reasonAgainstFile(path: string, house: House, specifier: string): string | null {
  const target = houseOf(posix.join(posix.dirname(path), specifier));
  if (target === house) return null;
  if (house.folder === 'harness' && target?.folder === 'harness/ports') return null;
  return `is a file of another house; import ${target?.face ?? 'nothing of it'}`;
}

function reasonAgainstFace(path: string, house: House, face: string, isType: boolean): string | null {
  if (face === house.face) return 'is the face of this very house; import the file';
  const permission = house.mayImport[face];
  if (permission === undefined) return `${house.folder} may not import it`;
  if (permission === 'types' && !isType) return `${house.folder} may import only its types`;
  if (typeof permission === 'object' && !isIn(path, permission.from)) return `only ${permission.from} may import it`;
  return null;
}

function reasonAgainstPackage(path: string, house: House, specifier: string): string | null {
  const isNode = specifier.startsWith('node:');
  const isForTests = path.endsWith('.test.ts') || path.split('/').includes('testing');
  if (isForTests && (isNode || testPackages.includes(specifier))) return null;
  if (pureFolders.some((folder) => isIn(path, folder))) return 'code that only decides imports no packages';
  if (house.packages === 'any' || (house.packages === 'node' && isNode)) return null;
  return `${house.folder} may import ${house.packages === 'node' ? 'only node:*' : 'no packages'}`;
}

function houseOf(path: string): House | null {
  return houses.find(({ folder }) => isIn(path, folder)) ?? null;
}

function isIn(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** Configuration of tools, beside package.json. */
function isRootFile(path: string): boolean {
  return !path.includes('/');
}
