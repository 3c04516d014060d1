import type { SimOutcome, SimScenario } from '../simulation/index.ts';
import { ballotproof, printedJson } from './ballotproof.ts';
import type { Trial } from './trial.ts';

const operationsMax = 12;
/** Of faults and rules for messages together. */
const faultsMax = 6;

/** What `shrink` came to: whether that is small enough for a person, in words, and how long it took. */
export type ShrunkRun = Readonly<{ isSmall: boolean; words: string; durationMs: number }>;

/** Shrinks what `arguments_` say, as a user would. */
export async function shrinkRun(trial: Trial, ...arguments_: readonly string[]): Promise<ShrunkRun> {
  const store = ['--store', trial.storeDirectory, '--json'];
  const { status, stdout, stderr, durationMs } = await ballotproof(trial, ['shrink', ...arguments_, ...store]);
  const printed = printedJson<{ scenario?: SimScenario; outcome?: SimOutcome }>(stdout);
  const { scenario, outcome } = printed ?? {};
  if (scenario === undefined) return { isSmall: false, words: `exit ${status}: ${stderr}`, durationMs };
  const { operations, faults, messages } = scenario;
  const isSmall = operations.length <= operationsMax && faults.length + messages.length <= faultsMax;
  const size = `${operations.length} operations, ${faults.length} faults, ${messages.length} rules for messages`;
  const words = `${size}; ${outcome?.violation?.fingerprint ?? 'no violation'}`;
  return { isSmall: status === 1 && isSmall, words, durationMs };
}
