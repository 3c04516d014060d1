import { exitStatus } from '../../exit-status.ts';
import { UsageError } from '../../harness-error.ts';
import { oneOf, wholeNumber } from '../../option-values.ts';
import { listText } from '../../quorum-report/list-text.ts';
import { type Preference, settingsList } from '../../quorum-report/settings-list.ts';
import { type AskedCircumstances, askedCircumstances } from './asked-circumstances.ts';

/** The options of `quorum list` as commander gives them. */
export type ListOptions = AskedCircumstances &
  Readonly<{ classicOnly?: boolean; prefer?: string; all?: boolean; json?: boolean }>;

const preferences: readonly Preference[] = ['crashes', 'fast-latency', 'leader-change'];

/** Beyond these the list is of no use to anybody. */
const nodesMax = 31;

/** Prints the safe settings of so many nodes, the best first. */
export function listCommand(nodes: string, options: ListOptions): number {
  const prefer = options.prefer === undefined ? 'crashes' : oneOf('--prefer', options.prefer, preferences);
  const hasFastRounds = options.classicOnly !== true;
  if (!hasFastRounds && prefer === 'fast-latency') {
    throw new UsageError('--prefer fast-latency is about fast rounds; leave out --classic-only.');
  }
  const list = settingsList(
    { nodes: wholeNumber('the number of nodes', nodes, 1, nodesMax), hasFastRounds, prefer, all: options.all === true },
    askedCircumstances(options, []),
  );
  process.stdout.write(options.json === true ? `${JSON.stringify(list)}\n` : listText(list));
  return exitStatus.valid;
}
