import type { PeerBundle } from './ports.ts';
import type { ReplicaEvent } from './protocol/effects.ts';
import type { Message } from './protocol/messages.ts';

/** The JSON of so many messages that follow each other. */
export type ArrivedText = Readonly<{ text: string; messages: number }>;

/**
 * The JSON in which messages came, until they are given to the replica. Who writes down what a node was given copies it: to make it
 * once more from the messages costs several times as much.
 */
export class ArrivedTexts {
  readonly #byFirst = new Map<Message, PeerBundle>();

  /** These messages are about to be delivered, at least the first. */
  arrived(bundle: PeerBundle): void {
    const [first] = bundle.messages;
    // a line of JSON has no line breaks in it, but a peer may be of another make
    if (first !== undefined && bundle.text?.includes('\n') === false) this.#byFirst.set(first, bundle);
  }

  /** What came in one frame and is in `events` from `at` on, whole and in order; null: that is not known. */
  takeAt(events: readonly ReplicaEvent[], at: number): ArrivedText | null {
    const event = events[at];
    if (event?.kind !== 'message') return null;
    const bundle = this.#byFirst.get(event.message);
    if (bundle === undefined) return null;
    this.#byFirst.delete(event.message);
    const { messages, text } = bundle;
    for (let place = 1; place < messages.length; place += 1) {
      const other = events[at + place];
      if (other?.kind !== 'message' || other.message !== messages[place]) return null;
    }
    return text === null ? null : { text, messages: messages.length };
  }
}
