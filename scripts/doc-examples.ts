/** An example of a doc comment or a document: TypeScript that runs as it stands. */
export type Example = Readonly<{
  file: string;
  /** Of the file: where the code begins. */
  line: number;
  code: string;
  /** What it says that it prints, line by line: what follows `// →` behind a `console.log`. */
  prints: readonly string[];
}>;

/** The blocks between ```` ```ts ```` and ```` ``` ```` of a Markdown document, or of the doc comments of a source. */
export function examplesOf(file: string, text: string): Example[] {
  const lines = text.split('\n').map((line) => (file.endsWith('.md') ? line : lineOfComment(line)));
  const examples: Example[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (lines[at] !== '```ts') continue;
    const end = lines.indexOf('```', at);
    if (end < 0) throw new Error(`${file}:${at + 1}: the example has no end`);
    const code = lines.slice(at + 1, end).map((line) => line ?? '');
    const prints = code.flatMap((line) => /\/\/ → (.*)$/.exec(line)?.[1] ?? []);
    examples.push({ file, line: at + 2, code: code.join('\n'), prints });
    at = end;
  }
  return examples;
}

/** What a line of a doc comment says; null: it is none. */
function lineOfComment(line: string): string | null {
  return /^ *\* ?(.*)$/.exec(line)?.[1] ?? null;
}

/** A function or class that a face exports, and whether its doc comment has an example. */
export type ExportedFunction = Readonly<{ name: string; hasExample: boolean }>;

/** The exported functions and classes of a source, errors left out: nobody makes these but the functions that throw them. */
export function exportedFunctions(text: string): ExportedFunction[] {
  const pattern =
    /(?<comment>\/\*\*(?:(?!\*\/)[^])*\*\/\n)?^export (?:async )?(?:function|class)\*? (?<name>\w+)(?<heritage>[^{(]*)/gm;
  return [...text.matchAll(pattern)]
    .filter(({ groups }) => !groups?.['heritage']?.includes('extends Error'))
    .map(({ groups }) => ({
      name: groups?.['name'] ?? '',
      hasExample: groups?.['comment']?.includes('```ts') ?? false,
    }));
}

/** The names that a face re-exports by file, types left out; a star stands for all. */
export function reExports(face: string): Readonly<{ names: readonly string[]; from: string }>[] {
  const pattern = /^export (?:\{(?<names>[^}]*)\}|\*) from '(?<from>[^']+)';/gm;
  return [...face.matchAll(pattern)].map(({ groups }) => ({
    names: (groups?.['names'] ?? '*')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type ')),
    from: groups?.['from'] ?? '',
  }));
}
