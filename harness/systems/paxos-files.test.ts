import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeJournalFrame, type JournalRecord } from '#cluster-node';
import { readPaxosFiles } from './paxos-files.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballotproof-files-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const fastRound = 33;
const records: readonly JournalRecord[] = [
  { kind: 'start', node: 'n1', incarnation: 1, promised: 0, votes: 0 },
  { kind: 'promise', round: 32 },
  { kind: 'vote', instance: 1, round: fastRound, value: 'x' },
];
const event = (fields: object): string => `${JSON.stringify({ atNs: 1, incarnation: 1, ...fields })}\n`;
const decided = {
  kind: 'decided',
  instance: 1,
  round: fastRound,
  roundKind: 'fast',
  value: 'x',
  voters: ['n1', 'n2'],
  asCoordinator: true,
};

function node(name: string, { journal, trace }: Readonly<{ journal?: Buffer; trace?: string }>) {
  const place = join(directory, name);
  mkdirSync(place);
  if (journal !== undefined) writeFileSync(join(place, 'journal'), journal);
  if (trace !== undefined) writeFileSync(join(place, 'trace'), trace);
  return {
    node: name,
    journal: journal === undefined ? null : join(place, 'journal'),
    trace: trace === undefined ? null : join(place, 'trace'),
    log: null,
  };
}

test('journals become claims that keep the number of their record', async () => {
  const files = await readPaxosFiles([node('n1', { journal: encodeJournalFrame(1, records) })]);
  expect(files.journalProblems).toEqual([]);
  expect(files.journals).toEqual([
    {
      node: 'n1',
      state: 'complete',
      records: [
        { record: 1, kind: 'start', node: 'n1', incarnation: 1, promised: 0, votes: 0 },
        { record: 2, kind: 'promise', round: 32 },
        { record: 3, kind: 'vote', instance: 1, round: fastRound, roundKind: 'fast', value: 'x' },
      ],
    },
  ]);
});

test('a missing and a damaged journal are told, a torn tail is none', async () => {
  const first = encodeJournalFrame(1, records);
  const second = encodeJournalFrame(2, records);
  const damaged = Buffer.concat([first, second]);
  damaged.writeUInt8(damaged.readUInt8(25) ^ 1, 25);
  const files = await readPaxosFiles([
    node('n1', {}),
    node('n2', { journal: damaged }),
    node('n3', { journal: Buffer.concat([first, second.subarray(0, 9)]) }),
  ]);
  expect(files.journals.map(({ state }) => state)).toEqual(['missing', 'damaged', 'complete']);
  expect(files.journalProblems.map(({ node: name }) => name)).toEqual(['n1', 'n2']);
});

test('traces become claims, counts and alarms', async () => {
  const trace = [
    decided,
    { kind: 'applied', instance: 1, value: 'x', duplicate: false },
    { kind: 'collision', instance: 2, round: fastRound, certain: true },
    { kind: 'recovery', instance: 2, round: fastRound + 1 },
    { kind: 'pick', instance: 2, round: fastRound + 1, case: 'K2b', reports: [], value: 'y' },
    { ...decided, instance: 2, round: fastRound + 1, roundKind: 'classic', value: 'y' },
    { kind: 'alarm', message: 'two values' },
  ];
  const files = await readPaxosFiles([
    node('n1', { trace: trace.map(event).join('') }),
    // Another learner finds the same instance decided in the classic round that recovered it.
    node('n2', { trace: event({ ...decided, round: fastRound + 1, roundKind: 'classic' }) }),
  ]);
  expect(files.traces[0]?.events.map(({ kind, instance }) => [kind, instance])).toEqual([
    ['decided', 1],
    ['applied', 1],
    ['decided', 2],
  ]);
  expect(files.counts).toMatchObject({ fast: 1, classic: 1, collisions: 1, recoveries: 1, picks: { K2b: 1 } });
  expect(files.alarms).toEqual([{ node: 'n1', message: 'two values' }]);
});

test('a line that a crash tore is expected, once per start of the node; more is damage', async () => {
  const start = (incarnation: number): string => `\n${event({ ...decided, incarnation })}`;
  const files = await readPaxosFiles([
    node('n1', { trace: `${start(1)}{"kind":"app${start(2)}` }),
    node('n2', { trace: `${start(1)}{"kind"\n{"at\n?` }),
    node('n3', {}),
  ]);
  expect(files.traces.map(({ state }) => state)).toEqual(['complete', 'damaged', 'missing']);
  expect(files.traces[0]?.events).toHaveLength(2);
});
