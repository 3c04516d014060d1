import { textTable } from '../report/text-table.ts';
import { countOf, duration, namesText, percent, percentUp } from './numbers-in-words.ts';
import { type PathPrice, type Price, pathNames, quorumPaths } from './price.ts';
import { section } from './section.ts';

/** What a safe system survives and costs, as tables; `hasLikeNodes`: it does not matter which nodes crash or lead. */
export function priceText(price: Price, hasLikeNodes: boolean): readonly string[] {
  return [
    ...section('Survives', [...textTable(crashRows(price, hasLikeNodes)), ...crashNotes(price)]),
    ...section('One decision', [...textTable(costRows(price)), ...costNotes(price, hasLikeNodes)]),
  ];
}

function crashRows(price: Price, hasLikeNodes: boolean): readonly (readonly string[])[] {
  return [
    ['', 'crashes of', 'stopped by', 'enough nodes up'],
    ...pricedPaths(price).map(([name, { crashesSurvived, stoppedBy, available }]) => [
      name,
      crashesSurvived === null
        ? 'unknown'
        : crashesSurvived === 0
          ? 'no node'
          : `any ${countOf(crashesSurvived, 'node')}`,
      stoppedBy === null ? 'unknown' : hasLikeNodes ? `any ${stoppedBy.length}` : namesText(stoppedBy),
      percentUp(available),
    ]),
  ];
}

function crashNotes(price: Price): readonly string[] {
  const { failure, zoneFailure } = price.circumstances;
  const frail = pricedPaths(price).filter(([, { crashesSurvived }]) => crashesSurvived === 0);
  const zones = zoneFailure === null ? '' : `, and each zone with all of its nodes ${percent(zoneFailure)}`;
  return [
    `Enough nodes up: if each node is down ${percent(failure)} of the time${zones}, independently.`,
    ...(frail.length === 0
      ? []
      : [`MIND: the crash of one node may stop the ${frail.map(([name]) => name).join(' and the ')}.`]),
  ];
}

function costRows(price: Price): readonly (readonly (string | number)[])[] {
  const hasLatency = pricedPaths(price).some(([, { latency }]) => latency !== null);
  return [
    ['', 'messages', 'delays', 'copies', ...(hasLatency ? ['median ms', 'mean ms'] : ['waiting'])],
    ...pricedPaths(price).map(([name, { costs, waiting, latency }]) => [
      name,
      costs.messages.elsewhere,
      costs.delays.elsewhere,
      costs.copies.atDecision ?? '?',
      ...(hasLatency
        ? [duration(latency?.medianMs ?? 0), duration(latency?.meanMs ?? 0)]
        : [waiting === null ? 'unknown' : duration(waiting)]),
    ]),
  ];
}

function costNotes({ paths, circumstances, collisionProbability }: Price, hasLikeNodes: boolean): readonly string[] {
  const { leader } = circumstances;
  const hasLatency = paths.classic?.latency !== null;
  return [
    'Messages: between different nodes, for a client of a node that does not lead. Delays: messages one after the other until',
    `the client's node knows. Copies: votes on disk by then.${hasLikeNodes && !hasLatency ? '' : ` The leader is ${leader}.`}`,
    hasLatency
      ? 'Median and mean: over the nodes that clients speak to, if only messages take time.'
      : 'Waiting: until the quorum has answered, on average, in mean reply times of a node.',
    ...(collisionProbability === null
      ? []
      : [`Two proposals at the same moment collide with probability ${percent(collisionProbability)}.`]),
  ];
}

function pricedPaths({ paths }: Price): readonly (readonly [name: string, price: PathPrice])[] {
  return quorumPaths.flatMap((path) => {
    const price = paths[path];
    return price === null ? [] : [[pathNames[path], price] as const];
  });
}
