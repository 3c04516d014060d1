import { nodeNames } from '#quorums';
import type { Exploration } from './explore.ts';
import type { ExploreScope } from './explore-scope.ts';
import { pathWords } from './path-words.ts';

/** What an exploration came to, for people: what was bounded, how far it went, and the way to a violation. */
export function explorationText(
  scope: ExploreScope,
  found: Exploration,
  took: Readonly<{ ms: number; rssMB: number }>,
): string {
  return `${[
    ...scopeWords(scope),
    '',
    `${found.states} states of the cluster, ${found.localStates} of single nodes, ${found.transitions} transitions, depth ${found.depth}`,
    `${(took.ms / 1000).toFixed(1)} s, ${took.rssMB} MB`,
    '',
    ...endWords(scope, found),
  ].join('\n')}\n`;
}

function scopeWords(scope: ExploreScope): string[] {
  const names = nodeNames(scope.system);
  const name = (node: number): string => names[node] ?? String(node);
  return [
    `rounds      ${scope.rounds.map(({ node, kind }) => `${kind} by ${name(node)}`).join(', ')}: each at any time or never`,
    `commands    one each at ${scope.homes.map(name).join(', ')}, at any time or never`,
    `crashes     ${scope.crashes} of each node, between events and within the batches that follow them`,
    `instances   votes in ${scope.instances === 1 ? 'the first one' : `the first ${scope.instances}`}`,
    `messages    ${[...scope.delivered].join(', ')}: late, lost, repeated, in any order; no others arrive`,
    `counting    reports and votes ${scope.reduces ? 'are taken in when they suffice' : 'one by one'}; what a node tells itself at once`,
  ];
}

function endWords(scope: ExploreScope, { end, violation }: Exploration): readonly string[] {
  switch (end) {
    case 'complete':
      return ['complete: every state within this scope was met, and none breaks a rule'];
    case 'states':
      return ['not complete: there are more states than --states-max permits'];
    case 'stopped':
      return ['not complete: the time limit came first'];
    case 'violation':
      return violation === null
        ? []
        : [
            `violation (${violation.judge}): ${violation.message}`,
            'the shortest way to it:',
            ...pathWords(violation.path, nodeNames(scope.system)),
          ];
  }
}
