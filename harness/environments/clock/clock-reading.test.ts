import { expect, test } from 'vitest';
import { readClocks } from './clock-reading.ts';

/** True time is `nowMs`; the node answers after a while. */
function conversation(status: (nowMs: number) => unknown) {
  let nowMs = 1000;
  const clock = { nowNs: () => nowMs * 1e6, wallMs: () => 1_700_000_000_000 + nowMs, sleep: async () => {} };
  const ask = async (): Promise<unknown> => {
    nowMs += 15;
    const answer = status(nowMs);
    nowMs += 25;
    return answer;
  };
  return readClocks(clock, ask);
}

test('the truth is within the bound, wherever between question and answer the node looked', async () => {
  const reading = await conversation((nowMs) => ({
    wallMs: 1_700_000_000_000 + nowMs + 500,
    monotonicNs: (nowMs - 300) * 1e6,
    leaseReads: 7,
  }));
  expect(reading).toMatchObject({ atNs: 1020e6, boundMs: 21, leaseReads: 7 });
  expect(Math.abs((reading?.wallMs ?? 0) - 500)).toBeLessThanOrEqual(21);
  expect(Math.abs((reading?.monotonicMs ?? 0) + 300)).toBeLessThanOrEqual(21);
});

test('a node that does not answer, or tells no clocks, gives no reading', async () => {
  expect(await conversation(() => null)).toBeNull();
  expect(await conversation(() => ({ wallMs: 5 }))).toBeNull();
});

test('a system without leases tells none', async () => {
  expect(await conversation(() => ({ wallMs: 5, monotonicNs: 6 }))).toMatchObject({ leaseReads: null });
});
