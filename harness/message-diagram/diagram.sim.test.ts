import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { simulate } from '../hunt/simulate.ts';
import { drawScenario, parseScenario, type SimScenario } from '../simulation/index.ts';
import {
  type Around,
  diagramRows,
  diagramSvg,
  diagramText,
  type Happening,
  happeningsAround,
  recordRun,
  wantedHappenings,
} from './index.ts';

const directory = join(import.meta.dirname, '../../testdata/directed');
const directed = (name: string): SimScenario => {
  const file = readdirSync(directory).find((one) => one.endsWith(`-${name}.json`)) ?? '';
  return parseScenario(JSON.parse(readFileSync(join(directory, file), 'utf8')));
};
const linesOf = (scenario: SimScenario): readonly string[] => {
  const { names, happenings } = recordRun(scenario);
  return diagramText(diagramRows(happeningsAround(happenings, null, false), names), names);
};

describe('to record a run', () => {
  test('changes nothing in it', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const scenario = drawScenario(seed);
      expect(recordRun(scenario).outcome).toEqual(simulate(scenario));
    }
  });

  test('gives its happenings in order, up to the event at which it was ended', () => {
    const { happenings, outcome } = recordRun(drawScenario(7), { until: 400 });
    expect(outcome.events).toBe(400);
    const times = happenings.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(happenings.at(-1)?.event).toBeLessThanOrEqual(400);
  });
});

test('what befalls a node comes before what it does of that at the same moment', () => {
  const { happenings } = recordRun(directed('no-k2a'));
  const asked = happenings.findIndex((one) => one.kind === 'fault' && one.words === 'is asked for a classic round');
  const begun = happenings.findIndex((one) => one.kind === 'trace' && one.told.kind === 'round');
  expect(happenings[asked]?.atMs).toBe(10);
  expect(happenings[begun]?.atMs).toBeLessThanOrEqual(11);
  expect(asked).toBeLessThan(begun);
});

describe('the diagram of a directed scenario', () => {
  const lines = linesOf(directed('no-k2a'));
  const find = (words: string): string => lines.find((line) => line.includes(words)) ?? '';

  test('shows who asks, who is told what, and what is lost', () => {
    expect(find('asks for x=1 (c1.1)')).toMatch(/ 20\.000 +\d+ +●─+▶│ +│ +│ +asks for x=1/);
    expect(find('2a round 1 of n1, instance 1: x=1 (c1.1) — dropped')).toMatch(/ │ +●─+┼─+╳│ /);
    expect(find('1a round 1 of n1, from instance 1')).toMatch(/ │ +●─+▶┼─+▶│ /);
  });

  test('shows what is on disk, what is chosen, and who crashes, and ends with the violation', () => {
    expect(find('n2 on disk: vote in instance 1: x=1 (c1.1) in round 1 of n1')).toContain('■');
    expect(find('n1 CHOSEN in instance 1: x=1 (c1.1), by n1, n2 in round 1 of n1')).toContain('★');
    expect(find('n1 crashes')).toContain('✗');
    expect(lines.at(-2)).toMatch(/═{40} {2}picking: /);
  });

  test('says how an SVG of it looks', () => {
    const { names, happenings } = recordRun(directed('no-k2a'));
    const rows = diagramRows(happenings, names);
    const svg = diagramSvg(rows, names, 'a < b');
    expect(svg).toContain('<title>a &lt; b</title>');
    expect(svg.match(/<line [^>]*marker-end/g)?.length).toBe(
      rows.reduce((sum, row) => sum + (row.kind === 'arrow' && !row.isLost ? row.to.length : 0), 0),
    );
  });
});

test.each([
  ['is down', 1_000],
  ['has started and takes nothing in yet', 6.5],
])('what comes to a node that %s is drawn as lost', (_what, forMs) => {
  const faults: SimScenario['faults'] = [
    { atMs: 5, kind: 'crash', nodes: ['n2'], forMs },
    { atMs: 10, kind: 'begin-round', node: 'n1', roundKind: 'classic' },
  ];
  const lines = linesOf({ ...directed('no-k2a'), mutant: null, operations: [], faults, messages: [] });
  const [lost = '', arrives = ''] = lines.filter((line) => line.includes('1a round 1 of n1'));
  expect(lost).toMatch(/ 12\.000 .* ●─+╳[ │]+1a .* — its receiver is down/);
  expect(arrives).toMatch(/ 12\.000 .* ●[─┼]+▶│ +1a round 1 of n1, from instance 1$/);
});

describe('around', () => {
  const { names, happenings } = recordRun(drawScenario(3, { nodes: 3 }));

  test('an instance there are its votes and no votes in others', () => {
    const told = happeningsAround(happenings, { kind: 'instance', instance: 5 }, false);
    const instances = told.flatMap((one) =>
      one.kind === 'delivered' && 'instance' in one.message ? [one.message.instance] : [],
    );
    expect(new Set(instances)).toEqual(new Set([5]));
  });

  test('a node there is what it hears, says and does', () => {
    const told = happeningsAround(happenings, { kind: 'node', node: 0 }, true);
    expect(told.every((one) => (one.kind === 'delivered' ? [one.from, one.to].includes(0) : true))).toBe(true);
    expect(told.some((one) => one.kind === 'delivered')).toBe(true);
  });

  test('a time there is what happened before and after', () => {
    const told = happeningsAround(happenings, { kind: 'time', atMs: 1_000 }, true);
    expect(told).toHaveLength(50);
    expect(told.at(24)?.atMs).toBeLessThan(1_000);
    expect(told.at(25)?.atMs).toBeGreaterThanOrEqual(1_000);
  });

  test('nothing in particular heartbeats are left out', () => {
    const all = diagramRows(happeningsAround(happenings, null, true), names);
    const told = diagramRows(happeningsAround(happenings, null, false), names);
    expect(all.some(({ words }) => words.startsWith('heartbeat'))).toBe(true);
    expect(told.some(({ words }) => words.startsWith('heartbeat'))).toBe(false);
  });
});

describe('what is forgotten now and then while a run goes on', () => {
  const { names, happenings } = recordRun(drawScenario(3, { nodes: 3 }));
  const rowsMax = 20;
  const shown = (all: readonly Happening[], around: Around, isWhole: boolean): readonly string[] =>
    diagramText(diagramRows(happeningsAround(all, around, isWhole), names).slice(-rowsMax), names);

  test.each<[string, Around, boolean]>([
    ['nothing in particular', null, false],
    ['everything', null, true],
    ['an instance', { kind: 'instance', instance: 5 }, false],
    ['a node', { kind: 'node', node: 1 }, false],
    ['a time', { kind: 'time', atMs: 1_000 }, false],
    ['a time that does not come', { kind: 'time', atMs: 1e9 }, true],
  ])('is not missed in a diagram of %s', (_what, around, isWhole) => {
    let kept: readonly Happening[] = [];
    let most = 0;
    for (let from = 0; from < happenings.length; from += 97) {
      const all = [...kept, ...happenings.slice(from, from + 97)];
      kept = wantedHappenings(all, { around, rows: rowsMax, isWhole }, names);
      most = Math.max(most, kept.length);
    }
    expect(shown(kept, around, isWhole)).toEqual(shown(happenings, around, isWhole));
    expect(most).toBeLessThan(happenings.length / 2);
  });
});
