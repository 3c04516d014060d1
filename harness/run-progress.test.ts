import { expect, test } from 'vitest';
import type { Op } from '#checker';
import type { NemesisEvent } from '#nemesis';
import { RunProgress } from './run-progress.ts';

const op = (fields: Partial<Op>) =>
  ({ kind: 'op', op: { index: 0, process: 1, type: 'ok', f: 'read', value: null, timeNs: 0, ...fields } }) as const;
const nemesis = (value: NemesisEvent) => op({ process: 'nemesis', type: 'info', f: 'kill', value });
const kill = { kind: 'kill', nodes: ['n2'] } as const;

test('counts ops by how they ended, and not those of the nemesis', () => {
  const progress = new RunProgress();
  for (const type of ['invoke', 'ok', 'invoke', 'fail', 'invoke', 'info', 'ok'] as const) progress.take(op({ type }));
  progress.take(nemesis({ phase: 'heal-all' }));
  expect(progress.line()).toBe('ok 2, fail 1, info 1; fault: none; leader: nobody');
});

test('names the fault while it is in force', () => {
  const progress = new RunProgress();
  progress.take(nemesis({ phase: 'inject', window: 0, fault: kill, target: 'one' }));
  expect(progress.line()).toContain('fault: kill n2');
  progress.take(nemesis({ phase: 'heal', window: 0, fault: kill }));
  expect(progress.line()).toContain('fault: none');
});

test('of several that believe to lead it names the one in the highest round', () => {
  const progress = new RunProgress();
  const report = (node: string, number: number, leads: boolean) => ({
    node,
    incarnation: 1,
    leads,
    leader: node,
    round: { number, kind: 'fast' as const },
    chosenThrough: 0,
    applied: 0,
    alarms: [],
  });
  progress.take({
    kind: 'status',
    reports: [report('n1', 257, true), report('n2', 389, true), report('n3', 521, false)],
  });
  expect(progress.line()).toContain('leader: n2 in fast round 3');
});
