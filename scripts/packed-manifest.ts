/** The part of package.json that is made anew for the package; whatever else it says stays. */
export type Manifest = Readonly<{
  exports: Readonly<Record<string, string>>;
  imports: Readonly<Record<string, string>>;
  [field: string]: unknown;
}>;

/** Says how the project is worked on, which nobody does in a package. */
const fieldsOfWork = ['scripts', 'devDependencies'];

/**
 * The package.json of the package, whose files lie as in a checkout, with JavaScript and declarations instead of sources.
 * Each face leads to both. `gitHead` is npm's name for the commit that a package was made of; null: unknown.
 */
export function packedManifest(manifest: Manifest, gitHead: string | null): Record<string, unknown> {
  const kept = Object.entries(manifest).filter(([field]) => !fieldsOfWork.includes(field));
  return {
    ...Object.fromEntries(kept),
    exports: compiledTargets(manifest.exports),
    imports: compiledTargets(manifest.imports),
    ...(gitHead !== null && { gitHead }),
  };
}

function compiledTargets(targets: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(targets).map(([name, path]) => [name, compiledTarget(path)]));
}

/** `types` comes first, because the first condition that fits counts. */
function compiledTarget(path: string): unknown {
  if (!path.endsWith('.ts')) return path;
  const stem = path.slice(0, -'.ts'.length);
  return { types: `${stem}.d.ts`, default: `${stem}.js` };
}
