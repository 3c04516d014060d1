import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ExplanationForms, VerdictKind } from '#checker';
import { UsageError } from '../harness-error.ts';

/** Where an explanation is to be written; undefined: nowhere. */
export type ExplanationFiles = Readonly<{ html?: string | undefined; minimal?: string | undefined }>;

/**
 * Refuses what could not be written after the check, or would overwrite the history at `input`. Nothing is written yet.
 * @throws UsageError
 */
export function assertWritable(input: string, { html, minimal }: ExplanationFiles): void {
  const asked = [
    { flag: '--html', file: html },
    { flag: '--minimal', file: minimal },
  ];
  for (const { flag, file } of asked) {
    if (file === undefined) continue;
    if (isSameFile(file, input))
      throw new UsageError(`${flag}: ${file} is the history that is checked. Name another file.`);
    try {
      accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
    } catch (error) {
      throw unwritable(flag, file, error);
    }
    if (existsSync(file) && statSync(file).isDirectory()) throw unwritable(flag, file);
  }
  if (html !== undefined && minimal !== undefined && isSameFile(html, minimal))
    throw new UsageError(`--html and --minimal are both ${html}. Name two files.`);
}

/** Writes what was asked for, and tells in lines what was written, or why nothing was. @throws UsageError */
export function writeExplanation(
  forms: ExplanationForms | null,
  kind: VerdictKind,
  { html, minimal }: ExplanationFiles,
): readonly string[] {
  const isPicture = html?.endsWith('.svg') === true;
  const drawn = isPicture ? forms?.svg : forms?.html;
  const write = (
    flag: string,
    file: string | undefined,
    done: string,
    content: string | null | undefined,
  ): string[] => {
    if (file === undefined) return [];
    if (content === null || content === undefined) return [nothingFor(flag, file, kind, isPicture && forms !== null)];
    try {
      writeFileSync(file, content);
    } catch (error) {
      throw unwritable(flag, file, error);
    }
    return [`${done}: ${file}`];
  };
  return [
    ...write('--html', html, 'Drawn', drawn),
    ...write('--minimal', minimal, 'Minimal history', forms?.minimal.join('')),
  ];
}

function nothingFor(flag: string, file: string, kind: VerdictKind, hasPageOnly: boolean): string {
  const why = hasPageOnly
    ? 'such a violation has a page and no picture: name a file that does not end in .svg'
    : kind === 'invalid'
      ? 'there was no smaller explanation in the time'
      : 'no violation was found';
  const old = existsSync(file) ? `; ${file} is older and about something else` : '';
  return `${flag}: nothing was written, because ${why}${old}.`;
}

function unwritable(flag: string, file: string, cause?: unknown): UsageError {
  return new UsageError(`${flag}: ${file} cannot be written. Name a file in a directory that is there.`, { cause });
}

/** By what lies there, so that links do not deceive; by name where nothing does yet. */
function isSameFile(one: string, other: string): boolean {
  const [first, second] = [one, other].map((file) => statSync(file, { bigint: true, throwIfNoEntry: false }));
  if (first && second) return first.ino === second.ino && first.dev === second.dev;
  return resolve(one) === resolve(other);
}
