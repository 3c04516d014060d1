import { describe, expect, test } from 'vitest';
import { factsOfAGoodRun, goodWindow } from './facts-of-a-good-run.ts';
import type { RunFacts } from './run-facts.ts';
import { combinedVerdict, findings, verdictTable } from './verdict-table.ts';

type Case = readonly [row: string, changes: Partial<RunFacts>, verdict: string, exitStatus: number, sentence: string];

const digest = (node: string, applied: number, value: string) => ({ node, applied, digest: value });

/** One case per row, and a second one where a row has two sentences. */
const cases: readonly Case[] = [
  [
    'a checker objects',
    { verdicts: [{ checker: 'agreement', verdict: { kind: 'invalid', evidence: ['two values in instance 7'] } }] },
    'invalid',
    1,
    'agreement: two values in instance 7',
  ],
  [
    'alarm in a node',
    { alarms: [{ node: 'n2', message: 'two values may have been chosen in instance 7' }] },
    'invalid',
    1,
    'n2 raised an alarm and stopped: two values may have been chosen in instance 7',
  ],
  [
    'stall after the final heal',
    { final: { wanted: 30, ok: 0, waitedMs: 30_000 } },
    'invalid',
    1,
    'no final read succeeded within 30 s although everything was healed and every node answered',
  ],
  [
    'a checker could not decide',
    { verdicts: [{ checker: 'linearizability', verdict: { kind: 'unknown', reasons: ['out of time at key r3'] } }] },
    'unknown',
    2,
    'linearizability: out of time at key r3',
  ],
  [
    'a planted violation was not convicted',
    { selfTests: [{ violation: 'lost write', outcome: 'not-convicted', reason: 'the copy passed' }] },
    'unknown',
    2,
    'the checker did not prove itself on a planted lost write: the copy passed',
  ],
  [
    'a planted violation was not convicted',
    { selfTests: [{ violation: 'lost write', outcome: 'skipped', reason: 'no acknowledged write' }] },
    'unknown',
    2,
    'the checker did not prove itself on a planted lost write: no acknowledged write',
  ],
  [
    'unexpected exit of a node',
    { unexpectedExits: [{ node: 'n3', status: 'status 1', logTail: 'starting\nthe disk is full\n' }] },
    'unknown',
    2,
    'n3 ended by itself (status 1); its last words: the disk is full',
  ],
  [
    'missing or damaged journal',
    { journalProblems: [{ node: 'n1', problem: 'there is none' }] },
    'unknown',
    2,
    'agreement cannot be judged without the journal of n1: there is none',
  ],
  [
    'no operation succeeded',
    { ops: { invoked: 0, ok: 0, fail: 0, info: 0 } },
    'unknown',
    2,
    'no operation was issued, so nothing was tested',
  ],
  [
    'no operation succeeded',
    { ops: { invoked: 9, ok: 0, fail: 4, info: 5 } },
    'unknown',
    2,
    'none of 9 operations succeeded, so nothing was tested',
  ],
  [
    'no fault took effect',
    { faultKinds: [], windows: [] },
    'unknown',
    2,
    'no fault was asked for, so nothing was shown about faults',
  ],
  [
    'no fault took effect',
    { windows: [goodWindow({ outcome: 'no-target' })] },
    'unknown',
    2,
    'no fault took effect, so nothing was shown about faults',
  ],
  [
    'fault kind never effective',
    { faultKinds: ['kill', 'pause'] },
    'unknown',
    2,
    'no window of pause was proved effective',
  ],
  [
    'fault without effect',
    { windows: [goodWindow(), goodWindow({ number: 2, outcome: 'not-effective', evidence: 'process 4711 runs' })] },
    'unknown',
    2,
    'window 2 (kill n2) was injected, but no effect was proved: process 4711 runs',
  ],
  [
    'not healed',
    { notHealed: ['n2 is still stopped'] },
    'unknown',
    2,
    'not everything was healed at the end: n2 is still stopped',
  ],
  [
    'window without success that the quorum sizes do not predict',
    { windows: [goodWindow(), goodWindow({ number: 2, during: { reads: 0, writes: 0 } })] },
    'unknown',
    2,
    'no operation succeeded during window 2 (kill n2), although enough nodes were alive and connected for N=3 L=2 R=2 F=3',
  ],
  [
    'window without success that the quorum sizes predict',
    { windows: [goodWindow({ prediction: 'cannot', during: { reads: 0, writes: 0 } })] },
    'valid',
    0,
    'no operation succeeded during window 1 (kill n2), as N=3 L=2 R=2 F=3 predicts',
  ],
  [
    'no reads and writes under a fault that leaves a quorum',
    { windows: [goodWindow({ during: { reads: 5, writes: 0 } })] },
    'unknown',
    2,
    'no window of kill that leaves a quorum saw both a read and a write succeed',
  ],
  [
    'no reads and writes after a heal',
    { windows: [goodWindow({ afterHeal: { reads: 0, writes: 7 } })] },
    'unknown',
    2,
    'no read and write succeeded after window 1 (kill n2) was healed',
  ],
  [
    'no fast decision although fast rounds are on',
    { protocol: { fast: 0, classic: 9, collisions: 0, recoveries: 0, picks: {} } },
    'unknown',
    2,
    'fast rounds are on (N=3 L=2 R=2 F=3), and nothing was decided in one',
  ],
  [
    'acknowledged appends that nobody read',
    { lists: { appends: 900, shown: 897, joined: 300 } },
    'unknown',
    2,
    '3 of 900 acknowledged appends were read by no other transaction, so nothing shows that they kept their place',
  ],
  [
    'no transaction over several lists',
    { lists: { appends: 900, shown: 900, joined: 0 } },
    'unknown',
    2,
    'no transaction that succeeded touched several lists, so atomicity was not tested',
  ],
  ['final reads missing', { final: null }, 'unknown', 2, 'the run ended before the final reads'],
  [
    'final reads missing',
    { final: { wanted: 30, ok: 29, waitedMs: 9000 } },
    'unknown',
    2,
    'only 29 of 30 final reads succeeded',
  ],
  [
    'digests differ or cannot be compared',
    { digests: [digest('n1', 9, 'aa'), digest('n2', 9, 'bb'), digest('n3', 9, 'aa')] },
    'unknown',
    2,
    'the state digests differ at instance 9: n1 aa, n2 bb, n3 aa',
  ],
  [
    'digests differ or cannot be compared',
    { digests: [digest('n1', 9, 'aa'), digest('n2', 8, 'aa'), digest('n3', 9, 'aa')] },
    'unknown',
    2,
    'the state digests cannot be compared, because the nodes have not applied the same instances: n1 9, n2 8, n3 9',
  ],
  [
    'digests differ or cannot be compared',
    { digests: [digest('n1', 9, 'aa')] },
    'unknown',
    2,
    'only 1 of 3 nodes told their state digest',
  ],
  [
    'no tight event although quorum faults were asked for',
    { tight: { classic: 3, fast: 0, wanted: ['classic', 'fast'], impossible: [] } },
    'unknown',
    2,
    'no decision of a fast round came as near to being lost as N=3 L=2 R=2 F=3 permits, so the setting was not tested at its bound',
  ],
  [
    'no lease read while clocks lied',
    { clocks: { greatestSkews: [], leaseReads: 0 }, windows: [goodWindow(), goodWindow({ kind: 'clock' })] },
    'unknown',
    2,
    'reads were to lean on leases, and none was served on one while clocks lied',
  ],
  [
    "the host's clock moved",
    { hostClockMovedMs: 2999.7 },
    'unknown',
    2,
    "the host's wall clock moved by 3000 ms during the run, over the bound of 100 ms: what clocks showed cannot be put down to the nemesis",
  ],
  ["the host's clock moved", { hostClockMovedMs: null }, 'unknown', 2, "whether the host's clock moved is not on file"],
  [
    'recorder lag past its bound',
    { recorderLagP99Ms: 251 },
    'unknown',
    2,
    'completions were recorded 251 ms late (p99), over the bound of 250 ms: use a quieter machine or a lower --rate',
  ],
];

