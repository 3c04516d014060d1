import { removeAllLeftOvers } from './remove-all-left-overs.ts';

/** Removes everything that dead runs left behind; live runs are not touched. */
export async function cleanCommand({ store }: Readonly<{ store: string }>): Promise<number> {
  const count = await removeAllLeftOvers(store, (line) => void process.stdout.write(`${line}\n`));
  process.stdout.write(`${count === 0 ? 'nothing was left over' : `${count} left-overs removed`}\n`);
  return 0;
}
