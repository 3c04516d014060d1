import { type Bug, bugs, type Mutant, mutants } from '#cluster-node';
import { systemText } from '#quorums';

/** Docs/protocol-bugs.md's table: every bug, and its mutants with the settings at which nothing masks them, or why it has none. */
export function bugTable(): string {
  const head = ['| bug | name | what is wrong | breaks | mutant |', '| --- | --- | --- | --- | --- |'];
  return [...head, ...bugs.map(row)].join('\n');
}

function row(bug: Bug): string {
  const cells = [String(bug.number), bug.name, bug.wrongStep, bug.anomalies.join(', '), accountOf(bug)];
  return `| ${cells.join(' | ')} |`;
}

function accountOf({ number, notInTheNode }: Bug): string {
  if (notInTheNode?.kind === 'needs') return `none: needs ${notInTheNode.capability}`;
  if (notInTheNode?.kind === 'client') return `none in the node: ${notInTheNode.because}`;
  return [...mutants.values()]
    .filter((mutant) => mutant.number === number)
    .map(mutantText)
    .join('; ');
}

function mutantText({ name, system, reads }: Mutant): string {
  return `\`${name}\` (${systemText(system)}${reads === undefined ? '' : `, reads by ${reads}`})`;
}
