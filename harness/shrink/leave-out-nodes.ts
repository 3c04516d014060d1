import { type CardinalitySystem, checkSetting, nodeNames } from '#quorums';
import type { MessageRule, SimFault, SimOperation, SimScenario } from '../simulation/index.ts';
import type { Trials } from './trials.ts';

/** Tries clusters of one node less, as long as that succeeds. Only sizes say what quorums are without a node. */
export async function leaveOutNodes(trials: Trials): Promise<boolean> {
  let hasShrunk = false;
  while (!trials.isOver && (await trials.acceptsOneOf(smaller(trials.best)))) hasShrunk = true;
  return hasShrunk;
}

function* smaller(scenario: SimScenario): Generator<SimScenario> {
  const { system } = scenario;
  if (system.kind !== 'cardinality' || system.nodes === 1) return;
  for (const name of nodeNames(system).toReversed()) {
    for (const without of systemsWithoutOne(system)) yield { ...withoutNode(scenario, name), system: without };
  }
}

/** As safe as `system`, each size as it was or one smaller. */
function systemsWithoutOne(system: CardinalitySystem): readonly CardinalitySystem[] {
  const nodes = system.nodes - 1;
  const orLess = (size: number): readonly number[] => [size, size - 1].filter((one) => one >= 1 && one <= nodes);
  const { isSafe } = checkSetting(system);
  const fasts = system.fast === null ? [null] : orLess(system.fast);
  return orLess(system.phase1)
    .flatMap((phase1) => orLess(system.classic).map((classic) => ({ phase1, classic })))
    .flatMap((sizes) => fasts.map((fast): CardinalitySystem => ({ kind: 'cardinality', nodes, ...sizes, fast })))
    .filter((one) => checkSetting(one).isSafe === isSafe);
}

/** The nodes after `gone` move up; what it was asked its neighbour is asked, and what befell it befalls nobody. */
function withoutNode(scenario: SimScenario, gone: string): SimScenario {
  const names = nodeNames(scenario.system);
  const left = names.filter((name) => name !== gone);
  const renamed = new Map(left.map((name, place) => [name, names[place] ?? name]));
  const orNeighbour = (name: string): string => renamed.get(name) ?? names[0] ?? name;
  const isLeft = (name: string): boolean => name !== gone;
  const now = (name: string): string => renamed.get(name) ?? name;
  const operation = (one: SimOperation): SimOperation => {
    const { retry } = one;
    const asked = { ...one, node: orNeighbour(one.node) };
    return retry === undefined ? asked : { ...asked, retry: { ...retry, node: orNeighbour(retry.node) } };
  };
  return {
    ...scenario,
    clockRates: Object.fromEntries(
      Object.entries(scenario.clockRates).flatMap(([name, rate]) => (isLeft(name) ? [[now(name), rate]] : [])),
    ),
    operations: scenario.operations.map(operation),
    faults: scenario.faults.flatMap((fault) => faultWithout(fault, isLeft, now)),
    messages: scenario.messages.flatMap((rule) => ruleWithout(rule, isLeft, now)),
    lostForGood: scenario.lostForGood.filter(isLeft).map(now),
  };
}

type Renaming = (name: string) => string;

function faultWithout(fault: SimFault, isLeft: (name: string) => boolean, now: Renaming): readonly SimFault[] {
  if ('nodes' in fault) {
    const nodes = fault.nodes.filter(isLeft).map(now);
    return nodes.length === 0 ? [] : [{ ...fault, nodes }];
  }
  if (fault.kind === 'cut') {
    const links = fault.links
      .filter(({ from, to }) => isLeft(from) && isLeft(to))
      .map(({ from, to }) => ({ from: now(from), to: now(to) }));
    return links.length === 0 ? [] : [{ ...fault, links }];
  }
  return isLeft(fault.node) ? [{ ...fault, node: now(fault.node) }] : [];
}

function ruleWithout(rule: MessageRule, isLeft: (name: string) => boolean, now: Renaming): readonly MessageRule[] {
  const { from, to, round } = rule.match;
  const named = [from, to, round?.owner].filter((name) => name !== undefined);
  if (!named.every(isLeft)) return [];
  return [
    {
      ...rule,
      match: {
        ...rule.match,
        ...(from === undefined ? {} : { from: now(from) }),
        ...(to === undefined ? {} : { to: now(to) }),
        ...(round?.owner === undefined ? {} : { round: { ...round, owner: now(round.owner) } }),
      },
    },
  ];
}
