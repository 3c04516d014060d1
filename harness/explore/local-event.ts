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
  | Readonly<{ kind: 'begin-round'; roundKind: RoundKind }>
  /** A client of this node asks for its command. */
  | Readonly<{ kind: 'command' }>;
