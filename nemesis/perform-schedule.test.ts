import { describe, expect, test } from 'vitest';
import type { Op } from '#checker';
import type { Recorder } from '#ports';
import { type QuorumFamily, quorumFamily } from '#quorums';
import type { NemesisEvent } from './nemesis-event.ts';
import { performSchedule } from './perform-schedule.ts';
import type { FaultStep } from './schedule.ts';
import { cardinalityQuorums } from './testing/cardinality-quorums.ts';
import { type Sabotage, SimClock, SimCluster, SimInjector } from './testing/sim-cluster.ts';

const killN1: FaultStep = {
  atMs: 1_000,
  healAfterMs: 500,
  plan: { on: 'nodes', target: 'one', fault: { kind: 'kill', nodes: ['n1'] } },
};
const pauseLeader: FaultStep = { atMs: 2_000, healAfterMs: 500, plan: { on: 'leader', kind: 'pause' } };

describe('performing a schedule', () => {
  test('injects, proves, heals and records each window at its time, and audits at the end', async () => {
    const { lines, injector } = await perform({ schedule: [killN1] });
    expect(lines).toEqual([
      '1000 kill inject',
      '1000 kill probe injected effective=true',
      '1500 kill probe before-heal effective=true',
      '1500 kill healing',
      '1500 kill heal',
      '1500 heal-all heal-all',
      '1500 kill audit healed=true',
    ]);
    expect(injector.inForce.size).toBe(0);
  });

  test('finds the leader just before the injection and records its name', async () => {
    const { events } = await perform({ schedule: [pauseLeader], roundLedBy: (node) => (node === 'n3' ? 4 : null) });
    expect(events[0]).toEqual({
      phase: 'inject',
      window: 0,
      fault: { kind: 'pause', nodes: ['n3'] },
      target: 'leader',
      leader: 'n3',
    });
  });

  test('takes the leader of the highest round when a deposed one still believes in itself', async () => {
    const rounds: Readonly<Record<string, number>> = { n1: 9, n2: 12, n3: 3 };
    const { events } = await perform({ schedule: [pauseLeader], roundLedBy: (node) => rounds[node] ?? null });
    expect(events[0]).toMatchObject({ leader: 'n2' });
  });

  test('injects nothing when nobody leads within two seconds, and goes on', async () => {
    const later: FaultStep = { ...killN1, atMs: 10_000 };
    const { lines, events } = await perform({ schedule: [pauseLeader, later], roundLedBy: () => null });
    expect(lines[0]).toBe('4000 pause no-target');
    expect(events.filter(({ phase }) => phase === 'inject')).toHaveLength(1);
  });

  test('gives a fault half of its time even when the leader was long to find', async () => {
    const brief: FaultStep = { ...pauseLeader, atMs: 0, healAfterMs: 1_000 };
    let asked = 0;
    const { lines } = await perform({ schedule: [brief], roundLedBy: () => ((asked += 1) > 50 ? 4 : null) });
    const at = (line: string) => Number(lines.find((recorded) => recorded.includes(line))?.split(' ')[0]);
    expect(at('pause healing') - at('pause inject')).toBeGreaterThanOrEqual(500);
  });

  test('leaves the cluster alone for half as long as a fault holds, even when the schedule is late', async () => {
    const brief: FaultStep = { ...pauseLeader, atMs: 0, healAfterMs: 1_000 };
    const next: FaultStep = { ...killN1, atMs: 1_000 };
    let asked = 0;
    const { lines } = await perform({ schedule: [brief, next], roundLedBy: () => ((asked += 1) > 50 ? 4 : null) });
    const at = (line: string) => Number(lines.find((recorded) => recorded.includes(line))?.split(' ')[0]);
    expect(at('kill inject') - at('pause heal')).toBe(500);
  });

  test('records that a fault had no effect when the injector was sabotaged', async () => {
    const { lines } = await perform({ schedule: [killN1], sabotage: 'ignores-inject' });
    expect(lines).toContain('1000 kill probe injected effective=false');
    expect(lines).toContain('1500 kill probe before-heal effective=false');
  });

  test('records that a fault outlived its healing', async () => {
    const { lines } = await perform({ schedule: [killN1], sabotage: 'ignores-heal' });
    expect(lines.at(-1)).toBe('1500 kill audit healed=false');
  });

  test('records an injection that failed, heals what it began and goes on with the next window', async () => {
    const schedule = [killN1, { ...killN1, atMs: 2_000 }];
    const { lines, injector } = await perform({ schedule, sabotage: 'throws-on-inject' });
    expect(lines.filter((line) => line.includes('failed inject: the injector broke'))).toHaveLength(2);
    expect(injector.inForce.size).toBe(0);
  });

  test('records a healing that failed, and heals at the end all the same', async () => {
    const { lines, injector } = await perform({ schedule: [killN1], sabotage: 'throws-on-heal' });
    expect(lines).toContain('1500 kill failed heal: the healer broke');
    expect(lines.at(-1)).toBe('1500 kill audit healed=true');
    expect(injector.inForce.size).toBe(0);
  });

  test('goes through the stages of a fault along quorums around whoever leads, and heals when a successor leads', async () => {
    const plan: FaultStep['plan'] = { on: 'quorums', choice: { variant: 'tight-classic' }, order: ['n3', 'n2', 'n1'] };
    const step: FaultStep = { atMs: 1_000, healAfterMs: 4_000, plan };
    let asked = 0;
    const { lines, events, injector } = await perform({
      schedule: [step],
      quorums: cardinalityQuorums([3, 2, 2, 3]),
      roundLedBy: (node) => (node === 'n2' ? 4 : node === 'n1' && (asked += 1) > 10 ? 5 : null),
    });
    expect(events[0]).toMatchObject({ phase: 'inject', target: 'quorums', leader: 'n2' });
    expect(lines).toEqual([
      '1000 quorum inject',
      '1000 quorum stage an exact classic quorum',
      '1100 quorum stage one voter sleeps',
      '1220 quorum stage an exact phase-1 quorum',
      '1220 quorum probe injected effective=true',
      '5800 quorum probe before-heal effective=true',
      '5800 quorum healing',
      '5800 quorum heal',
      '5800 heal-all heal-all',
      '5800 quorum audit healed=true',
    ]);
    expect(injector.begun.map(({ kind }) => kind)).toEqual([
      'partition',
      'partition',
      'partition',
      'pause',
      'partition',
    ]);
    expect(injector.inForce.size).toBe(0);
  });

  test('waits for another leader before it goes on, where the quorums leave no room around the one that it finds', async () => {
    const plan: FaultStep['plan'] = { on: 'quorums', choice: { variant: 'tight-classic' }, order: ['n1', 'n3', 'n2'] };
    let asked = 0;
    const { lines, injector } = await perform({
      schedule: [{ atMs: 1_000, healAfterMs: 4_000, plan }],
      quorums: quorumFamily({
        kind: 'weighted',
        nodes: ['n1', 'n2', 'n3'],
        weights: [2, 1, 1],
        phase1: 3,
        classic: 2,
        fast: null,
      }),
      roundLedBy: (node) => (node === 'n1' ? 4 : node === 'n3' && (asked += 1) > 5 ? 8 : null),
    });
    expect(lines.slice(0, 5)).toEqual([
      '1000 quorum inject',
      '1700 quorum stage n3 is to lead',
      '2100 quorum stage n3 leads',
      '2600 quorum stage an exact classic quorum',
      '2700 quorum stage one voter sleeps',
    ]);
    expect(injector.begun.map(({ kind }) => kind)).toEqual(['kill', 'partition', 'pause', 'partition']);
    expect(injector.inForce.size).toBe(0);
  });

  test.each(['ignores-inject', 'ignores-heal'] as const)('records that stages were sabotaged: %s', async (sabotage) => {
    const plan: FaultStep['plan'] = { on: 'quorums', choice: { variant: 'tight-classic' }, order: ['n3', 'n2', 'n1'] };
    const { lines } = await perform({
      schedule: [{ atMs: 1_000, healAfterMs: 4_000, plan }],
      quorums: cardinalityQuorums([3, 2, 2, 3]),
      roundLedBy: (node) => (node === 'n2' ? 4 : null),
      sabotage,
    });
    expect(lines).toContain(
      sabotage === 'ignores-heal' ? '13000 quorum audit healed=false' : '1220 quorum probe injected effective=false',
    );
  });

  test('injects nothing where the quorums around the leader leave no room', async () => {
    const plan: FaultStep['plan'] = { on: 'quorums', choice: { variant: 'keep-classic' }, order: ['n3', 'n2', 'n1'] };
    const { lines } = await perform({
      schedule: [{ atMs: 1_000, healAfterMs: 500, plan }],
      quorums: cardinalityQuorums([3, 2, 2, 3]),
      roundLedBy: (node) => (node === 'n2' ? 4 : null),
    });
    expect(lines[0]).toBe('1000 quorum no-target');
  });

  test('heals and audits on an abort in the middle of a fault, and is then at its end', async () => {
    const schedule = [killN1, { ...killN1, atMs: 9_000 }];
    const { lines, injector } = await perform({ schedule, abortAtMs: 1_500 });
    expect(lines).toEqual([
      '1000 kill inject',
      '1000 kill probe injected effective=true',
      '1500 heal-all heal-all',
      '1500 kill audit healed=true',
    ]);
    expect(injector.inForce.size).toBe(0);
  });
});

