const isCompiled = import.meta.url.endsWith('.js');

/**
 * The name of a module's file where it is named as a file: for a thread, a child process or a container. In a checkout the
 * sources run as they are; in the package they are JavaScript under the same names.
 *
 * ```ts
 * console.log(new URL(fileAsRun('./x-worker.ts'), 'file:///checker/').href); // → file:///checker/x-worker.ts
 * ```
 */
export function fileAsRun(source: `${string}.ts`): string {
  return isCompiled ? source.replace(/\.ts$/, '.js') : source;
}
