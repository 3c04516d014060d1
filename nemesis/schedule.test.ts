import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClockMode } from '#ports';
import { type FaultPlan, faultOnLeader, plannedKind } from './fault-plan.ts';
import { parseFaultSpecs } from './fault-spec.ts';
import { type FaultStep, planSchedule } from './schedule.ts';
import { TestRng } from './testing/test-rng.ts';

const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];

describe('a schedule', () => {
  test('has one window per interval: half fault, half healed', () => {
    expect(schedule('kill').map(({ atMs, healAfterMs }) => [atMs, healAfterMs])).toEqual([
      [0, 5_000],
      [10_000, 5_000],
      [20_000, 5_000],
      [30_000, 5_000],
      [40_000, 5_000],
      [50_000, 5_000],
    ]);
  });

  test('is the same for the same seed and another for another', () => {
    expect(schedule('partition,kill,pause', '7')).toEqual(schedule('partition,kill,pause', '7'));
    expect(schedule('partition,kill,pause', '7')).not.toEqual(schedule('partition,kill,pause', '8'));
  });

  test('deals each kind named equally often', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5 }), (seed) => {
        const kinds = schedule('partition,kill,pause', seed).map((step) => plannedKind(step.plan));
        expect(kinds.slice(0, 3).toSorted()).toEqual(['kill', 'partition', 'pause']);
        expect(kinds.slice(3).toSorted()).toEqual(['kill', 'partition', 'pause']);
      }),
    );
  });

  test('begins each kind with a fault that leaves a majority', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5 }), (seed) => {
        const first = schedule('kill', seed)[0];
        expect(first?.plan.on !== 'nodes' || ['one', 'minority'].includes(first.plan.target ?? '')).toBe(true);
      }),
    );
  });

  test('varies the targets before it repeats one', () => {
    const targets = schedule('kill', '7')
      .slice(0, 5)
      .map(({ plan }) => (plan.on === 'nodes' ? plan.target : plan.on));
    expect(new Set(targets)).toEqual(new Set(['one', 'minority', 'majority', 'all', 'leader']));
  });

  test('comes to every shape of partition', () => {
    const steps = schedule('partition', '7', 200_000);
    expect(new Set(steps.map(({ plan }) => shapeOf(plan)))).toEqual(
      new Set(['isolate', 'halves', 'random-halves', 'ring', 'bridge', 'deaf', 'mute', 'clients']),
    );
  });

  test('keeps to the shape and target that were named', () => {
    for (const { plan } of schedule('partition:deaf@n3')) {
      expect(plan).toEqual({
        on: 'nodes',
        target: 'n3',
        fault: { kind: 'partition', variant: 'deaf', grudge: { n3: ['n1', 'n2', 'n4', 'n5'] } },
      });
    }
  });

  test('deals clock faults of the mode in which the nodes are, each of its variants', () => {
    const variants = (clockMode: ClockMode) => {
      const specs = parseFaultSpecs('clock', nodes);
      const request = { nodes, timeLimitMs: 200_000, intervalMs: 10_000, rng: new TestRng('7') };
      return new Set(planSchedule({ ...request, specs, clockMode }).map(({ plan }) => clockVariantOf(plan)));
    };
    expect(variants('wall')).toEqual(new Set(['bump', 'back', 'strobe']));
    expect(variants('rate')).toEqual(new Set(['rate']));
  });

  test('refuses a clock fault that the mode of the nodes does not permit', () => {
    expect(() => schedule('clock:rate')).toThrow('"clock:rate" cannot be done to a cluster of 5.');
  });

  test('gives a target only to shapes that have one', () => {
    for (const { plan } of schedule('partition@leader')) expect(plan.on).toBe('leader');
  });

  test('draws as many nodes as the target says', () => {
    const sizes = (spec: string) => schedule(spec).map(({ plan }) => killedBy(plan)?.length);
    expect(new Set(sizes('kill@one'))).toEqual(new Set([1]));
    expect(new Set(sizes('kill@minority'))).toEqual(new Set([2]));
    expect(new Set(sizes('kill@majority'))).toEqual(new Set([3]));
    expect(new Set(sizes('kill@all'))).toEqual(new Set([5]));
  });

  test('is empty when no fault is named', () => {
    expect(schedule('none')).toEqual([]);
  });

  test('is refused when there are fewer windows than faults', () => {
    expect(() => schedule('partition,kill,pause', '7', 29_000)).toThrow(
      '29 s hold 2 windows of 10 s, too few for 3 faults (partition, kill, pause); raise --time-limit to 30 s or lower --nemesis-interval.',
    );
  });

  test('is refused when no shape fits the cluster', () => {
    const request = { nodes: ['n1'], timeLimitMs: 10_000, intervalMs: 10_000, rng: new TestRng('7') };
    const specs = parseFaultSpecs('partition:halves', nodes);
    expect(() => planSchedule({ ...request, specs })).toThrow('"partition:halves" cannot be done to a cluster of 1.');
  });
});

test('a clock fault on the leader brings the skew that was drawn for it', () => {
  const skew = { kind: 'rate', rate: 1.07 } as const;
  expect(faultOnLeader({ on: 'leader', kind: 'clock', variant: 'rate', skew }, nodes, 'n4')).toEqual({
    kind: 'clock',
    variant: 'rate',
    skews: { n4: skew },
  });
});

test('a plan on the leader becomes a fault on whoever is found', () => {
  expect(faultOnLeader({ on: 'leader', kind: 'kill' }, nodes, 'n4')).toEqual({ kind: 'kill', nodes: ['n4'] });
  expect(faultOnLeader({ on: 'leader', kind: 'partition', variant: 'deaf' }, ['n1', 'n2'], 'n2')).toEqual({
    kind: 'partition',
    variant: 'deaf',
    grudge: { n2: ['n1'] },
  });
});

function schedule(list: string, seed = '7', timeLimitMs = 60_000): readonly FaultStep[] {
  const specs = parseFaultSpecs(list, nodes);
  return planSchedule({ specs, nodes, timeLimitMs, intervalMs: 10_000, rng: new TestRng(seed) });
}

function shapeOf(plan: FaultPlan): string | undefined {
  if (plan.on === 'quorums') return undefined;
  if (plan.on === 'leader') return plan.kind === 'partition' ? plan.variant : undefined;
  return plan.fault.kind === 'partition' ? plan.fault.variant : undefined;
}

function clockVariantOf(plan: FaultPlan): string | undefined {
  if (plan.on === 'quorums') return undefined;
  if (plan.on === 'leader') return plan.kind === 'clock' ? plan.variant : undefined;
  return plan.fault.kind === 'clock' ? plan.fault.variant : undefined;
}

function killedBy(plan: FaultPlan): readonly string[] | undefined {
  return plan.on === 'nodes' && plan.fault.kind === 'kill' ? plan.fault.nodes : undefined;
}
