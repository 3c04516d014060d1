import { expect, test } from 'vitest';
import type { OperationSummary } from '#checker';
import { evidenceOf } from '../judge/evidence.ts';
import { factsOfAGoodRun, goodWindow } from '../judge/facts-of-a-good-run.ts';
import type { RunFacts } from '../judge/run-facts.ts';
import { combinedVerdict, findings } from '../judge/verdict-table.ts';
import { type AskedRun, prepareRun } from '../prepare-run.ts';
import { summaryText } from './summary.ts';

const latency = { p50Ms: 8.04, p99Ms: 120, maxMs: 900 };
const total = { ok: 950, fail: 40, info: 10 };
const summary: OperationSummary = { total, latency, byFunction: { read: { counts: total, latency } } };

function text(changes: Partial<RunFacts> = {}, asked: Partial<AskedRun> = {}): string {
  const facts = factsOfAGoodRun(changes);
  const found = findings(facts);
  const verdict = combinedVerdict(found);
  const judgement = {
    verdict,
    exitStatus: 0,
    findings: found,
    evidence: evidenceOf(facts, summary),
    plan: prepareRun('register', { seed: '7', nodes: '3', ...asked }),
    facts,
    summary,
  };
  return summaryText(judgement, { directory: '/runs/7', commit: '3f2c1aa' });
}

test('a valid run opens with its verdict, shows its evidence and ends with the line that repeats it', () => {
  const lines = text().trimEnd().split('\n');
  expect(lines[0]).toBe('VALID: every promise was kept, and the faults were real.');
  expect(lines[1]).toContain('register with fast-flexible, N=3 L=2 R=2 F=3, on process, seed 7');
  expect(lines).toContain('  - kill: 1 of 1 windows were proved effective, and 200 operations succeeded in them.');
  expect(lines).toContain('  - A stale read, planted in a copy of this history, was convicted.');
  expect(lines.at(-1)).toMatch(/^Reproduce: npx ballotproof run register .* --seed 7 {3}# at 3f2c1aa$/);
});

test('links that were slow are told', () => {
  expect(text({}, { linkDelay: '5' })).toContain(', on process, links 5 ms slower, seed 7');
});

test('a conviction comes first, whatever else is missing', () => {
  const convicted = text({ final: null, alarms: [{ node: 'n2', message: 'two values' }] });
  expect(convicted).toMatch(/^INVALID: n2 raised an alarm and stopped: two values\n/);
  expect(convicted).toContain('What is missing for a proof\n  - the run ended before the final reads');
});

test('an unknown run says what was missing', () => {
  expect(text({ final: null })).toMatch(/^UNKNOWN: nothing was convicted, and nothing is proved: the run ended before/);
});

test('an interrupted run says so', () => {
  expect(text({ isInterrupted: true })).toContain('seed 7 (interrupted: judged on what there is)');
});

test('clocks that were made to lie are told, with what leaned on them meanwhile', () => {
  const clocks = { greatestSkews: [{ node: 'n2', wallMs: -1250, monotonicMs: 3 }], leaseReads: 812 };
  const told = text({ clocks });
  expect(told).toContain('  - 812 reads were served on leases in windows in which clocks were proved to lie.');
  expect(told).toMatch(/^ {2}n2 +-1250 +3$/m);
});

test('each fault window is a row with its fault, its proof and what clients got', () => {
  const windows = [
    goodWindow(),
    goodWindow({ number: 2, kind: 'pause', text: 'pause n3', targets: 'n3', prediction: 'cannot' }),
  ];
  const rows = text({ windows })
    .split('\n')
    .filter((line) => /^ {2}\d/.test(line));
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(/1 +5 +10 +kill n2 +effective +must progress +200 +0 +0 +100, 100 +n2$/);
  expect(rows[1]).toContain('cannot progress');
});
