import { encodeFrameOf, FrameReader, type Message, parseMessage, peerFrameBytesMax } from '#cluster-node';
import { invariant } from '#foundation';
import { textHash } from './chance.ts';

/** A message on its way. What the receiver makes of its bytes can be shared by all who receive the same, since no message is ever changed. */
export type SentMessage = Readonly<{
  message: Message;
  /** Of the bytes. */
  hash: number;
}>;

type Phase2b = Extract<Message, { kind: 'phase2b' }>;

/** So many different messages are remembered: those of a moment, which acceptors send alike and coordinators to all. */
const rememberedMax = 256;
/** A power of two. */
const votesMax = 256;

/** The way through the codec of real nodes, which equal messages take once. */
export class WireCodec {
  readonly #reader = new FrameReader(peerFrameBytesMax);
  readonly #remembered = new Map<string, SentMessage>();
  /** The vote last sent in some instance, and what came of it: most messages are votes, which all acceptors send alike. */
  readonly #votes: ({ readonly vote: Phase2b; readonly sent: SentMessage } | undefined)[] = Array.from({
    length: votesMax,
  });

  /** `message` as it leaves its node, and as it arrives; null: nobody could read it, as only a broken node's. */
  send(message: Message): SentMessage | null {
    if (message.kind !== 'phase2b') return this.#sendText(JSON.stringify(message));
    const place = message.instance % votesMax;
    const last = this.#votes[place];
    if (last !== undefined && isSameVote(last.vote, message)) return last.sent;
    const sent = this.#sendText(JSON.stringify(message));
    if (sent !== null) this.#votes[place] = { vote: message, sent };
    return sent;
  }

  #sendText(text: string): SentMessage | null {
    const known = this.#remembered.get(text);
    if (known !== undefined) return known;
    const sent = this.#encode(text);
    if (sent === null) return null;
    if (this.#remembered.size >= rememberedMax) this.#remembered.clear();
    this.#remembered.set(text, sent);
    return sent;
  }

  #encode(text: string): SentMessage | null {
    const [received] = this.#reader.push(encodeFrameOf(text));
    const parsed = parseMessage(received);
    const isReadable: boolean = parsed !== null;
    invariant(isReadable, 'what a node sends, a node can read', { text });
    // assertions are off where broken nodes are tried
    return parsed === null ? null : { message: parsed, hash: textHash(text) };
  }
}

function isSameVote(a: Phase2b, b: Phase2b): boolean {
  return a.instance === b.instance && a.round === b.round && a.value === b.value;
}
