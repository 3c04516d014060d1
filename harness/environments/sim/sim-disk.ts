import type { Rng } from '../../ports/index.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How long a sync takes, drawn evenly from a range, in milliseconds. */
export type DiskTiming = Readonly<{ syncMinMs: number; syncMaxMs: number }>;

/**
 * A disk on which written and durable differ. A crash loses what was not synced, or leaves any prefix of it (a torn
 * record); it may also fall between the moment at which an append is durable and the moment at which the node hears of it.
 */
export class SimDisk {
  readonly #time: VirtualTime;
  readonly #rng: Rng;
  readonly #timing: DiskTiming;
  #durable: Buffer[] = [];
  #writing: Buffer | null = null;
  #life = 0;

  constructor(time: VirtualTime, rng: Rng, timing: DiskTiming) {
    this.#time = time;
    this.#rng = rng;
    this.#timing = timing;
  }

  /** `onDurable` is called at the moment of durability, `done` a little later, unless a crash comes first. */
  append(bytes: Buffer, onDurable: () => void, done: (error: Error | null) => void): void {
    const life = this.#life;
    const { syncMinMs, syncMaxMs } = this.#timing;
    this.#writing = bytes;
    this.#time.after(syncMinMs + this.#rng.fraction() * (syncMaxMs - syncMinMs), () => {
      if (life !== this.#life) return;
      this.#writing = null;
      this.#durable.push(bytes);
      onDurable();
      this.#time.after(0.01, () => {
        if (life === this.#life) done(null);
      });
    });
  }

  /** Ends every append that is under way. */
  crash(): void {
    this.#life += 1;
    if (this.#writing !== null && this.#rng.int(0, 1) === 1) {
      this.#durable.push(this.#writing.subarray(0, this.#rng.int(0, this.#writing.length - 1)));
    }
    this.#writing = null;
  }

  /** What a restarted node finds. */
  read(): Buffer {
    return Buffer.concat(this.#durable);
  }

  /** Cuts the file to its first `bytes`. */
  truncate(bytes: number): void {
    this.#durable = [this.read().subarray(0, bytes)];
  }
}
