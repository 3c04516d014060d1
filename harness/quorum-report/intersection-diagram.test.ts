import { expect, test } from 'vitest';
import { nodeNames, type QuorumSystem } from '#quorums';
import { checkReport } from './check-report.ts';
import { usualCircumstances } from './circumstances.ts';
import { intersectionSvg } from './intersection-diagram.ts';

const systems: readonly QuorumSystem[] = [
  { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 3 },
  { kind: 'cardinality', nodes: 25, phase1: 13, classic: 13, fast: 18 },
  { kind: 'grid', rows: 5, columns: 5, fastColumns: 3 },
  { kind: 'weighted', nodes: ['big', 'small-1', 'small-2'], weights: [2, 1, 1], phase1: 3, classic: 2, fast: 3 },
  {
    kind: 'explicit',
    nodes: ['ada', 'bob', 'cleo'],
    phase1: [['ada', 'bob']],
    classic: [['bob', 'cleo']],
    fast: null,
  },
];

const blackCircle = /<circle [^>]*fill="black"/g;

function svg(system: QuorumSystem): string {
  return intersectionSvg(system, checkReport(system, usualCircumstances));
}

test.each(systems)('a diagram of $kind is well-formed and names all nodes', (system) => {
  const drawn = svg(system);
  expect(unclosedTags(drawn)).toEqual([]);
  for (const node of nodeNames(system)) expect(drawn).toMatch(new RegExp(`>${node}(: \\d+)?</text>`));
});

test('the nodes that all quorums have in common are black, and told', () => {
  const drawn = svg({ kind: 'cardinality', nodes: 10, phase1: 8, classic: 3, fast: 7 });
  expect(drawn).toContain('In all three: 2 nodes, drawn in black: n1, n2');
  expect(drawn.match(blackCircle)).toHaveLength(2 * 1 + 3 * 2);
});

test('of an unsafe system nothing is black', () => {
  const drawn = svg({ kind: 'cardinality', nodes: 4, phase1: 2, classic: 2, fast: null });
  expect(drawn).toContain('In both: no node');
  expect(drawn).not.toMatch(blackCircle);
});

test('text is escaped', () => {
  expect(svg({ kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: null })).toContain('L + R &gt; N');
});

/** Tags that are open at the end, or were closed in the wrong order. */
function unclosedTags(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [, closing, name = '', selfClosing] of xml.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
    if (selfClosing === '/') continue;
    if (closing !== '/') open.push(name);
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return /[<>]/.test(xml.replaceAll(/<[^<>]*>/g, '')) ? [...open, 'a bare bracket'] : open;
}
