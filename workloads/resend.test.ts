import { expect, test } from 'vitest';
import { testRng } from './generator/test-rng.ts';
import { planAttempts } from './resend.ts';

const options = { home: 'n2', nodes: ['n1', 'n2', 'n3'], resendFraction: 0.25, timeoutMs: 5000 };

function plans(changes: Partial<typeof options> = {}): ReturnType<typeof planAttempts>[] {
  const rng = testRng(3);
  return Array.from({ length: 1000 }, () => planAttempts({ ...options, ...changes }, rng));
}

test('the first attempt always goes home at once', () => {
  for (const [first] of plans()) expect(first).toEqual({ node: 'n2', afterMs: 0 });
});

test('the asked share of ops is sent twice, none when the share is 0', () => {
  const twice = plans().filter((plan) => plan.length === 2).length;
  expect(twice).toBeGreaterThan(200);
  expect(twice).toBeLessThan(300);
  expect(plans({ resendFraction: 0 }).every((plan) => plan.length === 1)).toBe(true);
});

test('second attempts come at once and later, at home and elsewhere', () => {
  const seconds = plans().flatMap((plan) => plan.slice(1));
  const kinds = new Set(seconds.map(({ node, afterMs }) => `${node === 'n2' ? 'home' : 'elsewhere'} ${afterMs}`));
  expect([...kinds].sort()).toEqual(['elsewhere 0', 'elsewhere 1000', 'home 0', 'home 1000']);
});

test('a cluster of one node re-sends to that node', () => {
  for (const plan of plans({ nodes: ['n2'] })) for (const { node } of plan) expect(node).toBe('n2');
});
