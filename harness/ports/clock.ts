/** The time of a run. Real in the process and docker environments, virtual in the simulator. */
export interface Clock {
  /** Nanoseconds since the run began; never goes back. */
  nowNs(): number;
  /** The wall clock beside it: milliseconds since 1970. It goes wherever somebody sets it. */
  wallMs(): number;
  /** Resolves after `delayMs`; rejects with the reason of `signal` when that aborts first. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}
