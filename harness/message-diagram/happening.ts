import type { CommandOutcome, JournalRecord, Message, TraceEvent, Value } from '#cluster-node';

/** Something that happened in a run, for a diagram. Nodes are indices; times are milliseconds. */
export type Happening = Readonly<{
  atMs: number;
  /** How many events there had been by then. */
  event: number;
}> &
  (
    | Readonly<{ kind: 'delivered'; from: number; to: number; message: Message; sentAtMs: number }>
    | Readonly<{
        kind: 'missed';
        from: number;
        to: number;
        message: Message;
        sentAtMs: number;
        /** `down`: it came to a node that was not running. */
        why: 'cut' | 'lost' | 'dropped' | 'down';
      }>
    /** A client asks a node for a command. */
    | Readonly<{ kind: 'asked'; node: number; value: Value }>
    | Readonly<{ kind: 'answered'; node: number; value: Value; outcome: CommandOutcome }>
    /** What a sync has made durable, in order. */
    | Readonly<{ kind: 'durable'; node: number; records: readonly JournalRecord[] }>
    | Readonly<{ kind: 'trace'; node: number; told: TraceEvent }>
    | Readonly<{ kind: 'crashed'; node: number; append: 'idle' | 'lost' | 'torn' | 'whole' }>
    | Readonly<{ kind: 'started'; node: number; tornBytes: number }>
    | Readonly<{ kind: 'stopped'; node: number; reason: string }>
    /** A fault begins or ends, at some nodes. */
    | Readonly<{ kind: 'fault'; nodes: readonly number[]; words: string }>
    /** Somebody objects, and the run ends; or goes on, where a schedule is to come to its end. */
    | Readonly<{ kind: 'violation'; words: string }>
  );
