import type { Server } from 'node:net';
import { parseMessage } from '../parse-message.ts';
import type { PeerBundle } from '../ports.ts';
import type { Message } from '../protocol/messages.ts';
import { type FramedConnection, framedServer } from './framed-server.ts';
import { peerFrameBytesMax, peerProtocolVersion } from './peer-protocol.ts';
import type { PeerTraffic } from './peer-traffic.ts';

const connectionsMax = 1_024;

/** Takes in what peers send; of each peer only the newest connection counts. */
export function peerServer(
  self: string,
  names: readonly string[],
  traffic: PeerTraffic,
  receive: (bundle: PeerBundle) => void,
): Server {
  const newest = new Map<number, FramedConnection>();
  return framedServer(peerFrameBytesMax, connectionsMax, {
    introduce: (hello, connection) => {
      const from = peerOf(hello, self, names);
      if (typeof from === 'string') return from;
      newest.get(from)?.close();
      newest.set(from, connection);
      return (message, frame) => {
        if (typeof message === 'number') return connection.write(message);
        const messages: Message[] = [];
        const items: readonly unknown[] = Array.isArray(message) ? message : [null];
        for (const item of items) {
          const one = parseMessage(item);
          if (one === null) break;
          traffic.receivedMessage();
          messages.push(one);
        }
        const isWhole = messages.length === items.length;
        receive({ from, messages, frame: isWhole ? frame : null });
        if (!isWhole) connection.close();
      };
    },
    received: (bytes) => traffic.receivedBytes(bytes),
    closed: (connection) => {
      for (const [from, held] of newest) if (held === connection) newest.delete(from);
    },
  });
}

/** The index of the peer that says hello, or why it is not welcome, without repeating anything that it said. */
function peerOf(hello: unknown, self: string, names: readonly string[]): number | string {
  if (typeof hello !== 'object' || hello === null) return 'the first frame is not a hello';
  const { kind, role, version, from, to } = hello as Record<string, unknown>;
  if (kind !== 'hello' || role !== 'peer') return 'the first frame is not the hello of a peer';
  if (version !== peerProtocolVersion) return `this node speaks version ${peerProtocolVersion} of the peer protocol`;
  if (to !== self) return `this is ${self}`;
  const index = names.findIndex((name) => name === from);
  return index === -1 || from === self ? `that is no peer of ${self}` : index;
}
