import { removeLeftOvers } from '../left-overs/index.ts';

/** Removes every process that dead runs of the store left behind; live runs are not touched. */
export async function cleanCommand({ store }: Readonly<{ store: string }>): Promise<number> {
  const { removed, notice } = await removeLeftOvers(store);
  if (notice !== null) process.stdout.write(`${notice}\n`);
  for (const { name, pid, runDirectory } of removed) {
    process.stdout.write(`removed process ${pid} (${name ?? 'unnamed'}) of ${runDirectory}\n`);
  }
  process.stdout.write(`${removed.length === 0 ? 'nothing was left over' : `${removed.length} processes removed`}\n`);
  return 0;
}
