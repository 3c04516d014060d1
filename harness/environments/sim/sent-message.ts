import { crc32 } from 'node:zlib';
import { encodeFrame, FrameReader, type Message, parseMessage, peerFrameBytesMax } from '#cluster-node';
import { invariant } from '#foundation';

const reader = new FrameReader(peerFrameBytesMax);

/**
 * A message on its way, encoded as between real nodes. What the receiver makes of the bytes is worked out once: messages are
 * never changed, so that all receivers of a broadcast can share it.
 */
export class SentMessage {
  readonly message: Message;
  /** Of the bytes. */
  readonly hash: number;

  constructor(message: Message) {
    const frame = encodeFrame(message);
    const [received] = reader.push(frame);
    const parsed = parseMessage(received);
    invariant(parsed !== null, 'what a node sends, a node can read', { message });
    this.message = parsed;
    this.hash = crc32(frame) | 0;
  }
}
