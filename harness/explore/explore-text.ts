import { nodeNames } from '#quorums';
import type { Exploration, PathStep } from './explore.ts';
import { type ExploreScope, isNarrow, messageKinds } from './explore-scope.ts';
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
    `${found.states} states of the cluster${ordersWords(found)}, ${found.localStates} of single nodes, ${found.transitions} transitions, depth ${found.depth}`,
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
    `messages    ${[...scope.delivered].join(', ')}: late, lost, repeated, in any order`,
    `left out    ${leftOutWords(scope).join('; ')}`,
    `reduced     ${reducedWords(scope)}`,
  ];
}

function ordersWords({ orders }: Exploration): string {
  return orders === 0 ? '' : ` in ${orders} orders of the rounds`;
}

function leftOutWords({ delivered, homes, rounds }: ExploreScope): string[] {
  const lost = messageKinds.filter((kind) => !delivered.has(kind));
  const recovers = delivered.has('phase1b-instance') && rounds.some(({ kind }) => kind === 'fast');
  return [
    `${[...lost, 'answers to heartbeats', 'all about reads'].join(', ')}: they never arrive`,
    recovers
      ? 'a leader recovers its fast round when it is asked to, at any time, and not by a timer'
      : 'nothing is recovered in the round that collided',
    `nobody asks for more than ${homes.length === 1 ? 'one command' : `${homes.length} commands`}, and no clock moves`,
    'what a node tells itself arrives at once',
  ];
}

function reducedWords(scope: ExploreScope): string {
  if (!scope.reduces) return 'nothing: reports and votes are counted one by one, and every order of events is tried';
  return isNarrow(scope)
    ? 'states that can make no difference any more are one, and reports and votes are counted when they suffice'
    : 'reports and votes are counted when they suffice';
}

function endWords(scope: ExploreScope, { end, violation }: Exploration): readonly string[] {
  switch (end) {
    case 'complete':
      return ['complete: every state within this scope was met, and none breaks a rule'];
    case 'states':
      return ['not complete: there are more states than --states-max permits'];
    case 'stopped':
      return ['not complete: it was stopped, or the time limit came first'];
    case 'violation':
      return violation === null
        ? []
        : [`violation (${violation.judge}): ${violation.message}`, ...wayWords(violation.path, scope)];
  }
}

function wayWords(path: readonly PathStep[], { system }: ExploreScope): readonly string[] {
  if (path.length === 0) return ['no way to it is known: it was found where names and numbers are left out'];
  return ['the shortest way to it:', ...pathWords(path, nodeNames(system))];
}
