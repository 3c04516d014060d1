import type { Message, RoundKind } from '#cluster-node';

/** A message with its sender. */
export type Arrival = Readonly<{ from: number; message: Message }>;

/** Something that happens to one node of an explored cluster. */
export type LocalEvent =
  | TakenIn
  /** It loses what is not on disk, and starts again. */
  | Readonly<{ kind: 'crash' }>
  /**
   * It takes in `event`, and what it tells itself then, and crashes in the midst of that: after so many batches of the runtime, and
   * in the next one with so many frames on disk and nothing sent but what does not wait for the disk.
   */
  | Readonly<{ kind: 'crash-within'; event: TakenIn; batches: number; frames: number }>;

/** What a running node takes in. */
export type TakenIn =
  /** One message after the other. */
  | Readonly<{ kind: 'deliver'; arrivals: readonly Arrival[] }>
  /** `number`: the one that its round is to have, which it has heard of no other; null: the next one. */
  | Readonly<{ kind: 'begin-round'; roundKind: RoundKind; number: number | null }>
  /** It is asked to recover this instance of its open fast round, right after these have arrived. */
  | Readonly<{ kind: 'recover'; instance: number; heard: readonly Arrival[] }>
  /** A client of this node asks for its command, right after these have arrived. */
  | Readonly<{ kind: 'command'; heard: readonly Arrival[] }>;
