import { removeDockerLeftOvers } from '../environments/docker/index.ts';
import { removeLeftOvers } from '../left-overs/index.ts';

/** Removes what dead runs left: processes of runs in `store`, containers and networks of any. Says each in a line. */
export async function removeAllLeftOvers(store: string, say: (line: string) => void): Promise<number> {
  const { removed, notice } = await removeLeftOvers(store);
  if (notice !== null) say(notice);
  for (const { name, pid, runDirectory } of removed) {
    say(`removed what a dead run left: process ${pid} (${name ?? 'unnamed'}) of ${runDirectory}`);
  }
  const clusters = await removeDockerLeftOvers();
  for (const { name, runDirectory } of clusters) {
    say(`removed what a dead run left: containers and network ${name} of ${runDirectory}`);
  }
  return removed.length + clusters.length;
}
