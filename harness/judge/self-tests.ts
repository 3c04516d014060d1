import { checkInWorker, type HistoryQuestion, type Op, type Planting } from '#checker';
import type { Rng } from '../ports/index.ts';
import type { RunWorkload } from '../run-workload.ts';
import type { SelfTestFacts } from './run-facts.ts';

export type SelfTesting = Readonly<{
  workload: Pick<RunWorkload, 'plantings' | 'question'>;
  rng: Rng;
  limits: Limits;
}>;

type Limits = Readonly<{ timeLimitMs: number; signal: AbortSignal }>;

/** Proves the checker on copies of `ops` with one violation each: one that is not convicted makes every verdict worthless. */
export async function runSelfTests(
  ops: readonly Op[],
  { workload, rng, limits }: SelfTesting,
): Promise<readonly SelfTestFacts[]> {
  const facts: SelfTestFacts[] = [];
  for (const [violation, plant] of Object.entries(workload.plantings)) {
    const own = rng.fork(violation);
    const planting = plant(ops, (count) => own.int(0, count - 1));
    facts.push({ violation, ...(await convict(planting, workload.question, limits)) });
  }
  return facts;
}

async function convict(
  planting: Planting,
  question: HistoryQuestion,
  limits: Limits,
): Promise<Omit<SelfTestFacts, 'violation'>> {
  if (planting.kind === 'no-place') return { outcome: 'skipped', reason: planting.reason };
  // An op that names no key, as a transaction does, may be about any.
  const ofKey = planting.ops.filter(
    ({ process, key }) => process !== 'nemesis' && (key ?? planting.key) === planting.key,
  );
  const verdict = await checkInWorker(ofKey, { ...question, ...limits });
  switch (verdict.kind) {
    case 'invalid':
      return { outcome: 'convicted', reason: planting.sentence };
    case 'valid':
      return { outcome: 'not-convicted', reason: `it passed the copy with this in it: ${planting.sentence}` };
    case 'unknown':
      return { outcome: 'not-convicted', reason: verdict.reasons.join(' ') };
  }
}
