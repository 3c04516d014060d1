import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
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
  // The simulator wrote it, so it is believed.
  const recorded = readJson(join(directory, keptFiles.outcome)) as SimOutcome | undefined;
  return { scenarioFile, recorded: recorded ?? null };
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
