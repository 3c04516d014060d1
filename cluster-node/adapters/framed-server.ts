import { createServer, type Server, type Socket } from 'node:net';
import { encodeFrame, FrameError, FrameReader, type ReceivedFrame } from '../framing.ts';
import { ConnectionLimit } from './connection-limit.ts';

/** One accepted connection that has said who it is. */
export interface FramedConnection {
  /** Writes a frame; a peer that does not read what it is sent is disconnected, so the queue stays bounded. */
  write(message: unknown): void;
  close(): void;
}

export type TakeFrame = (message: unknown, frame: ReceivedFrame) => void;

/** What a port does with its connections. */
export type FramedHandler = Readonly<{
  /** Reads the first frame: takes each later one, with the bytes that it was; or why it is refused. */
  introduce(hello: unknown, connection: FramedConnection): TakeFrame | string;
  closed(connection: FramedConnection): void;
  /** A connection that has said who it is, now or before, sent so many bytes. */
  received?(bytes: number): void;
}>;

const writableBytesMax = 4 * 1024 * 1024;
const helloDeadlineMs = 2_000;
/** Strangers send one small frame: what they can make a port hold is this times `strangersMax`, and not `frameBytesMax`. */
const helloBytesMax = 16 * 1024;
const strangersMax = 256;

/** A port for frames: bounded frames, bounded queues, a deadline for the first frame; whoever sends nonsense is disconnected. */
export function framedServer(frameBytesMax: number, connectionsMax: number, handler: FramedHandler): Server {
  const strangers = new ConnectionLimit({ strangersMax, deadlineMs: helloDeadlineMs });
  const server = createServer({ noDelay: true }, (socket) => {
    strangers.admit(socket);
    serve(socket, frameBytesMax, strangers, handler);
  });
  server.maxConnections = connectionsMax;
  return server;
}

function serve(socket: Socket, frameBytesMax: number, strangers: ConnectionLimit, handler: FramedHandler): void {
  const reader = new FrameReader(frameBytesMax);
  let take: TakeFrame | null = null;
  const connection: FramedConnection = {
    write: (message) => {
      if (socket.destroyed || !socket.writable) return;
      if (socket.writableLength > writableBytesMax) return void socket.destroy();
      // one batch answers many requests, and what this turn of the event loop writes goes out with one system call
      if (socket.writableCorked === 0) {
        socket.cork();
        process.nextTick(() => socket.uncork());
      }
      socket.write(encodeFrame(message));
    },
    close: () => socket.destroy(),
  };
  const onFrame = (frame: ReceivedFrame): void => {
    if (socket.destroyed) return;
    const { message } = frame;
    if (take !== null) return take(message, frame);
    const introduced = handler.introduce(message, connection);
    if (typeof introduced === 'string') {
      socket.end(encodeFrame({ kind: 'refused', reason: introduced }));
    } else {
      strangers.introduced(socket);
      take = introduced;
    }
  };
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const frame of reader.pushFrames(chunk)) onFrame(frame);
      if (take !== null) handler.received?.(chunk.length);
      else if (reader.heldBytes > helloBytesMax) socket.destroy();
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    if (take !== null) handler.closed(connection);
  });
}
