/** A path of the protocol that a setting keeps open while so many nodes are down. */
export type QuorumPath = 'fast' | 'classic' | 'leader-change' | 'collision-recovery';

/** Every path, in the order of protocol.md 3.2. */
export const quorumPaths: readonly QuorumPath[] = ['fast', 'classic', 'leader-change', 'collision-recovery'];

/**
 * Faults along the edges of quorums.
 *
 * - `crash`: as many crashes as a path survives, or one more;
 * - `lose-phase1`: a fast quorum around the leader and no phase-1 quorum;
 * - `lose-fast`: the leader can lead, change and recover, and has no fast quorum;
 * - `keep-classic`: exactly a classic quorum around the leader, and no other;
 * - `collide`: the proposals of two homes reach two different fast quorums;
 * - `bridge`: two groups that do not hear each other, a phase-1 and a classic quorum, share as few nodes as they must;
 * - `tight-classic`, `tight-fast`: a decision by exactly a classic (fast) quorum is told to nobody, and the next leader
 *   has to find it in exactly a phase-1 quorum that shares as few nodes with it as it must.
 */
export type QuorumVariant =
  | 'crash'
  | 'lose-phase1'
  | 'lose-fast'
  | 'keep-classic'
  | 'collide'
  | 'bridge'
  | 'tight-classic'
  | 'tight-fast';

const variants: Readonly<Record<QuorumVariant, true>> = {
  crash: true,
  'lose-phase1': true,
  'lose-fast': true,
  'keep-classic': true,
  collide: true,
  bridge: true,
  'tight-classic': true,
  'tight-fast': true,
};

/** Every variant, in the order of the table. */
export const quorumVariants: readonly QuorumVariant[] = Object.keys(variants).filter(isQuorumVariant);

/** Narrows a word of the command line to a variant. */
export function isQuorumVariant(word: string): word is QuorumVariant {
  return Object.hasOwn(variants, word);
}

/** One card of the deck: a variant, and for crashes which path is brought to its bound and whether the leader dies. */
export type QuorumChoice =
  | Readonly<{ variant: Exclude<QuorumVariant, 'crash'> }>
  | Readonly<{ variant: 'crash'; path: QuorumPath; excess: 0 | 1; withLeader: boolean }>;

/** Every card of `crash`. */
export const crashChoices: readonly QuorumChoice[] = quorumPaths.flatMap((path) =>
  ([0, 1] as const).flatMap((excess) =>
    [false, true].map((withLeader): QuorumChoice => ({ variant: 'crash', path, excess, withLeader })),
  ),
);

/** For people, for example `crash classic+1`. */
export function quorumChoiceText(choice: QuorumChoice): string {
  if (choice.variant !== 'crash') return choice.variant;
  return `crash ${choice.path}${choice.excess === 0 ? '' : '+1'}${choice.withLeader ? ' with the leader' : ''}`;
}
