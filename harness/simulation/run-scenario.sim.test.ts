import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paxosRules, type Rules } from '#cluster-node';
import { setInvariants } from '#foundation';
import { drawScenario } from './draw-scenario.ts';
import { runScenario } from './run-scenario.ts';
import { leaderTarget, type SimFault, type SimOperation, type SimScenario } from './sim-scenario.ts';

const five = ['n1', 'n2', 'n3', 'n4', 'n5'];

/** Writes of one client each, evenly between two times, at these nodes in turn. */
function writes(count: number, fromMs: number, untilMs: number, nodes: readonly string[]): readonly SimOperation[] {
  return Array.from({ length: count }, (_, index) => ({
    atMs: fromMs + ((untilMs - fromMs) * index) / count,
    client: index,
    node: nodes[index % nodes.length] ?? 'n1',
    f: 'write',
    key: 'k',
    value: index,
  }));
}

/** Five nodes, 3/3/4, on which nothing is lost and nothing breaks but what is given. */
function calm(given: Partial<SimScenario>): SimScenario {
  return {
    ...drawScenario(1, {
      faults: 'none',
      reads: 'log',
      system: { kind: 'cardinality', nodes: 5, phase1: 3, classic: 3, fast: 4 },
    }),
    operations: writes(40, 700, 1_900, five),
    healAtMs: 2_000,
    ...given,
  };
}

function answeredAfter(lostForGood: readonly string[], given: Partial<SimScenario> = {}): number {
  const living = five.filter((node) => !lostForGood.includes(node));
  const operations = writes(30, 4_500, 6_000, living);
  const { violation, operations: counts } = runScenario(calm({ lostForGood, operations, ...given }));
  expect(violation).toBeNull();
  return counts.ok;
}

/** Who does not lead when everything is healed. */
function followersIn(scenario: SimScenario): readonly string[] {
  const look = { atMs: scenario.healAtMs - 1, kind: 'slow-links', node: leaderTarget, extraMs: 0, forMs: 1 } as const;
  const { leaders } = runScenario({ ...scenario, faults: [look] });
  return five.filter((node) => node !== leaders[0]?.leader);
}

describe('nodes that are lost for good', () => {
  test('leave a fast path if they are no more than N−F', () => {
    expect(answeredAfter(['n2'])).toBe(30);
  });

  test('leave a classic path if they are no more than N−R, and a leader can still be elected', () => {
    expect(answeredAfter(['n1', 'n2'])).toBe(30);
    expect(answeredAfter(['n4', 'n5'])).toBe(30);
  });

  test('leave a leader to whom a classic quorum answers in office, although no other could be elected', () => {
    const system = { kind: 'cardinality', nodes: 5, phase1: 4, classic: 2, fast: null } as const;
    const others = followersIn(calm({ system }));
    expect(answeredAfter(others.slice(0, 3), { system })).toBe(30);
  });

  test('leave nothing that is decided if the others hold no quorum of phase 2', () => {
    expect(answeredAfter(['n1', 'n2', 'n3'], { settleMs: 10_000 })).toBe(0);
  });
});

describe('what a cluster must not do after too many were lost', () => {
  beforeAll(() => setInvariants(false));
  afterAll(() => setInvariants(true));

  test('is to decide something that was asked for since: a quorum of whoever answers is convicted', () => {
    let areLost = false;
    const anybody: Rules = {
      ...paxosRules,
      quorums: (configured) => ({ ...configured, isClassic: (set) => areLost || configured.isClassic(set) }),
    };
    const system = { kind: 'cardinality', nodes: 5, phase1: 3, classic: 3, fast: null } as const;
    const lostForGood = followersIn(calm({ system })).slice(0, 3);
    const living = five.filter((node) => !lostForGood.includes(node));
    const scenario = calm({ system, lostForGood, operations: writes(10, 4_500, 6_000, living) });
    const listener = {
      crashed: () => {
        areLost = true;
      },
    };
    expect(runScenario(scenario, { rules: anybody, listener }).violation).toMatchObject({
      judge: 'progress-without-quorum',
    });
  });

  test('or is to stop, with a quorum alive: nodes that never promise have stalled', () => {
    const silent: Rules = { ...paxosRules, mayPromise: () => false };
    const { violation } = runScenario(calm({ settleMs: 3_000 }), { rules: silent });
    expect(violation).toMatchObject({ judge: 'stall', fingerprint: 'stall' });
    expect(violation?.message).toContain('n1 {"round":"no round","leads":false');
  });
});

