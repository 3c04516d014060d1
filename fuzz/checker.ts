import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type FuzzCounts, fuzzDeciders, fuzzRegisters, fuzzTransactions, type RegisterFuzz } from '#checker';

const usage = `Usage: npm run fuzz -- checker [options]
Judges small random histories of every family with every decider, with the general search, and by trying every order:
of objects, of registers, and of transactions in turn, the next seed for the next history.
  --count NUMBER   how many histories (default: 100000)
  --seed NUMBER    of the first; each further one has the next number (default: random; printed)
Example: npm run fuzz -- checker --count 1000000 --seed 4711`;

/** Histories between two lines of progress. */
const batch = 20_000;

/** `npm run fuzz -- checker`. Exit status: 0 all agree, 1 two do not, 254 wrong usage. */
function main(): number {
  const options = parseOptions(process.argv.slice(2));
  if (options === null) {
    console.error(usage);
    return 254;
  }
  const { seed, count } = options;
  console.log(`${count} histories from seed ${seed}`);
  const counts: FuzzCounts = {};
  let registers = 0;
  try {
    for (let done = 0; done < count; done += batch) {
      const size = Math.min(batch, count - done);
      const share = Math.ceil(size / 3);
      add(counts, fuzzDeciders({ seed: seed + done, count: share }));
      registers += sumOf(fuzzRegisters(seed + done, share));
      add(counts, fuzzTransactions({ seed: seed + done, count: share }));
      console.error(`${done + size} of ${count}`);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(`reproduce: npm run fuzz -- checker --seed ${seed} --count ${count}`);
    return 1;
  }
  for (const [family, { valid, invalid, deciders }] of Object.entries(counts)) {
    const shares = Object.entries(deciders).map(([name, times]) => `${name} ${times}`);
    console.log(`${family.padEnd(26)} ${valid} valid, ${invalid} invalid; decided by ${shares.join(', ')}`);
  }
  console.log(`no two deciders disagree; besides, ${registers} histories of registers alone`);
  return 0;
}

function parseOptions(args: readonly string[]): Readonly<{ seed: number; count: number }> | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { count: { type: 'string' }, seed: { type: 'string' } } });
    const seed = Number(values.seed ?? randomInt(2 ** 30));
    const count = Number(values.count ?? 100_000);
    return Number.isSafeInteger(seed) && seed >= 0 && Number.isSafeInteger(count) && count > 0 ? { seed, count } : null;
  } catch {
    return null;
  }
}

function sumOf({ linearizable, notLinearizable }: RegisterFuzz): number {
  return linearizable + notLinearizable;
}

function add(counts: FuzzCounts, more: FuzzCounts): void {
  for (const [family, { valid, invalid, deciders }] of Object.entries(more)) {
    const sum = (counts[family] ??= { valid: 0, invalid: 0, deciders: {} });
    sum.valid += valid;
    sum.invalid += invalid;
    for (const [name, times] of Object.entries(deciders)) sum.deciders[name] = (sum.deciders[name] ?? 0) + times;
  }
}

process.exitCode = main();
