import { expect, test } from 'vitest';
import type { Op } from '#checker';
import type { NemesisEvent } from '#nemesis';
import type { Fault, WindowFault } from '../ports/index.ts';
import { faultTargets, faultText, faultWindows, healingProblems } from './fault-windows.ts';

const kill: Fault = { kind: 'kill', nodes: ['n2', 'n4'] };
const halves: Fault = { kind: 'partition', variant: 'halves', grudge: { n1: ['n2'], n2: ['n1'], n3: [] } };

const line = (seconds: number, value: NemesisEvent, f: string = kill.kind): Op => ({
  index: 0,
  process: 'nemesis',
  type: 'info',
  f,
  value,
  timeNs: seconds * 1e9,
});

const inject = line(1, { phase: 'inject', window: 0, fault: kill, target: 'minority' });
const probe = (seconds: number, effective: boolean) =>
  line(seconds, {
    phase: 'probe',
    window: 0,
    when: seconds < 4 ? 'injected' : 'before-heal',
    fault: kill,
    effective,
    evidence: effective ? 'process 7 is gone' : 'process 7 runs',
  });
const healing = line(6, { phase: 'healing', window: 0, fault: kill });
const heal = line(7, { phase: 'heal', window: 0, fault: kill });

test('a window lasts from the first proof to the beginning of its healing', () => {
  expect(faultWindows([inject, probe(2, true), probe(5, true), healing, heal])).toEqual([
    {
      number: 1,
      kind: 'kill',
      fault: kill,
      text: 'kill n2, n4',
      outcome: 'effective',
      evidence: 'process 7 is gone',
      startNs: 2e9,
      endNs: 6e9,
      clocks: [],
      healedNs: 7e9,
    },
  ]);
});

test('a fault in stages is told stage by stage, and its last stage is what is proved', () => {
  const cut = { kind: 'partition', variant: 'tight-fast', grudge: { n2: ['n1'] } } as const;
  const asleep = { kind: 'pause', nodes: ['n3'] } as const;
  const fault: WindowFault = {
    kind: 'quorum',
    variant: 'tight-fast',
    stages: [
      { name: 'first', faults: [cut], forMs: 700 },
      { name: 'last', faults: [cut, asleep], forMs: null },
    ],
  };
  const of = (seconds: number, value: NemesisEvent): Op => line(seconds, value, 'quorum');
  const seen = (effective: boolean) =>
    ({ phase: 'probe', window: 0, when: 'injected', fault, effective, evidence: 'links' }) as const;
  const windowWith = (isSeen: boolean) =>
    faultWindows([
      of(1, { phase: 'inject', window: 0, fault, target: 'quorums', leader: 'n1' }),
      of(3, { phase: 'stage', window: 0, stage: 'last', fault }),
      of(4, seen(isSeen)),
      of(5, { phase: 'healing', window: 0, fault }),
    ])[0];
  expect(windowWith(true)).toMatchObject({
    kind: 'quorum',
    text: 'quorum tight-fast (the leader)',
    outcome: 'effective',
    startNs: 4e9,
    endNs: 5e9,
  });
  expect(windowWith(false)).toMatchObject({ outcome: 'not-effective' });
  expect(faultTargets(fault)).toBe('n2<-n1, then n2<-n1 and n3');
});

test('one probe that did not see the fault is enough to doubt it', () => {
  const [window] = faultWindows([inject, probe(2, true), probe(5, false), healing, heal]);
  expect(window).toMatchObject({ outcome: 'not-effective', evidence: 'process 7 runs' });
});

test('a window without a probe proves nothing, and one that was never healed ends with the history', () => {
  const [window] = faultWindows([inject, { ...heal, process: 3, value: null, timeNs: 9e9 }]);
  expect(window).toMatchObject({
    outcome: 'not-effective',
    evidence: 'it was never probed',
    endNs: 9e9,
    healedNs: null,
  });
});

test('a step that failed is told with its error', () => {
  const failed = line(2, { phase: 'failed', window: 0, step: 'inject', fault: kill, error: 'no such process' });
  expect(faultWindows([inject, failed])[0]).toMatchObject({ outcome: 'failed', evidence: 'no such process' });
});

test('nobody led: the window has no target and no length', () => {
  const none = line(3, { phase: 'no-target', window: 4, plan: { on: 'leader', kind: 'kill' } });
  expect(faultWindows([none])[0]).toMatchObject({ number: 5, outcome: 'no-target', startNs: 3e9, endNs: 3e9 });
});

test('the leader is named as such', () => {
  const leader = line(1, { phase: 'inject', window: 0, fault: kill, target: 'leader', leader: 'n2' });
  expect(faultWindows([leader])[0]?.text).toBe('kill n2, n4 (the leader)');
});

test('a sound end has no healing problems; an audit that fails and an error of healing are told', () => {
  const audit = (healed: boolean) =>
    line(9, { phase: 'audit', window: 0, fault: kill, healed, evidence: 'n2 is gone' });
  expect(healingProblems([heal, line(8, { phase: 'heal-all' }), audit(true)])).toEqual([]);
  expect(healingProblems([line(8, { phase: 'heal-all', error: 'n2 did not start' }), audit(false)])).toEqual([
    'n2 did not start',
    'kill n2, n4: n2 is gone',
  ]);
});

test('a window of clocks tells what they showed at its probes', () => {
  const clock: Fault = { kind: 'clock', variant: 'bump', skews: { n2: { kind: 'jump', offsetMs: 500 } } };
  const seen = [{ node: 'n2', wallMs: 501, monotonicMs: 0, leaseReads: 7 }];
  const looked = { window: 0, fault: clock, effective: true, evidence: 'ahead' };
  const [window] = faultWindows([
    line(1, { phase: 'inject', window: 0, fault: clock, target: 'one' }, 'clock'),
    line(2, { phase: 'probe', when: 'injected', ...looked, clocks: seen }, 'clock'),
    line(5, { phase: 'probe', when: 'before-heal', ...looked, clocks: [] }, 'clock'),
  ]);
  expect(window).toMatchObject({ kind: 'clock', text: 'clock bump n2', outcome: 'effective', clocks: [seen, []] });
});

test('clock faults are told with what clocks do', () => {
  const skews = {
    n1: { kind: 'jump', offsetMs: -1250 },
    n2: { kind: 'strobe', offsetsMs: [-500, 2000], everyMs: 50 },
    n3: { kind: 'rate', rate: 1.04 },
  } as const;
  expect(faultTargets({ kind: 'clock', variant: 'mixed', skews })).toBe('n1-1.25s n2-0.5s/+2s n3x1.04');
});

test('faults are told in a few words, and with the nodes or the links that they are done to', () => {
  expect(faultText(halves)).toBe('partition halves');
  expect(faultTargets(halves)).toBe('n1<-n2 n2<-n1');
  expect(faultTargets(kill)).toBe('n2 n4');
});