test('what is listed for after the end does not happen, and nobody stalls for it', () => {
  const given = { operations: writes(2, 8_000, 9_000, five), settleMs: 7_000 };
  const retried = given.operations.map((one) => ({ ...one, retry: { afterMs: 100, node: 'n2' } }));
  expect(runScenario(calm(given))).toMatchObject({ violation: null, operations: { ok: 2, info: 0, fail: 0 } });
  const isOver = { violation: null, operations: { ok: 1, info: 0, fail: 0 } };
  expect(runScenario(calm({ ...given, settleMs: 6_400 }))).toMatchObject(isOver);
  expect(runScenario(calm({ ...given, operations: retried, settleMs: 6_050 }))).toMatchObject(isOver);
});

describe('a disk', () => {
  test('whose sync fails stops its node, which is started again and catches up', () => {
    const faults: readonly SimFault[] = [{ atMs: 1_000, kind: 'failed-sync', node: 'n3', forMs: 300 }];
    const { violation, coverage } = runScenario(calm({ faults }));
    expect(violation).toBeNull();
    expect(coverage).toMatchObject({ 'failed sync': 1, crash: 1 });
  });

  test('of which a record was changed is noticed, and its node stays down', () => {
    const { violation, coverage } = runScenario(calm({ faults: [{ atMs: 1_500, kind: 'corrupt', node: 'n3' }] }));
    expect(violation).toBeNull();
    expect(coverage['corrupted journal noticed']).toBeGreaterThan(0);
  });

  test.each([
    [0, 'crash inside persist', 'torn tail cut', false],
    [0.5, 'crash inside persist', 'torn tail cut', true],
    [1, 'crash between persist and send', 'torn tail cut', false],
  ] as const)('keeps %d of what it was writing when its node crashed: %s', (keeps, situation, torn, isTorn) => {
    const faults: readonly SimFault[] = [
      { atMs: 1_000, kind: 'crash', nodes: ['n3'], forMs: 100, during: 'append', keeps },
    ];
    const { violation, coverage } = runScenario(calm({ faults }));
    expect(violation).toBeNull();
    expect(coverage[situation]).toBe(1);
    expect((coverage[torn] ?? 0) > 0).toBe(isTorn);
  });
});

describe('a fault may be aimed at the leader of the moment', () => {
  const faults: readonly SimFault[] = [{ atMs: 1_200, kind: 'crash', nodes: [leaderTarget], forMs: 400 }];

  test('and the same run comes of naming who that was', () => {
    const outcome = runScenario(calm({ faults }));
    const [{ leader } = { leader: '' }] = outcome.leaders;
    const named = runScenario(calm({ faults: [{ atMs: 1_200, kind: 'crash', nodes: [leader], forMs: 400 }] }));
    expect(five).toContain(leader);
    expect(outcome.coverage['leader change']).toBeGreaterThan(0);
    expect(named.hash).toBe(outcome.hash);
  });
});

describe('a decision of chance', () => {
  test('about one message does not depend on what else there is', () => {
    const network = { delayMinMs: 0.1, delayMaxMs: 5, straggling: 0, lost: 0.2, duplicated: 0 };
    const scenario = calm({ network, operations: [] });
    const lostOf = (one: SimScenario): readonly string[] => {
      const lost: string[] = [];
      const count = new Map<string, number>();
      runScenario(one, {
        until: 400,
        listener: {
          sent: (from, to, { kind }) => {
            const link = `${kind} ${from}>${to}`;
            count.set(link, (count.get(link) ?? 0) + 1);
          },
          missed: (to, from, { kind }) => lost.push(`${kind} ${from}>${to} ${count.get(`${kind} ${from}>${to}`)}`),
        },
      });
      return lost.filter((message) => message.startsWith('phase1a '));
    };
    const held = { match: { kind: 'heartbeat' }, action: { kind: 'drop' } } as const;
    const [before, after] = [lostOf(scenario), lostOf({ ...scenario, messages: [held] })];
    expect(before.length).toBeGreaterThan(0);
    expect(after.slice(0, before.length)).toEqual(before);
  });
});
