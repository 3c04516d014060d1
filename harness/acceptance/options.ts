import { parseArgs } from 'node:util';

export const usage = `Usage: npm run acceptance -- [LINE…] [--short]
  LINE      number of a line that must hold (default: all of them)
  --short   short runs, for continuous integration; leaves out the line that needs a fresh machine
Example: npm run acceptance -- 3`;

/** Wrong usage: one line, exit status 254. */
export class AcceptanceUsageError extends Error {
  override readonly name = 'AcceptanceUsageError';
}

/** Which of the lines `known` to replay, and how; null: help was asked for. @throws AcceptanceUsageError */
export function parseAcceptanceOptions(
  argv: readonly string[],
  known: readonly number[],
): Readonly<{ numbers: readonly number[]; isShort: boolean }> | null {
  const { values, positionals } = parsed(argv);
  if (values.help === true) return null;
  const numbers = positionals.map((text) => {
    const number = known.find((one) => String(one) === text);
    if (number === undefined)
      throw new AcceptanceUsageError(`there is no line ${text}; there are ${known.join(', ')}.`);
    return number;
  });
  return { numbers: numbers.length === 0 ? known : numbers, isShort: values.short === true };
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
