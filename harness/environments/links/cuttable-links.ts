import type { Link } from '#nemesis';

/** `undecided`: nothing was seen that proves the one or the other. */
export type LinkObservation = 'cut' | 'passes' | 'undecided';

/** The links of a cluster as partitions see them, however they are cut. */
export interface CuttableLinks {
  /** Cuts `links` until `owner` gives them back. */
  cut(owner: object, links: readonly Link[]): Promise<void>;
  /** Lets `links` of `owner` pass again, except those that another owner cuts too. */
  restore(owner: object, links: readonly Link[]): Promise<void>;
  /** What is seen of each link, in order, when it is used. Deadline inside. */
  observe(links: readonly Link[]): Promise<readonly LinkObservation[]>;
}
