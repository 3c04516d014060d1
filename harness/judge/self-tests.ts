import { type Choice, checkInWorker, type Op, type Planting, plantLostWrite, plantStaleRead } from '#checker';
import type { Rng } from '../ports/index.ts';
import type { SelfTestFacts } from './run-facts.ts';

const plantings: Readonly<Record<string, (ops: readonly Op[], choose: Choice) => Planting>> = {
  'stale read': plantStaleRead,
  'lost write': plantLostWrite,
};

/** Proves the checker on copies of `ops` with one violation each: one that is not convicted makes every verdict worthless. */
export async function runSelfTests(
  ops: readonly Op[],
  rng: Rng,
  limits: Readonly<{ timeLimitMs: number; signal: AbortSignal }>,
): Promise<readonly SelfTestFacts[]> {
  const facts: SelfTestFacts[] = [];
  for (const [violation, plant] of Object.entries(plantings)) {
    const own = rng.fork(violation);
    const planting = plant(ops, (count) => own.int(0, count - 1));
    facts.push({ violation, ...(await convict(planting, limits)) });
  }
  return facts;
}

async function convict(
  planting: Planting,
  limits: Readonly<{ timeLimitMs: number; signal: AbortSignal }>,
): Promise<Omit<SelfTestFacts, 'violation'>> {
  if (planting.kind === 'no-place') return { outcome: 'skipped', reason: planting.reason };
  const ofKey = planting.ops.filter((op) => op.process !== 'nemesis' && (op.key ?? null) === planting.key);
  const verdict = await checkInWorker(ofKey, { model: 'register', ...limits });
  switch (verdict.kind) {
    case 'invalid':
      return { outcome: 'convicted', reason: planting.sentence };
    case 'valid':
      return { outcome: 'not-convicted', reason: `it passed the copy with this in it: ${planting.sentence}` };
    case 'unknown':
      return { outcome: 'not-convicted', reason: verdict.reasons.join(' ') };
  }
}
