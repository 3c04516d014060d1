import { fractionFor, mixed } from './chance.ts';
import { DurableBytes } from './durable-bytes.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How long a sync takes, drawn evenly from a range, in milliseconds. */
export type DiskTiming = Readonly<{ syncMinMs: number; syncMaxMs: number }>;

/**
 * What a crash did to the append that was under way: nothing of it is left, or a prefix; or all of it is, and the node did
 * not live to hear of it. `idle`: there was none.
 */
export type CrashedAppend = 'idle' | 'lost' | 'torn' | 'whole';

type Append = Readonly<{ bytes: Buffer; stream: number; onDurable: () => void; done: (error: Error | null) => void }>;

/** Of so many appends it is remembered where they end. */
const endsMax = 4;

/** Which decision about an append a random number is for. */
const purpose = { duration: 1, crash: 2, tornAt: 3, interruption: 4 } as const;

/**
 * A disk on which written and durable differ. A crash loses what was not synced, or leaves any prefix of it (a torn
 * record), or all of it, of which the node does not hear any more. What happens to an append depends on the seed, the life of the
 * node and how many appends came before it in that life.
 */
export class SimDisk {
  readonly #time: VirtualTime;
  readonly #seed: number;
  readonly #timing: DiskTiming;
  readonly #durable = new DurableBytes();
  /** Where the latest appends end. */
  readonly #ends: number[] = [];
  #writing: Append | null = null;
  #life = 0;
  #appends = 0;
  #slowness = 1;
  #failsNext = false;
  #interruption: (() => void) | null = null;

  constructor(time: VirtualTime, seed: number, timing: DiskTiming) {
    this.#time = time;
    this.#seed = seed;
    this.#timing = timing;
  }

  /** `onDurable` is called at the moment of durability, `done` a little later, unless a crash comes first. */
  append(bytes: Buffer, onDurable: () => void, done: (error: Error | null) => void): void {
    const { syncMinMs, syncMaxMs } = this.#timing;
    const stream = mixed(mixed(this.#seed, this.#life), this.#appends);
    const append: Append = { bytes, stream, onDurable, done };
    this.#appends += 1;
    this.#writing = append;
    const takesMs = syncMinMs + fractionFor(stream, purpose.duration) * (syncMaxMs - syncMinMs);
    this.#time.after(takesMs * this.#slowness, () => this.#finish(append));
    this.#interrupt(append, takesMs * this.#slowness);
  }

  /** From now on syncs take so many times as long. */
  slowDown(factor: number): void {
    this.#slowness = factor;
  }

  /** The next sync to end reports an error, and what it was for is not on disk. */
  failNextSync(): void {
    this.#failsNext = true;
  }

  /** Calls `act` in the midst of the next append to begin. */
  duringNextAppend(act: () => void): void {
    this.#interruption = act;
  }

  /** From now on syncs succeed, and take as long as usual. */
  heal(): void {
    this.#slowness = 1;
    this.#failsNext = false;
    this.#interruption = null;
  }

  /** Ends the append that is under way; `keeps`: which part of it is left, from 0 to 1. Absent: that is left to chance. */
  crash(keeps?: number): CrashedAppend {
    const append = this.#writing;
    this.#life += 1;
    this.#appends = 0;
    this.#writing = null;
    this.#failsNext = false;
    if (append === null) return 'idle';
    const kept = keeps ?? partByChance(append.stream);
    if (kept < 1) {
      const size = Math.floor(kept * append.bytes.length);
      if (size > 0) this.#keep(append.bytes.subarray(0, size));
      return size > 0 ? 'torn' : 'lost';
    }
    this.#keep(append.bytes);
    append.onDurable();
    return 'whole';
  }

  /**
   * Changes one byte of what is durable, `place` of the way through it; not of the last two appends, which may be the last whole one
   * and a torn one, since a reader could not tell it from a torn one either. False when there is nothing else.
   */
  corrupt(place: number): boolean {
    const sizeBytes = this.#ends.at(-3) ?? 0;
    if (sizeBytes === 0) return false;
    const bytes = this.#durable.read();
    const at = Math.floor(place * sizeBytes);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
    this.#durable.replaceBy(bytes);
    return true;
  }

  /** What a restarted node finds. */
  read(): Buffer {
    return this.#durable.read();
  }

  /** Cuts the file to its first `bytes`. */
  truncate(bytes: number): void {
    this.#durable.truncate(bytes);
    while ((this.#ends.at(-1) ?? 0) > bytes) this.#ends.pop();
  }

  #interrupt(append: Append, takesMs: number): void {
    const act = this.#interruption;
    this.#interruption = null;
    if (act === null) return;
    this.#time.after(takesMs * fractionFor(append.stream, purpose.interruption), () => {
      if (append === this.#writing) act();
    });
  }

  #keep(bytes: Buffer): void {
    this.#durable.append(bytes);
    this.#ends.push(this.#durable.sizeBytes);
    if (this.#ends.length > endsMax) this.#ends.shift();
  }

  #finish(append: Append): void {
    if (append !== this.#writing) return;
    this.#writing = null;
    if (this.#failsNext) {
      this.#failsNext = false;
      return append.done(new Error('EIO: i/o error, fdatasync'));
    }
    this.#keep(append.bytes);
    append.onDurable();
    const life = this.#life;
    this.#time.soon(() => {
      if (life === this.#life) append.done(null);
    });
  }
}

/** In a third of all cases nothing is left, in a third a part, and in a third everything. */
function partByChance(stream: number): number {
  const luck = fractionFor(stream, purpose.crash);
  if (luck < 1 / 3) return 0;
  return luck < 2 / 3 ? fractionFor(stream, purpose.tornAt) : 1;
}