describe('the verdict table', () => {
  test('finds nothing in a good run, which is therefore valid', () => {
    expect(findings(factsOfAGoodRun())).toEqual([]);
    expect(combinedVerdict([])).toBe('valid');
  });

  test('asks for no tight event of a kind that no fault was to bring about', () => {
    const tight = { classic: 3, fast: 0, wanted: ['classic'], impossible: ['fast'] } as const;
    expect(findings(factsOfAGoodRun({ tight }))).toEqual([]);
  });

  test.each(cases)('%s', (row, changes, verdict, exitStatus, sentence) => {
    const found = findings(factsOfAGoodRun(changes));
    expect(found).toContainEqual({ row, verdict, exitStatus, sentence });
    expect(combinedVerdict(found)).toBe(verdict);
  });

  test('has a case for each of its rows, each under a name of its own', () => {
    const names = verdictTable.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(cases.map(([row]) => row))).toEqual(new Set(names));
  });

  test('lets invalid outrank every unknown', () => {
    const found = findings(factsOfAGoodRun({ final: null, alarms: [{ node: 'n1', message: 'broken pick' }] }));
    expect(combinedVerdict(found)).toBe('invalid');
  });
});

describe('what is not held against a run', () => {
  const rowsOf = (changes: Partial<RunFacts>): string[] => findings(factsOfAGoodRun(changes)).map(({ row }) => row);

  test('a window on the leader that found nobody leading, beside one that was effective', () => {
    expect(rowsOf({ windows: [goodWindow(), goodWindow({ number: 2, outcome: 'no-target' })] })).toEqual([]);
  });

  test('a window without success that is too short for an election', () => {
    const short = goodWindow({ number: 2, endMs: 6000, during: { reads: 0, writes: 0 } });
    expect(rowsOf({ windows: [goodWindow(), short] })).toEqual([]);
  });

  test('a window without success under a fault that may or may not allow progress', () => {
    const ring = goodWindow({ number: 2, prediction: 'may', during: { reads: 0, writes: 0 } });
    expect(rowsOf({ windows: [goodWindow(), ring] })).toEqual([]);
  });

  test('a host whose clock drifted by little', () => {
    expect(rowsOf({ hostClockMovedMs: 100 })).toEqual([]);
  });

  test('no lease read where reads lean on none, or where no clock was made to lie', () => {
    const windows = [goodWindow(), goodWindow({ kind: 'clock' })];
    expect(rowsOf({ windows, clocks: { greatestSkews: [], leaseReads: null } })).toEqual([]);
    expect(rowsOf({ windows, clocks: { greatestSkews: [], leaseReads: 1 } })).toEqual([]);
    expect(rowsOf({ clocks: { greatestSkews: [], leaseReads: 0 } })).toEqual([]);
  });

  test('the last window of an interrupted run', () => {
    const last = goodWindow({ number: 2, afterHeal: { reads: 0, writes: 0 } });
    expect(rowsOf({ windows: [goodWindow(), last], isInterrupted: true })).toEqual([]);
    expect(rowsOf({ windows: [goodWindow(), last], isInterrupted: false })).toEqual([
      'no reads and writes after a heal',
    ]);
  });

  test('lists of which every append was read', () => {
    expect(rowsOf({ lists: { appends: 900, shown: 900, joined: 1 } })).toEqual([]);
  });

  test('no fast decision where fast rounds are off', () => {
    const setting = { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: null } as const;
    expect(rowsOf({ setting, protocol: { fast: 0, classic: 9, collisions: 0, recoveries: 0, picks: {} } })).toEqual([]);
  });
});
