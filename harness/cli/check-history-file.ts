import {
  checkFile,
  type ExplanationForms,
  explanationForms,
  type FileCheck,
  type FileCheckOptions,
  formats,
  type Progress,
} from '#checker';
import { exitStatus } from '../exit-status.ts';
import { UsageError } from '../harness-error.ts';
import { decimalNumber, oneOf, wholeNumber } from '../option-values.ts';
import { assertWritable, writeExplanation } from './explanation-files.ts';

/** What was typed, still as text. */
export type HistoryCommandOptions = Readonly<{
  model?: string;
  format?: string;
  byKey?: boolean;
  consistency?: string;
  initial?: string;
  unwrittenReads?: string;
  linearizableKeys?: boolean;
  sequentialKeys?: boolean;
  wfrKeys?: boolean;
  timeLimit?: string;
  memory?: string;
  html?: string;
  minimal?: string;
}>;

/** The options that make sense for a history alone, and how they are typed. */
export const historyFlags = [
  { name: 'model', flag: '--model' },
  { name: 'format', flag: '--format' },
  { name: 'byKey', flag: '--by-key' },
  { name: 'consistency', flag: '--consistency' },
  { name: 'initial', flag: '--initial' },
  { name: 'unwrittenReads', flag: '--unwritten-reads' },
  { name: 'linearizableKeys', flag: '--linearizable-keys' },
  { name: 'sequentialKeys', flag: '--sequential-keys' },
  { name: 'wfrKeys', flag: '--wfr-keys' },
  { name: 'timeLimit', flag: '--time-limit' },
  { name: 'memory', flag: '--memory' },
  { name: 'html', flag: '--html' },
  { name: 'minimal', flag: '--minimal' },
] as const;

export const historyDefaults = { timeLimit: '600', memory: '1024' } as const;

/** Checks a file with a history, prints what came of it, and gives back the exit status. */
export async function checkHistoryFile(
  path: string,
  options: HistoryCommandOptions,
  { signal, isJson }: Readonly<{ signal: AbortSignal; isJson: boolean }>,
): Promise<number> {
  const asked = { ...fileCheckOptions(options), explain: true, signal, onProgress: showProgress };
  assertWritable(path, options);
  const check = await checkFile(path, asked);
  const { kind, explanations = [] } = check.verdict;
  const forms = explanationForms(explanations);
  // The verdict comes first: a full disk shall not keep it back.
  process.stdout.write(isJson ? `${JSON.stringify({ version: 2, path, ...check })}\n` : report(check, forms));
  const written = writeExplanation(forms, kind, options).map((line) => `${line}\n`);
  (isJson ? process.stderr : process.stdout).write(written.join(''));
  return exitStatus[kind];
}

/** @throws UsageError */
function fileCheckOptions({
  model,
  format = 'auto',
  byKey,
  consistency,
  initial,
  unwrittenReads,
  linearizableKeys,
  sequentialKeys,
  wfrKeys,
  timeLimit = historyDefaults.timeLimit,
  memory = historyDefaults.memory,
}: HistoryCommandOptions): FileCheckOptions {
  return {
    ...(model === undefined ? {} : { model }),
    ...(consistency === undefined ? {} : { consistency }),
    ...(initial === undefined ? {} : { initial: initialState(initial) }),
    ...(unwrittenReads === undefined
      ? {}
      : {
          unwrittenReads: oneOf('--unwritten-reads', unwrittenReads, [
            'initial-state',
            'garbage-read',
            'ignored',
          ] as const),
        }),
    linearizableKeys,
    sequentialKeys,
    writesFollowReads: wfrKeys,
    format: oneOf('--format', format, ['auto', ...formats]),
    byKey: byKey === true ? true : 'auto',
    timeLimitMs: 1000 * decimalNumber('--time-limit', timeLimit, { min: 0.001, max: 1_000_000, unit: 'seconds' }),
    memoryLimitBytes: 2 ** 20 * wholeNumber('--memory', memory, 64, 1_000_000),
  };
}

function initialState(text: string): Readonly<Record<string, string | number | boolean | null>> {
  const isScalar = (value: unknown): value is string | number | boolean | null =>
    typeof value !== 'object' || value === null;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      const fields: [string, unknown][] = Object.entries(parsed);
      if (fields.every((field): field is [string, string | number | boolean | null] => isScalar(field[1])))
        return Object.fromEntries(fields);
    }
  } catch {
    // told below, with everything else that is none
  }
  throw new UsageError(
    `--initial takes what registers or accounts hold as JSON, for example '{"x": 0}', not '${text}'.`,
  );
}

function report({ verdict, file }: FileCheck, forms: ExplanationForms | null): string {
  const { kind, model } = verdict;
  const sentences = kind === 'unknown' ? verdict.reasons : verdict.evidence;
  const lines = [
    `${kind.toUpperCase()}${model === 'auto' ? '' : ` as ${model}`}`,
    ...sentences.map((sentence) => `  - ${sentence}`),
  ];
  if (forms !== null) {
    const { words } = forms;
    lines.push('Why', ...words.sentences.map((sentence) => `  - ${sentence}`));
    lines.push(...words.operations.map((operation) => `    ${operation}`));
  }
  if (file !== null) {
    const { ok, fail, info } = file.operations;
    const torn = file.tornTail ? ' The last line was torn and is left out.' : '';
    lines.push(`Operations: ${ok} ok, ${fail} fail, ${info} info (read as ${file.format}).${torn}`);
  }
  lines.push(
    'Not judged, because there is only a history: faults, agreement of the nodes, their state and their logs.',
  );
  return `${lines.join('\n')}\n`;
}

/** On a terminal in one line that is written over, else not at all. */
function showProgress({ done, total, operationsPerSecond, remainingMs }: Progress): void {
  if (!process.stderr.isTTY) return;
  const remaining = remainingMs === null ? '' : `, ${Math.ceil(remainingMs / 1000)} s to go at this rate`;
  process.stderr.write(
    `\r\u001b[Kchecked ${done} of ${total} operations, ${Math.round(operationsPerSecond)} a second${remaining}`,
  );
  if (done >= total) process.stderr.write('\r\u001b[K');
}
