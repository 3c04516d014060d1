import { describe, expect, test } from 'vitest';
import { UsageError } from './harness-error.ts';
import { type AskedRun, prepareRun } from './prepare-run.ts';

const plan = (asked: Partial<AskedRun> = {}) => prepareRun('register', { seed: '7', ...asked });

describe('a run that is asked for without options', () => {
  test('has the documented defaults', () => {
    const { schedule, ...rest } = plan();
    expect(rest).toMatchObject({
      environment: 'process',
      nodes: ['n1', 'n2', 'n3', 'n4', 'n5'],
      protocol: 'fast-flexible',
      quorums: { nodes: 5, phase1: 3, classic: 3, fast: 4 },
      ratePerSecond: 200,
      concurrency: 10,
      opTimeoutMs: 5000,
      timeLimitMs: 60_000,
      nemesisIntervalMs: 10_000,
      linkDelayMs: 0,
      faultKinds: ['partition', 'kill', 'pause'],
      resendFraction: 0.1,
    });
    expect(schedule).toHaveLength(6);
  });

  test('is the same plan for the same seed and another for another', () => {
    expect(plan()).toEqual(plan());
    expect(plan({ seed: '8' }).schedule).not.toEqual(plan().schedule);
  });
});

describe('quorum sizes that are not given follow from the protocol', () => {
  test.each([
    ['classic', '5', { phase1: 3, classic: 3, fast: null }],
    ['flexible', '4', { phase1: 3, classic: 2, fast: null }],
    ['fast', '4', { phase1: 3, classic: 3, fast: 3 }],
    ['fast', '5', { phase1: 4, classic: 4, fast: 4 }],
    ['fast-flexible', '5', { phase1: 3, classic: 3, fast: 4 }],
    ['fast-flexible', '1', { phase1: 1, classic: 1, fast: 1 }],
  ])('%s on %s nodes', (protocol, nodes, sizes) => {
    expect(plan({ protocol, nodes }).quorums).toEqual({ kind: 'cardinality', nodes: Number(nodes), ...sizes });
  });

  test('and from those that are given', () => {
    expect(plan({ nodes: '10', phase1: '8' }).quorums).toMatchObject({ nodes: 10, phase1: 8, classic: 3, fast: 7 });
    expect(plan({ protocol: 'flexible', classic: '2' }).quorums).toMatchObject({ phase1: 4, classic: 2 });
  });
});

test('faults along quorums alone have a pace of their own, unless one is asked for', () => {
  expect(plan({ nemesis: 'quorum' })).toMatchObject({ nemesisIntervalMs: 6_000, ratePerSecond: 50 });
  expect(plan({ nemesis: 'quorum', rate: '70' })).toMatchObject({ nemesisIntervalMs: 6_000, ratePerSecond: 70 });
  expect(plan({ nemesis: 'quorum,kill' })).toMatchObject({ nemesisIntervalMs: 10_000, ratePerSecond: 200 });
});

test('the mode of the clocks follows from the faults, unless it is asked for', () => {
  expect(plan().clock).toBeNull();
  expect(plan({ nemesis: 'kill,clock' }).clock).toBe('wall');
  expect(plan({ nemesis: 'clock:rate' }).clock).toBe('rate');
  const asked = plan({ nemesis: 'clock', clock: 'rate' });
  expect(asked.clock).toBe('rate');
  expect(asked.schedule.every(({ plan }) => JSON.stringify(plan).includes('"variant":"rate"'))).toBe(true);
});

describe('a quorum system', () => {
  const classic = { kind: 'weighted', nodes: ['a', 'b'], weights: [2, 1], phase1: 2, classic: 2, fast: null } as const;
  const fast = { ...classic, fast: 3 };

  test('names the nodes, and says whether there are fast rounds', () => {
    expect(plan({ quorums: classic })).toMatchObject({ nodes: ['a', 'b'], protocol: 'flexible', quorums: classic });
    expect(plan({ quorums: fast })).toMatchObject({ nodes: ['a', 'b'], protocol: 'fast-flexible', quorums: fast });
    expect(plan({ quorums: fast, protocol: 'fast' })).toMatchObject({ protocol: 'fast', quorums: fast });
    expect(plan({ quorums: classic, protocol: 'classic' })).toMatchObject({ protocol: 'classic', quorums: classic });
    expect(plan({ quorums: classic, concurrency: '3n' }).concurrency).toBe(6);
    expect(plan({ quorums: classic, nemesis: 'kill@b' }).schedule).not.toEqual([]);
  });

  test.each<[Partial<AskedRun>, string]>([
    [{ quorums: fast, nodes: '2' }, '--quorums says what --nodes would say'],
    [{ quorums: fast, phase1: '1' }, '--quorums says what --phase1 would say'],
    [{ quorums: fast, classic: '1' }, '--quorums says what --classic would say'],
    [{ quorums: fast, fast: '1' }, '--quorums says what --fast would say'],
    [{ quorums: fast, protocol: 'flexible' }, '--protocol flexible has no fast rounds, but the system'],
    [{ quorums: classic, protocol: 'fast' }, '--protocol fast has fast rounds, but the system'],
    [{ quorums: classic, protocol: 'fats' }, '--protocol "fats" is unknown; did you mean "fast"?'],
    [{ quorums: { ...classic, phase1: 1 } }, 'the quorums weights 2,1 L=1 R=2 are unsafe: '],
    [{ quorums: { ...fast, phase1: 1 } }, 'For a negative control add --unsafe-quorums.'],
    [{ quorums: classic, nemesis: 'kill@n1' }, '--nemesis: '],
  ])('is refused in one line where it fits nothing: %o', (asked, message) => {
    expect(() => plan(asked)).toThrow(UsageError);
    expect(() => plan(asked)).toThrow(message);
    expect(() => plan(asked)).toThrow(/^[^\n]*$/);
  });

  test('that is unsafe is permitted when asked for', () => {
    expect(plan({ quorums: { ...fast, phase1: 1 }, unsafeQuorums: true }).quorums).toMatchObject({ phase1: 1 });
  });
});

