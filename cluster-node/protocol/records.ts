/**
 * What a node writes to its journal. The recovery contract: reading all records in order gives back every fact that a
 * message has relied on. `vote` is one record (round and value together), because a torn pair could name a value that
 * nobody proposed in that round. protocol.md 2.2 and 4.1.
 */
export type JournalRecord =
  /**
   * A start of the process on this data directory, and what it took back from the records before this one: its promise
   * for all instances (0: none), and in how many instances it had voted.
   */
  | Readonly<{ kind: 'start'; node: string; incarnation: number; promised: number; votes: number }>
  /** The coordinator is about to begin `round`, and will never begin it again. */
  | Readonly<{ kind: 'began'; round: number }>
  /** The acceptor's promise for all instances. */
  | Readonly<{ kind: 'promise'; round: number }>
  /** The acceptor's promise for one instance (recovery of a collision). */
  | Readonly<{ kind: 'promise-instance'; instance: number; round: number }>
  | Readonly<{ kind: 'vote'; instance: number; round: number; value: string }>
  /** The learner knows that `value` is chosen. A convenience after a restart: no message waits for it. */
  | Readonly<{ kind: 'chosen'; instance: number; value: string }>;
