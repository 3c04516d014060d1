import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '#cluster-node';
import { Coverage } from './coverage.ts';

const round = 129;
const told = (what: Extract<TraceEvent, { kind: 'round' }>['what']): TraceEvent => ({
  kind: 'round',
  round,
  roundKind: 'fast',
  what,
});
const recovery: TraceEvent = { kind: 'recovery', round, instance: 3 };

/** A leader with an open fast round, in which it recovers an instance. */
function inMidRecovery(): Coverage {
  const coverage = new Coverage('log');
  for (const event of [told('began'), told('led'), told('opened-fast'), recovery]) coverage.onTrace(0, event);
  return coverage;
}

describe('a leader with an open fast round and a recovery', () => {
  test('is deposed in the midst of it', () => {
    const coverage = inMidRecovery();
    coverage.onTrace(0, told('deposed'));
    expect(coverage.counts).toMatchObject({ 'deposed in mid-recovery': 1 });
  });

  test('gives the round up by beginning another, and opens that', () => {
    const coverage = inMidRecovery();
    for (const event of [told('began'), told('led'), told('opened-fast')]) coverage.onTrace(0, event);
    expect(coverage.counts).toMatchObject({ 'back to classic': 1, 'back to fast': 1 });
  });

  test('does neither after a crash, when it begins another and is deposed from that', () => {
    const coverage = inMidRecovery();
    coverage.onCrashed(0, 'idle');
    for (const event of [told('began'), told('led'), told('deposed')]) coverage.onTrace(0, event);
    expect(coverage.counts).toMatchObject({ crash: 1, 'round begun': 2 });
    expect(coverage.counts).not.toHaveProperty('deposed in mid-recovery');
    expect(coverage.counts).not.toHaveProperty('back to classic');
  });
});
