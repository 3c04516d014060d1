import type { Shrunk } from '../../shrink/shrink.ts';
import type { SimScenario } from '../../simulation/index.ts';
import { type NearRunRequest, scenarioNearRun } from './scenario-near-run.ts';

/** What was found near a run, and what is left of it. */
export type ShrunkNearRun = Readonly<{ before: SimScenario; shrunk: Shrunk }>;

/** A person can follow so much. */
const operationsMax = 12;
/** Of faults and rules for messages together. */
const faultsMax = 6;
/** So many scenarios are shrunk until one becomes as small as that. */
const attemptsMax = 4;

/**
 * Shrinks one scenario near a stored run after the other, by `shrinkOne`, until a person can follow what is left, and returns the smallest. Null:
 * nothing near that run fails. @throws as `scenarioNearRun`
 */
export async function shrinkNearRun(
  request: Omit<NearRunRequest, 'after'>,
  shrinkOne: (scenario: SimScenario) => Promise<Shrunk | null>,
): Promise<ShrunkNearRun | null> {
  const { clock, timeLimitMs, stop } = request;
  const endMs = clock.nowNs() / 1e6 + timeLimitMs;
  let best: ShrunkNearRun | null = null;
  let after = 0;
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const leftMs = endMs - clock.nowNs() / 1e6;
    if (leftMs <= 0 || stop.aborted) break;
    const near = await scenarioNearRun({ ...request, after, timeLimitMs: leftMs / 2 });
    if (near === null) break;
    after = near.tries;
    const shrunk = await shrinkOne(near.scenario);
    if (shrunk === null) continue;
    if (best === null || sizeOf(shrunk) < sizeOf(best.shrunk)) best = { before: near.scenario, shrunk };
    if (isSmall(best.shrunk)) break;
  }
  return best;
}

function isSmall({ scenario: { operations, faults, messages } }: Shrunk): boolean {
  return operations.length <= operationsMax && faults.length + messages.length <= faultsMax;
}

function sizeOf({ scenario: { operations, faults, messages } }: Shrunk): number {
  return operations.length + faults.length + messages.length;
}
