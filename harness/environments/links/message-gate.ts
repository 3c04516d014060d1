import type { HeldMessage } from '../../ports/index.ts';

type Waiting = Readonly<{ held: HeldMessage; pass(): void }>;

/** What a schedule plays with is a handful; beyond this the network is full, and messages are lost as in any other. */
const heldMax = 100_000;

/** Holds the messages of all links between nodes until each is released, or until the gate is opened for good. */
export class MessageGate {
  #waiting: Waiting[] = [];
  #isOpen = false;

  /** What waits, in the order in which it came. */
  get held(): readonly HeldMessage[] {
    return this.#waiting.map(({ held }) => held);
  }

  /** Holds a message; `pass` hands it on once it is released, which is at once when the gate is open. */
  take(held: HeldMessage, pass: () => void): void {
    if (this.#isOpen) pass();
    else if (this.#waiting.length < heldMax) this.#waiting.push({ held, pass });
  }

  /** Hands on those messages that `isMeant`, in their order; returns how many. What they cause waits in its turn. */
  release(isMeant: (held: HeldMessage) => boolean): number {
    const released = new Set(this.#waiting.filter(({ held }) => isMeant(held)));
    this.#waiting = this.#waiting.filter((waiting) => !released.has(waiting));
    for (const { pass } of released) pass();
    return released.size;
  }

  /** Hands on a copy of those that `isMeant`, and goes on holding them; returns how many. */
  repeat(isMeant: (held: HeldMessage) => boolean): number {
    const repeated = this.#waiting.filter(({ held }) => isMeant(held));
    for (const { pass } of repeated) pass();
    return repeated.length;
  }

  /** Drops what waits, and lets everything pass from here on. */
  open(): void {
    this.#isOpen = true;
    this.#waiting = [];
  }
}
