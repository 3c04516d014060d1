import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkHistory, HistoryError, ModelError, readTable, TransactionError } from '#checker';
import { mutated } from './mutated-text.ts';
import { samples } from './sample-histories.ts';

const usage = `Usage: npm run fuzz -- history [options]
Damages valid histories of every form and reads and checks them: each must be read, or refused in one line.
  --seconds NUMBER  how long (default: 60)
  --seed NUMBER     of the first history; each further one has the next number (default: random; printed)
Example: npm run fuzz -- history --seconds 600 --seed 4711`;

/** Far more than reading and checking some kilobytes takes, even on a machine that is busy. */
const slowMs = 5_000;
const checkMs = 200;
/** What remains in use may not grow with the number of histories. */
const heldMax = 512 * 2 ** 20;

type Outcome = 'read' | 'refused' | 'judged' | 'unsuitable';

/** `npm run fuzz -- history`. Exit status: 0 all well, 1 a crash, a hang or a leak, 254 wrong usage. */
async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === null) {
    console.error(usage);
    return 254;
  }
  const { seed, seconds } = options;
  console.log(`damaged histories from seed ${seed} for ${seconds} s`);
  const directory = mkdtempSync(join(tmpdir(), 'ballotproof-fuzz-'));
  const counts: Record<Outcome, number> = { read: 0, refused: 0, judged: 0, unsuitable: 0 };
  const endMs = performance.now() + seconds * 1000;
  let current = seed;
  try {
    for (; performance.now() < endMs; current += 1) {
      for (const outcome of await tryOne(join(directory, 'history'), current)) counts[outcome] += 1;
    }
  } catch (error) {
    console.error(error);
    console.error(`reproduce: npm run fuzz -- history --seed ${current} --seconds 1`);
    return 1;
  } finally {
    rmSync(directory, { recursive: true });
  }
  console.log(`${current - seed} histories: ${counts.read} read, ${counts.refused} refused in one line`);
  console.log(`of those read: ${counts.judged} judged, ${counts.unsuitable} refused by the model`);
  return 0;
}

/** @throws whatever is neither a verdict nor a refusal in one line with a place */
async function tryOne(path: string, seed: number): Promise<readonly Outcome[]> {
  const sample = samples[seed % samples.length] ?? '';
  writeFileSync(path, mutated(sample, seed));
  const startMs = performance.now();
  const outcomes = await outcomesOf(path);
  const tookMs = performance.now() - startMs;
  if (tookMs > slowMs) throw new Error(`took ${Math.round(tookMs)} ms`);
  const { rss } = process.memoryUsage();
  if (rss > heldMax) throw new Error(`the process holds ${rss} bytes`);
  return outcomes;
}

async function outcomesOf(path: string): Promise<readonly Outcome[]> {
  try {
    const { table, hasRealTime } = await readTable(path, { byKey: 'auto' });
    return ['read', judge(table, hasRealTime)];
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    if (error.message.includes('\n')) throw new Error('a refusal of more than one line', { cause: error });
    if (!error.message.startsWith(path)) throw new Error('a refusal that does not name the file', { cause: error });
    return ['refused'];
  }
}

function judge(table: Parameters<typeof checkHistory>[0], hasRealTime: boolean): Outcome {
  try {
    checkHistory(table, { hasRealTime, now: () => performance.now(), timeLimitMs: checkMs, memoryLimitBytes: 2 ** 26 });
    return 'judged';
  } catch (error) {
    const isRefusal = error instanceof ModelError || error instanceof TransactionError;
    if (!isRefusal) throw error;
    return 'unsuitable';
  }
}

function parseOptions(args: readonly string[]): Readonly<{ seed: number; seconds: number }> | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { seconds: { type: 'string' }, seed: { type: 'string' } },
    });
    const seed = Number(values.seed ?? randomInt(2 ** 30));
    const seconds = Number(values.seconds ?? 60);
    return Number.isSafeInteger(seed) && seed >= 0 && seconds > 0 ? { seed, seconds } : null;
  } catch {
    return null;
  }
}

process.exitCode = await main();
