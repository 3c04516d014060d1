import type { Rng } from '../../ports/index.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What the network does to messages; fractions from 0 to 1, delays in milliseconds. */
export type NetworkTiming = Readonly<{
  delayMinMs: number;
  delayMaxMs: number;
  /** This fraction takes ten times the longest delay, and so overtakes nobody. */
  straggling: number;
  lost: number;
  duplicated: number;
  /** What every message takes besides; stragglers too take it once. Absent: 0. */
  linkDelayMs?: number;
}>;

/**
 * Carries encoded messages between nodes, each on its own: so they overtake each other. A link may be cut in one
 * direction; what is under way on it when it is cut is lost.
 */
export class SimNetwork {
  readonly #time: VirtualTime;
  readonly #rng: Rng;
  readonly #receive: (to: number, from: number, bytes: string) => void;
  readonly #cut = new Set<string>();
  readonly #slow = new Map<number, number>();
  readonly #passed = new Map<string, number>();
  #timing: NetworkTiming;

  constructor(
    time: VirtualTime,
    rng: Rng,
    timing: NetworkTiming,
    receive: (to: number, from: number, bytes: string) => void,
  ) {
    this.#time = time;
    this.#rng = rng;
    this.#timing = timing;
    this.#receive = receive;
  }

  send(from: number, to: number, bytes: string): void {
    const { lost, duplicated } = this.#timing;
    if (this.#cut.has(link(from, to))) return;
    if (lost > 0 && this.#rng.fraction() < lost) return;
    this.#carry(from, to, bytes);
    if (duplicated > 0 && this.#rng.fraction() < duplicated) this.#carry(from, to, bytes);
  }

  cut(from: number, to: number): void {
    this.#cut.add(link(from, to));
  }

  healLink(from: number, to: number): void {
    this.#cut.delete(link(from, to));
  }

  isCut(from: number, to: number): boolean {
    return this.#cut.has(link(from, to));
  }

  /** Whatever `from` sends from now on takes so much longer, or, with 0, no longer than usual. */
  slowDown(from: number, extraMs: number): void {
    this.#slow.set(from, extraMs);
  }

  /** How many messages have arrived over a link since the start. */
  passed(from: number, to: number): number {
    return this.#passed.get(link(from, to)) ?? 0;
  }

  /** Restores every link and its speed, and loses and repeats no message from now on. */
  heal(): void {
    this.#cut.clear();
    this.#slow.clear();
    this.#timing = { ...this.#timing, lost: 0, duplicated: 0, straggling: 0 };
  }

  #carry(from: number, to: number, bytes: string): void {
    const { delayMinMs, delayMaxMs, straggling, linkDelayMs = 0 } = this.#timing;
    const delayMs = delayMinMs + this.#rng.fraction() * (delayMaxMs - delayMinMs);
    const isStraggler = straggling > 0 && this.#rng.fraction() < straggling;
    const extraMs = (this.#slow.get(from) ?? 0) + linkDelayMs;
    this.#time.after((isStraggler ? delayMs * 10 : delayMs) + extraMs, () => {
      const name = link(from, to);
      if (this.#cut.has(name)) return;
      this.#passed.set(name, (this.#passed.get(name) ?? 0) + 1);
      this.#receive(to, from, bytes);
    });
  }
}

function link(from: number, to: number): string {
  return `${from}>${to}`;
}
