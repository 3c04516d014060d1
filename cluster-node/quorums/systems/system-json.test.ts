import { expect, test } from 'vitest';
import { parseQuorumSystem } from './parse-quorum-system.ts';
import { systemJson } from './system-json.ts';

const zoneRule = { zones: 2, members: { eu: 2, us: 1 } };

test.each([
  { system: 'cardinality', nodes: 5, phase1: 3, classic: 3, fast: 4 },
  { system: 'cardinality', nodes: 5, phase1: 3, classic: 3 },
  { system: 'majority', nodes: 3, fast: null },
  { system: 'weighted', weights: [2, 1, 1], phase1: 3, classic: 2, fast: 3 },
  { system: 'weighted', weights: { b: 0, a: 2 }, phase1: 2, classic: 1 },
  { system: 'grid', rows: 2, columns: 3 },
  { system: 'grid', rows: 2, columns: 3, fastColumns: null },
  { system: 'explicit', nodes: ['b', 'a'], phase1: [['a', 'b']], classic: [['a'], ['b']], fast: [['a', 'b']] },
  { system: 'explicit', nodes: ['a'], phase1: [['a']], classic: [['a']] },
  { system: 'zones', zones: { eu: ['c', 'a'], us: ['b'] }, phase1: zoneRule, classic: zoneRule, fast: zoneRule },
  {
    system: 'zones',
    zones: { eu: ['c', 'a'] },
    phase1: { zones: 1, members: 'all' },
    classic: { zones: 1, members: 1 },
  },
])('what is read from a system written down is that system: $system', (form) => {
  const system = parseQuorumSystem(form);
  expect(parseQuorumSystem(JSON.parse(JSON.stringify(systemJson(system))))).toEqual(system);
});
