import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const folders = ['bench', 'checker', 'cluster-node', 'foundation', 'harness', 'nemesis', 'workloads'];

/** Every place in the code that cites docs/protocol.md, with the section numbers that it names. */
const citations = folders
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => /\.(ts|txt)$/.test(file))
  .flatMap((file) => {
    // a citation may go on in the next line of its comment
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/\n\s*(\*|\/\/|#)?\s*/g, ' ');
    return [...text.matchAll(/protocol\.md((?: |,|and|to|section|\d+(?:\.\d+)?)+)/g)].map(([, sections = '']) => ({
      file,
      sections: sections.match(/\d+(\.\d+)?/g) ?? [],
    }));
  });

const headings = new Set(
  readFileSync(join(root, 'docs/protocol.md'), 'utf8')
    .split('\n')
    .flatMap((line) => /^#+ (\d+(?:\.\d+)?)\.? /.exec(line)?.[1] ?? []),
);

test('each section of docs/protocol.md that a comment cites is there', () => {
  const missing = citations.flatMap(({ file, sections }) =>
    sections.filter((section) => !headings.has(section)).map((section) => `${file}: ${section}`),
  );
  expect(missing).toEqual([]);
});

test('comments do cite it, by section', () => {
  expect(citations.length).toBeGreaterThan(10);
  expect(citations.filter(({ sections }) => sections.length === 0)).toEqual([]);
});
