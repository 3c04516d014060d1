import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from '../harness-error.ts';
import { readJson } from '../run-store.ts';
import type { SimOutcome } from '../simulation/index.ts';
import { keptFiles } from './hunt-store.ts';

/** Where a simulated run is kept, and what came of it then; null: that was not written down. */
export type FoundRun = Readonly<{ scenarioFile: string; recorded: SimOutcome | null }>;

/** The run that a hunt, or a shrinking, kept in `directory`; null: there is none. @throws HarnessError RUN_UNREADABLE */
export function keptRunIn(directory: string): FoundRun | null {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) return null;
  const scenarioFile = join(directory, keptFiles.scenario);
  if (!existsSync(scenarioFile)) return null;
  const outcomeFile = join(directory, keptFiles.outcome);
  const recorded = readJson(outcomeFile);
  if (recorded === undefined) return { scenarioFile, recorded: null };
  if (!isOutcome(recorded))
    throw new HarnessError('RUN_UNREADABLE', `${outcomeFile} is no outcome of a simulated run.`);
  return { scenarioFile, recorded };
}

/** The simulator wrote it, so only that is looked at by which outcomes are compared. */
function isOutcome(value: unknown): value is SimOutcome {
  return typeof value === 'object' && value !== null && 'violation' in value && 'events' in value && 'hash' in value;
}

/** In which way a run came to something else than what was recorded; null: it came to the same. */
export function differenceFrom(recorded: SimOutcome, now: SimOutcome): string | null {
  const told = ({ violation, events }: SimOutcome): string =>
    violation === null
      ? `no violation in ${events} events`
      : `${violation.judge} at event ${violation.atEvent} (${violation.fingerprint})`;
  if (told(recorded) !== told(now)) return `recorded was ${told(recorded)}, and now it is ${told(now)}`;
  if (recorded.hash !== now.hash)
    return `it ends in the same way, but the hash was ${recorded.hash} and is ${now.hash}`;
  return null;
}
