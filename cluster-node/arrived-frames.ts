import type { PeerBundle } from './ports.ts';
import type { ReplicaEvent } from './protocol/effects.ts';

/**
 * What peers sent, frame by frame, until it is given to the replica. Who writes down what a node was given copies the bytes: to make the
 * JSON once more from the messages costs several times as much.
 */
export class ArrivedFrames {
  /** In the order in which they came, which is that in which the replica is given them. */
  readonly #waiting: PeerBundle[] = [];

  /** These messages are about to be delivered, at least the first. */
  arrived(bundle: PeerBundle): void {
    if (bundle.frame !== null && bundle.messages.length > 0) this.#waiting.push(bundle);
  }

  /** What came in one frame and is in `events` from `at` on, whole and in order; null: that is not known. */
  takeAt(events: readonly ReplicaEvent[], at: number): PeerBundle | null {
    const bundle = this.#waiting[0];
    if (bundle === undefined || !isMessage(events[at], bundle, 0)) return null;
    this.#waiting.shift();
    for (let place = 1; place < bundle.messages.length; place += 1) {
      if (!isMessage(events[at + place], bundle, place)) return null;
    }
    return bundle;
  }
}

function isMessage(event: ReplicaEvent | undefined, { messages }: PeerBundle, place: number): boolean {
  return event?.kind === 'message' && event.message === messages[place];
}
