import type { RunFacts, WindowFacts } from './run-facts.ts';

/** A window in which everything went well: for tests, which change one thing at a time. */
export function goodWindow(changes: Partial<WindowFacts> = {}): WindowFacts {
  return {
    number: 1,
    kind: 'kill',
    text: 'kill n2',
    targets: 'n2',
    outcome: 'effective',
    evidence: 'process 4711 is gone',
    startMs: 5000,
    endMs: 10_000,
    prediction: 'must',
    during: { reads: 100, writes: 100 },
    counts: { ok: 200, fail: 0, info: 0 },
    afterHeal: { reads: 100, writes: 100 },
    ...changes,
  };
}

/** The facts of a run that is `valid`: for tests, which change one thing at a time. */
export function factsOfAGoodRun(changes: Partial<RunFacts> = {}): RunFacts {
  return {
    setting: { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 3 },
    faultKinds: ['kill'],
    isInterrupted: false,
    ops: { invoked: 1000, ok: 950, fail: 40, info: 10 },
    final: { wanted: 30, ok: 30, waitedMs: 200 },
    windows: [goodWindow()],
    notHealed: [],
    alarms: [],
    unexpectedExits: [],
    journalProblems: [],
    digests: ['n1', 'n2', 'n3'].map((node) => ({ node, applied: 900, digest: 'abc' })),
    protocol: { fast: 500, classic: 450, collisions: 5, recoveries: 5, picks: { K1: 3 } },
    tight: { classic: 5, fast: 3, wanted: ['classic', 'fast'], impossible: [] },
    recorderLagP99Ms: 3,
    hostClockMovedMs: 1,
    clocks: null,
    lists: null,
    verdicts: [{ checker: 'linearizability', verdict: { kind: 'valid', evidence: ['all 12 registers'] } }],
    selfTests: [{ violation: 'stale read', outcome: 'convicted', reason: 'r0 is not linearizable' }],
    ...changes,
  };
}
