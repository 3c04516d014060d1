/**
 * What travels between a client and its home node: frames (see framing.ts), one JSON message each. The client speaks
 * first (`hello`); the node answers `welcome`, or `refused` and closes. After that the client sends requests, any
 * number at once, and the node answers each that it can; it never answers one whose outcome it does not know.
 */
export const clientProtocolVersion = 2;

export type ClientHello = Readonly<{ kind: 'hello'; version: number }>;

/**
 * `client` and `sequence` (from 1) name a command for ever: a retry bears the same. `acknowledged`: every lower sequence of this
 * client has been answered and will not be asked for again. A retry repeats the whole request, `acknowledged` included.
 */
export type ClientRequest = Readonly<{
  kind: 'request';
  id: number;
  client: string;
  sequence: number;
  acknowledged: number;
  operation: KeyValueOperation;
}>;

/** Values are JSON scalars; a key that was never written reads as null. */
export type KeyValueOperation =
  | Readonly<{ f: 'read'; key: string }>
  | Readonly<{ f: 'write'; key: string; value: Scalar }>
  | Readonly<{ f: 'cas'; key: string; from: Scalar; to: Scalar }>
  | Readonly<{ f: 'txn'; micros: readonly MicroOperation[] }>;

export type Scalar = string | number | boolean | null;

/**
 * What a transaction does with one list: appends an element, or reads it whole. All of a transaction happens at one
 * moment, in its order. Lists have keys of their own: a register and a list of one name know nothing of each other.
 */
export type MicroOperation =
  | readonly [f: 'append', key: string, element: ListElement]
  | readonly [f: 'r', key: string, unread: null];

export type ListElement = Exclude<Scalar, null>;

/** A micro-operation with what it read; null: nothing was ever appended. */
export type MicroResult =
  | readonly [f: 'append', key: string, element: ListElement]
  | readonly [f: 'r', key: string, list: readonly ListElement[] | null];

/** What an operation came to: a scalar, or of a transaction its micro-operations filled in. */
export type Answer = Scalar | readonly MicroResult[];

/**
 * `ok`: applied; `value` is what a read saw. `rejected`: certainly without effect (a cas that found another value than
 * `from`, which `value` tells; a transaction past a bound): the one answer that makes an op `fail`. `unavailable`: nothing is known; it may
 * have been or may yet be applied.
 */
export type ClientOutcome =
  | Readonly<{ kind: 'ok'; value: Answer }>
  | Readonly<{ kind: 'rejected'; reason: string; value: Scalar }>
  | Readonly<{ kind: 'unavailable'; reason: string }>;

export type NodeToClient =
  | Readonly<{ kind: 'welcome'; version: number; node: string; incarnation: number }>
  | Readonly<{ kind: 'refused'; reason: string }>
  | Readonly<{ kind: 'response'; id: number; outcome: ClientOutcome }>;
