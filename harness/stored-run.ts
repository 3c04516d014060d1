import type { CardinalitySetting, QuorumSystem } from '#quorums';
import { HarnessError } from './harness-error.ts';
import type { RunObservations } from './run-observations.ts';
import { appendDefaults, type RunPlan } from './run-plan.ts';
import { type RunFiles, readJson } from './run-store.ts';

/**
 * What the run was going to do. The harness wrote it, so only its version is looked at. What older plans do not say has one
 * answer: their quorums are sizes, no messages were steered, and nothing was appended.
 * @throws HarnessError RUN_UNREADABLE
 */
export function readPlan({ plan, directory }: RunFiles): RunPlan {
  const value = readJson(plan);
  if (!hasVersion1(value)) {
    throw new HarnessError(
      'RUN_UNREADABLE',
      `${directory} is not a run of this version: its plan.json is missing or another's.`,
    );
  }
  const { quorums, messages = null, append = appendDefaults, ...rest } = value as WrittenPlan;
  return { ...rest, messages, append, quorums: 'kind' in quorums ? quorums : { kind: 'cardinality', ...quorums } };
}

type WrittenPlan = Omit<RunPlan, 'quorums' | 'messages' | 'append'> &
  Readonly<{ quorums: QuorumSystem | CardinalitySetting }> &
  Partial<Pick<RunPlan, 'messages' | 'append'>>;

/** What the controller saw; null when it did not come to write that down. @throws HarnessError RUN_UNREADABLE */
export function readObservations({ observations }: RunFiles): RunObservations | null {
  const value = readJson(observations);
  return hasVersion1(value) ? (value as RunObservations) : null;
}

function hasVersion1(value: unknown): value is Readonly<{ version: 1 }> {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 1;
}
