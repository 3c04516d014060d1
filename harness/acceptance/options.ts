import { parseArgs } from 'node:util';
import type { AcceptanceLine } from './trial.ts';

export const usage = `Usage: npm run acceptance -- [LINE…] [--short]
  LINE      number of a line that must hold (default: all of them)
  --short   short runs, for continuous integration; leaves out the lines that have no short form
Example: npm run acceptance -- 3`;

/** Wrong usage: one line, exit status 254. */
export class AcceptanceUsageError extends Error {
  override readonly name = 'AcceptanceUsageError';
}

/** Which lines to replay, in their order, and how; null: help was asked for. @throws AcceptanceUsageError */
export function parseAcceptanceOptions(
  argv: readonly string[],
  known: readonly Pick<AcceptanceLine, 'number' | 'hasShortForm'>[],
): Readonly<{ numbers: readonly number[]; isShort: boolean }> | null {
  const { values, positionals } = parsed(argv);
  if (values.help === true) return null;
  const isShort = values.short === true;
  const able = known.filter(({ hasShortForm }) => hasShortForm || !isShort);
  const named = new Set(positionals);
  for (const text of named) {
    if (!known.some(({ number }) => String(number) === text))
      throw new AcceptanceUsageError(`there is no line ${text}; there are ${numbersOf(known).join(', ')}.`);
    if (!able.some(({ number }) => String(number) === text)) {
      const others = numbersOf(able).join(', ');
      throw new AcceptanceUsageError(`line ${text} has no short form; leave --short out, or name one of ${others}.`);
    }
  }
  const wanted = named.size === 0 ? able : able.filter(({ number }) => named.has(String(number)));
  return { numbers: numbersOf(wanted), isShort };
}

function numbersOf(lines: readonly Pick<AcceptanceLine, 'number'>[]): readonly number[] {
  return lines.map(({ number }) => number);
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { short: { type: 'boolean' }, help: { type: 'boolean' } },
    });
  } catch (error) {
    throw new AcceptanceUsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
