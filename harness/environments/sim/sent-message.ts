import { encodeFrame, FrameReader, type Message, parseMessage, peerFrameBytesMax } from '#cluster-node';
import { invariant } from '#foundation';
import { mixed, textHash } from './chance.ts';

/** What kind of a message one is: a number from 0, for tables, and a hash of its name. */
export type SentKind = Readonly<{ place: number; hash: number }>;

/** A message on its way. What the receiver makes of its bytes can be shared by all who receive the same, since no message is ever changed. */
export type SentMessage = Readonly<{
  message: Message;
  kind: SentKind;
  /** Of all that it says. */
  hash: number;
}>;

type Phase2b = Extract<Message, { kind: 'phase2b' }>;

/** A power of two. */
const votesMax = 256;
/** Of short messages, one in so many becomes bytes; a list is short up to so many entries. */
const bytesEvery = 64;
const entriesSpared = 16;

/**
 * The way through the codec of real nodes. Reading back the bytes of a message makes of it what `parseMessage` makes of the
 * message itself, as a test shows; so short messages are spared the bytes, but for one in 64, and long lists are not.
 */
export class WireCodec {
  readonly #reader = new FrameReader(peerFrameBytesMax);
  readonly #kinds = new Map<string, SentKind>();
  /** The vote last sent in some instance, and what came of it: most messages are votes, which all acceptors send alike. */
  readonly #votes: ({ readonly vote: Phase2b; readonly sent: SentMessage } | undefined)[] = Array.from({
    length: votesMax,
  });
  #short = 0;

  /** `message` as it leaves its node, and as it arrives; null: nobody could read it, as only a broken node's. */
  send(message: Message): SentMessage | null {
    if (message.kind !== 'phase2b') return this.#pass(message);
    const place = message.instance % votesMax;
    const last = this.#votes[place];
    if (last !== undefined && isSameVote(last.vote, message)) return last.sent;
    const sent = this.#pass(message);
    if (sent !== null) this.#votes[place] = { vote: message, sent };
    return sent;
  }

  #pass(message: Message): SentMessage | null {
    const received = parseMessage(this.#isSparedBytes(message) ? message : this.#throughBytes(message));
    const isReadable: boolean = received !== null;
    invariant(isReadable, 'what a node sends, a node can read', { message });
    // assertions are off where broken nodes are tried
    if (received === null) return null;
    const kind = this.#kindOf(received.kind);
    return { message: received, kind, hash: hashOf(received, kind) };
  }

  #isSparedBytes(message: Message): boolean {
    if (entriesIn(message) > entriesSpared) return false;
    this.#short += 1;
    return this.#short % bytesEvery !== 0;
  }

  #throughBytes(message: Message): unknown {
    const [received] = this.#reader.push(encodeFrame(message));
    return received;
  }

  #kindOf(name: string): SentKind {
    const known = this.#kinds.get(name);
    if (known !== undefined) return known;
    const kind: SentKind = { place: this.#kinds.size, hash: textHash(name) };
    this.#kinds.set(name, kind);
    return kind;
  }
}

function entriesIn(message: Message): number {
  if (message.kind === 'phase1b') return message.votes.length + message.chosen.length;
  return message.kind === 'chosen' ? message.entries.length : 0;
}

function isSameVote(a: Phase2b, b: Phase2b): boolean {
  return a.instance === b.instance && a.round === b.round && a.value === b.value;
}

/** Of the fields of what is sent for each command, and of the text of the rest. */
function hashOf(message: Message, { hash }: SentKind): number {
  const { kind } = message;
  if (kind === 'phase2a' || kind === 'phase2b')
    return mixed(mixed(mixed(hash, message.round), message.instance), textHash(message.value));
  if (kind === 'propose') return mixed(mixed(hash, message.next), textHash(message.value));
  if (kind === 'heartbeat-ack') {
    const all = mixed(mixed(hash, message.round), message.chosenThrough);
    return message.recorded === undefined ? all : mixed(all, message.recorded);
  }
  if (kind === 'chosen') return hashOfChosen(message, hash);
  return textHash(JSON.stringify(message));
}

function hashOfChosen({ entries, next, vouched }: Extract<Message, { kind: 'chosen' }>, hash: number): number {
  let all = mixed(mixed(hash, next), vouched === true ? 1 : 0);
  for (const [instance, value] of entries) all = mixed(mixed(all, instance), textHash(value));
  return all;
}
