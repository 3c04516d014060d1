import { writeFileSync } from 'node:fs';
import type { Judgement } from '../judge.ts';
import { type RunFiles, writeJson } from '../run-store.ts';
import { reproduceLine } from './reproduce-line.ts';
import { summaryText, verdictSentence } from './summary.ts';

/** What `results.json` holds, and what `--json` prints. */
export type RunResults = Readonly<{
  version: 1;
  sentence: string;
  directory: string;
  commit: string | null;
  reproduce: string;
}> &
  Judgement;

/** Writes `results.json` and `summary.txt` and gives back both. */
export function writeReport(
  files: RunFiles,
  judgement: Judgement,
  commit: string | null,
): Readonly<{ results: RunResults; summary: string }> {
  const { directory } = files;
  const reproduce = reproduceLine(judgement.plan, commit);
  const results = {
    version: 1,
    sentence: verdictSentence(judgement),
    directory,
    commit,
    reproduce,
    ...judgement,
  } as const;
  const summary = summaryText(judgement, { directory, commit });
  writeJson(files.results, results);
  writeFileSync(files.summary, summary);
  return { results, summary };
}
