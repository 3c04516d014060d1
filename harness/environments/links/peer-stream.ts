import { encodeFrame, FrameError, FrameReader, peerFrameBytesMax } from '#cluster-node';
import type { HeldMessage } from '../../ports/index.ts';

/** A part of what a node says to another: a message, or a frame that keeps the connection going, its hello or a ping. */
export type PeerPart =
  | Readonly<{ kind: 'message'; message: HeldMessage['message'] }>
  | Readonly<{ kind: 'frame'; bytes: Buffer }>;

/** Takes the stream of bytes apart that a node sends to a peer: frames of many messages come out as single messages. */
export class PeerStream {
  readonly #reader = new FrameReader(peerFrameBytesMax);

  /** The parts that `chunk` completes, in order. @throws FrameError when that is not what a node sends */
  push(chunk: Buffer): readonly PeerPart[] {
    return this.#reader.push(chunk).flatMap((frame): readonly PeerPart[] => {
      if (!Array.isArray(frame)) return [{ kind: 'frame', bytes: encodeFrame(frame) }];
      return frame.map((message: unknown) => {
        if (!isMessage(message)) throw new FrameError('a message has no kind');
        return { kind: 'message', message };
      });
    });
  }
}

function isMessage(value: unknown): value is HeldMessage['message'] {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}
