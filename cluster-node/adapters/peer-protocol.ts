/**
 * What travels between nodes: frames (framing.ts). Each node dials one connection to each other node, on which only
 * the dialling node's messages travel; a cut of it is a cut in one direction. The dialler sends `hello`, and then frames
 * that are arrays of messages, or the number of a ping; the other side answers each ping with its number, so that
 * the dialler notices silence and dials again.
 * What a command can be is part of the version: a node that does not know one would execute nothing, and differ for ever.
 */
export const peerProtocolVersion = 2;

export type PeerHello = Readonly<{
  kind: 'hello';
  role: 'peer';
  version: number;
  from: string;
  to: string;
  incarnation: number;
}>;

/** A frame between nodes holds at most this; larger batches are sent in several. */
export const peerFrameBytesMax: number = 16 * 1024 * 1024;
export const messagesPerFrameMax = 512;
