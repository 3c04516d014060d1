import { textTable } from '../report/text-table.ts';
import type { CheckReport, WitnessByName } from './check-report.ts';
import { namesText } from './numbers-in-words.ts';

/** Quorums without a node in common, one a line. */
export function witnessText({ quorums }: WitnessByName): readonly string[] {
  const seen = new Set<string>();
  const lines = quorums.map(({ phase, nodes }) => {
    const name = seen.has(phase) ? `another ${phase} quorum` : `the ${phase} quorum`;
    seen.add(phase);
    return [name, namesText(nodes)];
  });
  return [...textTable(lines), `No node is in ${quorums.length === 2 ? 'both' : 'all three'}.`];
}

/** What quorums that do not meet lead to, for both kinds of coordinators. */
export function consequenceText(consequence: CheckReport['consequence']): readonly string[] {
  switch (consequence) {
    case 'two values':
      return ['Two values can be chosen for one instance, whatever coordinators do: clients read different values.'];
    case 'alarm':
      return [
        'A coordinator may find that two values can have been chosen.',
        'If it stops (--on-broken-pick stop, the default), it raises an alarm, and the instance stays undecided.',
        'If it goes on (--on-broken-pick choose), two values are chosen: clients read different values.',
      ];
    case null:
      return [];
  }
}
