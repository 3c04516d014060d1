import { invariant } from '#foundation';
import type { Grudge, Rng } from '#ports';

/** The sender that stands for all clients of the workload in a `Grudge`. */
export const clientsSender = 'clients';

/** One directed link: `to` drops what `from` sends. */
export type Link = Readonly<{ from: string; to: string }>;

/** Every directed link that `grudge` cuts. */
export function grudgeLinks(grudge: Grudge): readonly Link[] {
  return Object.entries(grudge).flatMap(([to, senders]) => senders.map((from) => ({ from, to })));
}

/** Nobody hears anybody outside of the own group. */
export function completeGrudge(groups: readonly (readonly string[])[]): Grudge {
  const nodes = groups.flat();
  return grudgeOf(groups.flatMap((group) => group.map((node) => [node, without(nodes, group)] as const)));
}

/** Cuts `victims` off from the others in both directions; when they are all nodes, each is left alone. */
export function isolate(nodes: readonly string[], victims: readonly string[]): Grudge {
  const others = without(nodes, victims);
  return completeGrudge(others.length > 0 ? [victims, others] : victims.map((node) => [node]));
}

/** As many of the first nodes as are just no half, against the majority that the others are. */
export function halves(nodes: readonly string[]): Grudge {
  return split(nodes, Math.floor((nodes.length - 1) / 2));
}

/** Two halves drawn by lot; with an even number of nodes neither is a majority. */
export function randomHalves(nodes: readonly string[], rng: Rng): Grudge {
  return split(rng.shuffled(nodes), Math.floor(nodes.length / 2));
}

/**
 * Jepsen's majorities ring, in both directions: on a ring in random order each node sees its nearest neighbours, as
 * many on each side as make a majority with itself. No two nodes see the same majority. Needs four nodes.
 */
export function majoritiesRing(nodes: readonly string[], rng: Rng): Grudge {
  invariant(nodes.length >= 4, 'a ring that cuts anything has four nodes', { nodes });
  const ring = rng.shuffled(nodes);
  const neighboursPerSide = Math.ceil(Math.floor(nodes.length / 2) / 2);
  return grudgeOf(
    ring.map((node, place) => [
      node,
      ring.filter((_, other) => ringDistance(place, other, ring.length) > neighboursPerSide),
    ]),
  );
}

/** Two halves that do not see each other, and one node between them that sees both. Needs three nodes. */
export function bridge(nodes: readonly string[], rng: Rng): Grudge {
  invariant(nodes.length >= 3, 'a bridge has a node on each side', { nodes });
  const [middle, ...banks] = rng.shuffled(nodes);
  invariant(middle !== undefined, 'somebody is the bridge', { nodes });
  return { ...split(banks, Math.floor(banks.length / 2)), [middle]: [] };
}

/** One-way: `victims` hear nobody outside of themselves, but are heard. When they are all nodes, nobody hears anybody. */
export function deafen(nodes: readonly string[], victims: readonly string[]): Grudge {
  return grudgeOf(victims.map((node) => [node, outsiders(nodes, victims, node)]));
}

/** One-way: nobody outside hears `victims`, but they hear everybody. When they are all nodes, nobody hears anybody. */
export function mute(nodes: readonly string[], victims: readonly string[]): Grudge {
  return grudgeOf(
    nodes.map((node) => [node, victims.filter((victim) => outsiders(nodes, victims, victim).includes(node))]),
  );
}

/** No client reaches `victims`; the nodes among themselves are not touched. */
export function cutClients(victims: readonly string[]): Grudge {
  return grudgeOf(victims.map((node) => [node, [clientsSender]]));
}

/** A majority of `count` nodes. */
export function majoritySize(count: number): number {
  return Math.floor(count / 2) + 1;
}

function split(nodes: readonly string[], firstSize: number): Grudge {
  return completeGrudge([nodes.slice(0, firstSize), nodes.slice(firstSize)]);
}

function outsiders(nodes: readonly string[], victims: readonly string[], node: string): readonly string[] {
  const others = without(nodes, victims);
  return others.length > 0 ? others : without(nodes, [node]);
}

function ringDistance(a: number, b: number, size: number): number {
  const apart = Math.abs(a - b);
  return Math.min(apart, size - apart);
}

function without(nodes: readonly string[], dropped: readonly string[]): readonly string[] {
  return nodes.filter((node) => !dropped.includes(node));
}

/** The grudge with these entries. */
export function grudgeOf(entries: readonly (readonly [string, readonly string[]])[]): Grudge {
  return Object.fromEntries(entries);
}
