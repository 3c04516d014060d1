import { nodeNames, type QuorumSystem } from '#quorums';
import { type ListedQuorums, listedQuorums } from '../environments/sim/oracles/listed-quorums.ts';
import { type ExploreScope, isNarrow } from './explore-scope.ts';
import type { Arrival, LocalEvent } from './local-event.ts';
import { permutations } from './permutations.ts';

/** Where each node goes. */
export type Exchange = readonly number[];

/**
 * The ways to exchange nodes that differ in nothing but their names: they own no round and are no client's home, so that no round and no
 * message names them, and every quorum remains one. What can happen to a cluster can then happen to it with these nodes exchanged, and of all
 * states that differ by that alone one needs to be gone on from. The first exchange is none.
 */
export function exchanges(scope: ExploreScope): readonly Exchange[] {
  const nodes = nodeNames(scope.system).map((_, node) => node);
  if (!isNarrow(scope)) return [nodes];
  const named = new Set([...scope.homes, ...scope.rounds.map(({ node }) => node)]);
  const bystanders = nodes.filter((node) => !named.has(node));
  return permutations(bystanders)
    .map((order) => nodes.map((node) => order[bystanders.indexOf(node)] ?? node))
    .filter((exchange) => keepsQuorums(scope.system, exchange));
}

/** `event` with the nodes exchanged from which messages arrive. */
export function exchangedEvent(event: LocalEvent, exchange: Exchange): LocalEvent {
  return event.kind === 'crash-within'
    ? { ...event, event: exchangedInput(event.event, exchange) }
    : exchangedInput(event, exchange);
}

function exchangedInput<Event extends LocalEvent>(event: Event, exchange: Exchange): Event {
  const moved = ({ from, message }: Arrival): Arrival => ({ from: exchange[from] ?? from, message });
  if (event.kind === 'deliver') return { ...event, arrivals: event.arrivals.map(moved) };
  return event.kind === 'command' || event.kind === 'recover' ? { ...event, heard: event.heard.map(moved) } : event;
}

function keepsQuorums(system: QuorumSystem, exchange: Exchange): boolean {
  const before = listedQuorums(system);
  return (['phase1', 'classic', 'fast'] as const).every((kind) => {
    const after = before[kind].map((quorum) => quorum.map((node) => exchange[node] ?? node));
    return inWords(after) === inWords(before[kind]);
  });
}

function inWords(quorums: ListedQuorums['phase1']): string {
  return quorums
    .map((quorum) => quorum.toSorted((a, b) => a - b).join())
    .sort()
    .join(' ');
}
