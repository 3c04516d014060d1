import { connect } from 'node:http2';
import type { Connection } from './connection.ts';

/**
 * Connects to an etcd node in its own protocol, gRPC, which is a small protobuf message in an HTTP/2 stream; its
 * HTTP/1 gateway would cost the node a second request for each write.
 */
export async function connectEtcd(port: number): Promise<Connection> {
  const session = connect(`http://127.0.0.1:${port}`);
  await new Promise<void>((resolve, reject) => {
    session.once('remoteSettings', () => resolve());
    session.once('error', reject);
  });
  session.on('error', () => {}); // the streams tell
  return {
    write: (key, value) =>
      new Promise((resolve) => {
        const stream = session.request({
          ':method': 'POST',
          ':path': '/etcdserverpb.KV/Put',
          'content-type': 'application/grpc',
          te: 'trailers',
        });
        let status: unknown;
        stream.on('response', (headers) => {
          status = headers['grpc-status'];
        });
        stream.on('trailers', (headers) => {
          status = headers['grpc-status'];
        });
        stream.on('error', () => {});
        stream.on('close', () => resolve(status === '0'));
        stream.resume();
        stream.end(putRequest(key, value));
      }),
    close: () => session.destroy(),
  };
}

/** A gRPC frame (one byte: not compressed; four bytes of length) with `PutRequest { bytes key = 1; bytes value = 2; }`. */
export function putRequest(key: string, value: string): Buffer {
  const message = Buffer.concat([bytesField(1, key), bytesField(2, value)]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

function bytesField(number: number, text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(bytes.length)]), bytes]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
