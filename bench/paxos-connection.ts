import { connect } from 'node:net';
import { type ClientRequest, clientProtocolVersion, encodeFrame, FrameReader } from '#cluster-node';
import type { Connection } from './connection.ts';

const frameLimitBytes = 1 << 20;

/** Connects to a Paxos node. `client` names whose writes these are; every key is a client of its own. */
export async function connectPaxos(port: number, client: string): Promise<Connection> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  const reader = new FrameReader(frameLimitBytes);
  const waiting = new Map<number, (isCommitted: boolean) => void>();
  const sequences = new Map<string, number>();
  let nextId = 1;
  const welcomed = Promise.withResolvers<void>();
  socket.on('error', welcomed.reject);
  socket.on('data', (chunk) => {
    for (const message of reader.push(Buffer.from(chunk))) {
      const { kind, id, outcome } = message as Record<string, unknown>;
      if (kind === 'welcome') welcomed.resolve();
      if (typeof id !== 'number') continue;
      waiting.get(id)?.(isOk(outcome));
      waiting.delete(id);
    }
  });
  const write = (message: unknown): void => {
    // whatever this turn of the event loop writes goes out together
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(() => socket.uncork());
    }
    socket.write(encodeFrame(message));
  };
  write({ kind: 'hello', version: clientProtocolVersion });
  await welcomed.promise;
  return {
    write: (key, value) => {
      const id = nextId++;
      const sequence = (sequences.get(key) ?? 0) + 1;
      sequences.set(key, sequence);
      const request: ClientRequest = {
        kind: 'request',
        id,
        client: `${client}-${key}`,
        sequence,
        acknowledged: sequence,
        operation: { f: 'write', key, value },
      };
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        write(request);
      });
    },
    close: () => socket.destroy(),
  };
}

function isOk(outcome: unknown): boolean {
  return typeof outcome === 'object' && outcome !== null && 'kind' in outcome && outcome.kind === 'ok';
}
