/**
 * Decides between fast and classic rounds from how fast rounds went lately: with equal delays a fast round pays when
 * more than half of its instances need no recovery. Fast Paxos section 4.3, protocol.md 3.2 and 4.11.
 */
export class FastSuccess {
  static readonly #window = 32;
  static readonly #enough = 16;
  #outcomes: boolean[] = [];
  #pauseMs = 500;
  #notBeforeMs = 0;

  record(isFast: boolean): void {
    this.#outcomes.push(isFast);
    if (this.#outcomes.length > FastSuccess.#window) this.#outcomes.shift();
  }

  get isPoor(): boolean {
    const successes = this.#outcomes.filter(Boolean).length;
    return this.#outcomes.length >= FastSuccess.#enough && successes * 2 < this.#outcomes.length;
  }

  /** Fast rounds are given up for a while, each time for longer when it was for poor success. */
  pause(nowMs: number): void {
    if (this.isPoor) this.#pauseMs = Math.min(this.#pauseMs * 2, 8_000);
    else this.#pauseMs = 500;
    this.#notBeforeMs = nowMs + this.#pauseMs;
    this.#outcomes = [];
  }

  mayTry(nowMs: number): boolean {
    return nowMs >= this.#notBeforeMs;
  }
}