describe('unsafe quorums', () => {
  test('are refused with the inequality, its numbers and the nearest safe sizes', () => {
    expect(() => plan({ nodes: '10', phase1: '7', classic: '3', fast: '8' })).toThrow(
      'the quorums N=10 L=7 R=3 F=8 are unsafe: L + R > N: 7 + 3 = 10 is not > 10. Nearest safe: ',
    );
    expect(() => plan({ nodes: '10', phase1: '8', classic: '3', fast: '6' })).toThrow(
      'L + 2F > 2N: 8 + 2*6 = 20 is not > 20',
    );
  });

  test('are permitted when asked for', () => {
    const asked = { nodes: '10', phase1: '7', classic: '3', fast: '8', unsafeQuorums: true };
    expect(plan(asked).quorums).toMatchObject({ nodes: 10, phase1: 7, classic: 3, fast: 8 });
  });
});

describe('what makes no sense is refused in one line', () => {
  const refusals: readonly (readonly [Partial<AskedRun>, string])[] = [
    [{ nodes: '0' }, '--nodes takes a whole number from 1 to 31, not "0"'],
    [{ nodes: 'five' }, '--nodes takes a whole number from 1 to 31, not "five"'],
    [{ protocol: 'fats' }, '--protocol "fats" is unknown; did you mean "fast"?'],
    [{ phase1: '6' }, '--phase1 takes a whole number from 1 to 5, not "6"'],
    [{ protocol: 'classic', fast: '4' }, '--fast has no meaning with --protocol classic'],
    [{ onBrokenPick: 'go' }, '--on-broken-pick "go" is unknown'],
    [{ reads: 'remote' }, '--reads "remote" is unknown'],
    [{ workload: 'queue' }, '--workload "queue" is unknown'],
    [{ values: 'odd' }, '--values "odd" is unknown'],
    [{ workload: 'append', values: 'repeated' }, '--values is for registers; what is appended to a list is unique.'],
    [{ resend: '101' }, '--resend takes a number of percent from 0 to 100, not "101"'],
    [{ nemesis: 'kil' }, '--nemesis: unknown kind of fault "kil"; did you mean "kill"?'],
    [{ nemesis: 'clock:bump,clock:rate' }, '--nemesis: "clock:rate" needs nodes whose clocks are in mode rate'],
    [{ nemesis: 'clock:bump', clock: 'rate' }, '--nemesis: "clock:bump" needs nodes whose clocks are in mode wall'],
    [{ clock: 'rate' }, '--nemesis: no fault makes clocks lie'],
    [{ nemesis: 'clock', clock: 'fast' }, '--clock "fast" is unknown'],
    [{ timeLimit: '20' }, '--nemesis: 20 s hold 2 windows'],
    [{ nemesisInterval: '0' }, '--nemesis-interval takes a number of seconds'],
    [{ linkDelay: '10001' }, '--link-delay takes a whole number from 0 to 10000, not "10001"'],
    [{ rate: '-1' }, '--rate takes a number of operations per second'],
    [{ concurrency: 'n' }, '--concurrency takes a whole number'],
    [{ opTimeout: '1e3' }, '--op-timeout takes a number of seconds'],
    [{ timeLimit: '' }, '--time-limit takes a number of seconds'],
    [{ seed: '1.5' }, '--seed takes a whole number'],
    [{ environment: 'proces' }, '--environment "proces" is unknown; did you mean "process"?'],
  ];

  test.each(refusals)('%o', (asked, message) => {
    expect(() => plan(asked)).toThrow(UsageError);
    expect(() => plan(asked)).toThrow(message);
    expect(() => plan(asked)).toThrow(/^[^\n]*$/);
  });

  test('an unknown scenario', () => {
    expect(() => prepareRun('registr', { seed: '1' })).toThrow(
      'unknown scenario "registr"; did you mean "register"? Known: register, append. Run "ballotproof list".',
    );
  });
});
