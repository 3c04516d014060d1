import { describe, expect, test } from 'vitest';
import { SystemClock } from '../environments/system-clock.ts';
import { drawScenario, runScenario, type SimScenario } from '../simulation/index.ts';
import { type HuntRequest, hunt } from './hunt.ts';
import { huntReport, huntText } from './hunt-report.ts';
import { HuntTally } from './hunt-tally.ts';
import type { Quarry } from './quarry.ts';

const nowhere = (): { directory: null; command: string } => ({ directory: null, command: '' });
const circumstances = { commit: null, firstSeed: 1, wanted: 5, durationMs: 1, workers: 1 } as const;
const correct: Quarry = { kind: 'drawn', options: { operations: 20 } };
const broken: Quarry = {
  kind: 'drawn',
  options: {
    mutant: 'no-k2a',
    onBrokenPick: 'choose',
    system: { kind: 'cardinality', nodes: 3, phase1: 3, classic: 2, fast: 2 },
  },
};

const hunting = (request: Partial<HuntRequest>): Promise<HuntTally> =>
  hunt({
    quarry: correct,
    firstSeed: 1,
    seeds: 12,
    timeLimitMs: null,
    seedLimitMs: 60_000,
    workers: 2,
    continues: false,
    clock: new SystemClock(),
    stop: new AbortController().signal,
    observe: () => undefined,
    ...request,
  });

describe('a hunt', () => {
  test('finds nothing wrong with the correct protocol, and counts what occurred', async () => {
    const tally = await hunting({});
    expect([tally.seeds, tally.ended, tally.failures]).toEqual([12, 12, []]);
    expect(tally.operations).toBe(12 * 20);
    expect(tally.coverage.get('classic commit')).toBeGreaterThan(0);
    expect(tally.events).toBeGreaterThan(1_000);
  });

  test('comes to the same with one worker or three, and whatever somebody hears of it', async () => {
    const seen: number[] = [];
    const asked = { quarry: broken, seeds: 30, continues: true };
    const one = await hunting({ ...asked, workers: 1 });
    const three = await hunting({ ...asked, workers: 3, observe: ({ seed }) => seen.push(seed) });
    expect(one.failures.length).toBeGreaterThan(0);
    expect([three.hash, three.failures, [...three.coverage]]).toEqual([one.hash, one.failures, [...one.coverage]]);
    expect(seen).toEqual(Array.from({ length: 30 }, (_, place) => place + 1));
  });

  test('stops at the first seed that fails, which is the same with one worker or three', async () => {
    const one = await hunting({ quarry: broken, seeds: null, workers: 1 });
    const three = await hunting({ quarry: broken, seeds: null, workers: 3 });
    expect(one.failures).toHaveLength(1);
    expect(one.failures[0]?.seed).toBe(one.seeds);
    expect([three.seeds, three.hash]).toEqual([one.seeds, one.hash]);
  });

  test('of a scenario varies its seed alone', async () => {
    const scenario: SimScenario = {
      version: 1,
      because: 'two clients write at once',
      seed: 0,
      system: { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 3 },
      reads: 'log',
      onBrokenPick: 'stop',
      roundsBy: 'timeouts',
      mutant: null,
      network: { delayMinMs: 0.1, delayMaxMs: 5, straggling: 0, lost: 0.1, duplicated: 0 },
      disk: { syncMinMs: 0.1, syncMaxMs: 1 },
      clockRates: {},
      operations: [1, 2].map((client) => ({
        atMs: 800,
        client,
        node: `n${client}`,
        f: 'write',
        key: 'x',
        value: client,
      })),
      faults: [],
      messages: [],
      healAtMs: 1_000,
      settleMs: 10_000,
      lostForGood: [],
    };
    const tally = await hunting({ quarry: { kind: 'varied', scenario }, seeds: 5 });
    expect([tally.ended, tally.operations, tally.failures]).toEqual([5, 10, []]);
  });

  test('does not judge a seed that takes longer than it may, and goes on', async () => {
    const tally = await hunting({
      quarry: { kind: 'drawn', options: { operations: 2_000 } },
      seeds: 3,
      seedLimitMs: 0.001,
    });
    expect([tally.unfinished, tally.ended]).toEqual([[1, 2, 3], 0]);
  });

  test('has no verdict when a seed was given up, and a violation of another one counts for more', () => {
    const tally = new HuntTally();
    const ended = { kind: 'ended', outcome: runScenario(drawScenario(1, { faults: 'none', operations: 2 })) } as const;
    const verdict = (): string => huntReport(tally, circumstances, nowhere).verdict;
    tally.add({ seed: 1, ...ended });
    expect(verdict()).toBe('valid');
    expect(huntText(huntReport(tally, circumstances, nowhere))).toMatch(
      /^VALID: 1 of 5 seeds from 1, 0 of them failed\n/,
    );
    expect(huntText(huntReport(tally, { ...circumstances, wanted: 1 }, nowhere))).toMatch(/^VALID: 1 seeds from 1, /);
    tally.add({ seed: 2, kind: 'unfinished' });
    expect(verdict()).toBe('unknown');
    const violation = {
      judge: 'stall',
      fingerprint: 'stall',
      message: 'nothing goes on',
      atEvent: 9,
      atMs: 1,
    } as const;
    tally.add({ seed: 3, kind: 'ended', outcome: { ...ended.outcome, violation } });
    expect(verdict()).toBe('invalid');
  });

  test('that is called off tells what it has', async () => {
    const stop = new AbortController();
    const tally = await hunting({
      seeds: null,
      stop: stop.signal,
      observe: (_result, { seeds }) => {
        if (seeds === 3) stop.abort();
      },
    });
    expect(tally.ended).toBeGreaterThanOrEqual(3);
    expect(tally.ended).toBeLessThan(10);
  });
});
