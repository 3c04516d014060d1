/** The time of a run. Real in the process and docker environments, virtual in the simulator. */
export interface Clock {
  /** Nanoseconds since the run began; never goes back. */
  nowNs(): number;
  /** Resolves after `delayMs`; rejects with the reason of `signal` when that aborts first. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}
