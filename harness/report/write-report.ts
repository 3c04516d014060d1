import { rmSync, writeFileSync } from 'node:fs';
import { explanationForms } from '#checker';
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

/** Writes `results.json` and `summary.txt` and gives back both; for a history that is wrong, also why (`violation.html` …). */
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
  const summary = summaryText(judgement, { directory, commit, violation: writeViolation(files, judgement) });
  writeJson(files.results, results);
  writeFileSync(files.summary, summary);
  return { results, summary };
}

/** The page that shows why the history is wrong; null: it is not, and what an earlier judgement left is removed. */
function writeViolation({ violation }: RunFiles, { facts }: Judgement): string | null {
  const explanations = facts.verdicts.flatMap(({ verdict }) => verdict.explanations ?? []);
  const forms = explanationForms(explanations);
  if (forms === null) {
    for (const file of Object.values(violation)) rmSync(file, { force: true });
    return null;
  }
  writeFileSync(violation.html, forms.html);
  if (forms.svg === null) rmSync(violation.svg, { force: true });
  else writeFileSync(violation.svg, forms.svg);
  writeFileSync(violation.minimal, forms.minimal.join(''));
  return violation.html;
}
