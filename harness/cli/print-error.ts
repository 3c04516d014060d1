import { exitStatus } from '../exit-status.ts';

/** Wrong usage: what was typed, or the file that it names, makes no sense. */
const usageCodes: readonly string[] = [
  'USAGE',
  'RUN_UNREADABLE',
  'HISTORY_UNREADABLE',
  'HISTORY_MALFORMED',
  'HISTORY_UNPAIRED',
  'MODEL_REFUSES_OPERATION',
];

/** An error and its causes as one line. */
export function errorLine(error: unknown): string {
  const parts: string[] = [];
  for (let current = error; current !== undefined && parts.length < causesMax; ) {
    parts.push(messageOf(current).replaceAll(/\s*\n\s*/g, ' '));
    current = current instanceof Error ? current.cause : undefined;
  }
  return parts.join(' Cause: ');
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === 'string' ? thrown : JSON.stringify(thrown);
}

const causesMax = 6;

/** The exit status of a command that ended with `error`. */
export function errorStatus(error: unknown): number {
  const isUsage = error instanceof Error && 'code' in error && usageCodes.includes(String(error.code));
  return isUsage ? exitStatus.usage : exitStatus.failed;
}
