import { parseArgs } from 'node:util';
import type { CheckerBenchOptions } from './checker-benchmark.ts';
import { BenchUsageError, positive } from './options.ts';

/** What the arguments after `npm run bench -- checker` ask for. @throws BenchUsageError */
export function parseCheckerBenchOptions(argv: readonly string[]): CheckerBenchOptions {
  const values = parsed(argv);
  return {
    only: values.only,
    seed: wholeNumber('seed', values.seed, 0),
    repetitions: wholeNumber('repetitions', values.repetitions, 1),
    limitSeconds: positive('limit', values.limit),
    plainSeconds: values['plain-limit'] === '0' ? 0 : positive('plain-limit', values['plain-limit']),
  };
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
  throw new BenchUsageError(`--${option} ${text} is not a whole number from ${least}.`);
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        only: { type: 'string', default: '' },
        seed: { type: 'string', default: '1' },
        repetitions: { type: 'string', default: '5' },
        limit: { type: 'string', default: '20' },
        'plain-limit': { type: 'string', default: '2' },
      },
    }).values;
  } catch (error) {
    throw new BenchUsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
