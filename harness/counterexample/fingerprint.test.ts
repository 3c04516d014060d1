import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JournalClaim, JournalClaims } from '#checker';
import { encodeCommand } from '#cluster-node';
import { contenderNamed, contestedKey } from './contender.ts';
import { counterexampleOf } from './counterexample.ts';
import { matchFingerprint } from './fingerprint.ts';
import type { Contender, MessageSchedule } from './message-schedule.ts';

const names = ['n1', 'n2', 'n3', 'n4', 'n5'];
/** Rounds as the nodes number them: of n1, fast, and of n4, classic. */
const [fastOfN1, classicOfN4, classicOfN1] = [129, 268, 128];

function schedule(onBrokenPick: 'stop' | 'choose'): MessageSchedule {
  const found = counterexampleOf({ kind: 'cardinality', nodes: 5, phase1: 4, classic: 4, fast: 3 }, onBrokenPick);
  if (found === null) throw new Error('there is no counterexample');
  return found;
}

function vote(contender: Contender, round: number, instance = 1): JournalClaim {
  const operation = { f: 'cas', key: contestedKey, from: null, to: contender } as const;
  const value = encodeCommand({ client: contenderNamed(contender), sequence: 1, acknowledged: 1, operation });
  return { record: 1, kind: 'vote', instance, round, roundKind: round % 4 === 1 ? 'fast' : 'classic', value };
}

function journals(votes: Readonly<Record<string, readonly JournalClaim[]>>): readonly JournalClaims[] {
  return names.map((node) => ({ node, state: 'complete', records: votes[node] ?? [] }));
}

const asMeant: Readonly<Record<string, readonly JournalClaim[]>> = {
  n1: [vote('x', fastOfN1), vote('y', classicOfN4)],
  n2: [vote('x', fastOfN1), vote('y', classicOfN4)],
  n3: [vote('y', fastOfN1), vote('y', classicOfN4)],
  n4: [vote('y', fastOfN1), vote('y', classicOfN4)],
  n5: [vote('x', fastOfN1)],
};

function matches(votes: Readonly<Record<string, readonly JournalClaim[]>>): boolean {
  return matchFingerprint(schedule('choose'), { journals: journals(votes), traces: [] }).matches;
}

describe('the fingerprint of two chosen values', () => {
  test('matches the votes that were meant', () => {
    expect(matches(asMeant)).toBe(true);
  });

  test('does not match when a vote of a quorum is missing', () => {
    expect(matches({ ...asMeant, n5: [] })).toBe(false);
    expect(matches({ ...asMeant, n1: [vote('x', fastOfN1)] })).toBe(false);
  });

  test('does not match votes in another round, of another kind, for another value or in another instance', () => {
    expect(matches({ ...asMeant, n5: [vote('x', classicOfN1)] })).toBe(false);
    expect(matches({ ...asMeant, n5: [vote('x', classicOfN4)] })).toBe(false);
    expect(matches({ ...asMeant, n5: [vote('y', fastOfN1)] })).toBe(false);
    expect(matches({ ...asMeant, n5: [vote('x', fastOfN1, 2)] })).toBe(false);
  });
});

describe('the fingerprint of an alarm', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'fingerprint-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function matchesTrace(node: string, event: object): boolean {
    const trace = join(directory, `${node}.jsonl`);
    writeFileSync(trace, `\n${JSON.stringify(event)}\n{"kind":"pick","case":"broken`);
    return matchFingerprint(schedule('stop'), { journals: journals({}), traces: [{ node, trace }] }).matches;
  }

  const pick = (reporters: readonly string[], instance = 1): object => ({
    kind: 'pick',
    case: 'broken',
    instance,
    round: classicOfN4,
    reports: reporters.map((from) => ({ from, round: fastOfN1, value: 'x' })),
    value: null,
  });

  test('matches a pick between two values from the reports that were meant, in any order', () => {
    expect(matchesTrace('n4', pick(['n4', 'n1', 'n3', 'n2']))).toBe(true);
  });

  test('does not match one of another coordinator, from other reports, or of another instance', () => {
    expect(matchesTrace('n3', pick(['n1', 'n2', 'n3', 'n4']))).toBe(false);
    expect(matchesTrace('n4', pick(['n1', 'n2', 'n3', 'n4', 'n5']))).toBe(false);
    expect(matchesTrace('n4', pick(['n1', 'n2', 'n3', 'n4'], 2))).toBe(false);
    expect(matchesTrace('n4', { ...pick(['n1', 'n2', 'n3', 'n4']), case: 'K2b' })).toBe(false);
  });

  test('does not match when there is no trace', () => {
    expect(matchFingerprint(schedule('stop'), { journals: journals({}), traces: [] }).matches).toBe(false);
  });
});

test('votes of a set that is no quorum of the system choose nothing', () => {
  const made = schedule('choose');
  const larger = { ...made, system: { kind: 'cardinality', nodes: 5, phase1: 4, classic: 4, fast: 4 } } as const;
  const { matches: isMatch, sentences } = matchFingerprint(larger, { journals: journals(asMeant), traces: [] });
  expect(isMatch).toBe(false);
  expect(sentences[0]).toContain('but they are no quorum');
});
