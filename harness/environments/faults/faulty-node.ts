/** One life of a node, from a start to the end that follows. */
export type NodeLife = Readonly<{
  /** Differs from that of every other life. */
  key: string;
  /** How people know it, for example `pid 4711`. */
  says: string;
  /** The letter that the kernel gives the process, `T` when it is stopped; null when that cannot be seen. */
  state: string | null;
}>;

/** A node as kills and pauses see it, wherever it runs. */
export interface FaultyNode {
  readonly node: string;
  /** The life that goes on at this moment, be it stopped; null when there is none. */
  life(): Promise<NodeLife | null>;
  /** Sends a signal to the latest process; does nothing when that is gone. */
  signal(name: NodeJS.Signals): void | Promise<void>;
  /** SIGKILL; waits a while for the end, and leaves it to the caller to look whether it came. */
  kill(): Promise<void>;
  /** Starts the node on its data, unless it runs, and waits until it answers `/health`. @throws HarnessError */
  start(timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** Waits until the node answers `/health`. @throws HarnessError NODE_NOT_READY */
  ready(timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** Whether the node answers `/health` with 200 at once. */
  isHealthy(): Promise<boolean>;
}
