import { type CardinalitySetting, smallestClassic, smallestFast } from '#quorums';
import type { ProtocolName } from './run-plan.ts';

type Sizes = Omit<CardinalitySetting, 'nodes'>;

/** Sizes as they were asked for; undefined: the protocol's own choice. */
export type GivenSizes = Readonly<Record<keyof Sizes, number | undefined>>;

/**
 * The quorum sizes of a run. What is not given follows from the protocol: majorities for `classic`; the smallest sizes that
 * are safe with the phase-1 quorum (a majority) for `flexible` and `fast-flexible`; Lamport's one size for `fast`.
 */
export function chosenSizes(protocol: ProtocolName, nodes: number, given: GivenSizes): Sizes {
  const majority = Math.floor(nodes / 2) + 1;
  switch (protocol) {
    case 'classic':
      return { phase1: given.phase1 ?? majority, classic: given.classic ?? majority, fast: null };
    case 'fast': {
      const lamport = Math.floor((2 * nodes) / 3) + 1;
      return { phase1: given.phase1 ?? lamport, classic: given.classic ?? lamport, fast: given.fast ?? lamport };
    }
    case 'flexible':
    case 'fast-flexible': {
      const phase1 = given.phase1 ?? (given.classic === undefined ? majority : nodes - given.classic + 1);
      const fast = protocol === 'flexible' ? null : (given.fast ?? smallestFast(nodes, phase1));
      return { phase1, classic: given.classic ?? smallestClassic(nodes, phase1), fast };
    }
  }
}