async function perform(trial: {
  schedule: readonly FaultStep[];
  sabotage?: Sabotage;
  roundLedBy?: (node: string) => number | null;
  abortAtMs?: number;
  quorums?: QuorumFamily;
}): Promise<{ lines: string[]; events: NemesisEvent[]; injector: SimInjector }> {
  const controller = new AbortController();
  const clock = new SimClock((nowNs) => {
    if (nowNs >= (trial.abortAtMs ?? Number.POSITIVE_INFINITY) * 1e6) controller.abort(new Error('enough'));
  });
  const injector = new SimInjector(trial.sabotage ?? null);
  const roundLedBy = trial.roundLedBy ?? (() => null);
  const cluster = new SimCluster({ nodes: ['n1', 'n2', 'n3'], clock, faults: injector, roundLedBy });
  const ops: Op[] = [];
  const recorder: Recorder = {
    record(op) {
      ops.push({ ...op, index: ops.length, timeNs: clock.nowNs() });
      return ops[ops.length - 1] as Op;
    },
  };
  await performSchedule({
    schedule: trial.schedule,
    cluster,
    recorder,
    quorums: trial.quorums ?? null,
    signal: controller.signal,
  });
  return { lines: ops.map(printOp), events: ops.map((op) => op.value as NemesisEvent), injector };
}

function printOp(op: Op): string {
  const event = op.value as NemesisEvent;
  const start = `${op.timeNs / 1e6} ${op.f} ${event.phase}`;
  if (event.phase === 'stage') return `${start} ${event.stage}`;
  if (event.phase === 'probe') return `${start} ${event.when} effective=${event.effective}`;
  if (event.phase === 'audit') return `${start} healed=${event.healed}`;
  if (event.phase === 'failed') return `${start} ${event.step}: ${event.error}`;
  return start;
}
