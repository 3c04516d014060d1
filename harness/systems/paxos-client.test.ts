import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ClientRequest, clientProtocolVersion, encodeFrame, FrameReader, type NodeToClient } from '#cluster-node';
import type { Address, Attempt, Completion } from '../ports/index.ts';
import { until } from '../until.ts';
import { PaxosEndpoint } from './paxos-client.ts';

/** A node that welcomes (unless told otherwise) and hands each request to the test. */
class ScriptedNode {
  readonly server: Server = createServer((socket) => this.#take(socket));
  readonly sockets: Socket[] = [];
  readonly hellos: unknown[] = [];
  readonly requests: ClientRequest[] = [];
  greeting: NodeToClient | null = { kind: 'welcome', version: clientProtocolVersion, node: 'n1', incarnation: 1 };
  onRequest: (request: ClientRequest, socket: Socket) => void = () => {};

  async listen(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  #take(socket: Socket): void {
    this.sockets.push(socket);
    const reader = new FrameReader(1 << 20);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      for (const message of reader.push(chunk)) this.#handle(message as { kind: string }, socket);
    });
  }

  #handle(message: { kind: string }, socket: Socket): void {
    if (message.kind === 'hello') {
      this.hellos.push(message);
      if (this.greeting !== null) socket.write(encodeFrame(this.greeting));
      return;
    }
    const request = message as ClientRequest;
    this.requests.push(request);
    this.onRequest(request, socket);
  }
}

let node: ScriptedNode;
let address: Address;
let endpoint: PaxosEndpoint;

beforeEach(async () => {
  node = new ScriptedNode();
  address = { host: '127.0.0.1', port: await node.listen() };
  endpoint = new PaxosEndpoint({ node: 'n1', address, connectTimeoutMs: 20_000 });
});

afterEach(async () => {
  await endpoint[Symbol.asyncDispose]();
  node.close();
});

describe('an attempt', () => {
  test('is sent after the greeting and ends with its answer', async () => {
    node.onRequest = ({ id }, socket) => respond(socket, id, { kind: 'ok', value: 7 });
    expect(await endpoint.attempt(attempt({ f: 'read', sequence: 3, acknowledged: 2 }), 5_000)).toEqual({
      kind: 'ok',
      value: 7,
    });
    expect(node.hellos).toEqual([{ kind: 'hello', version: clientProtocolVersion }]);
    expect(node.requests).toEqual([
      {
        kind: 'request',
        id: 1,
        client: 'run-1/0',
        sequence: 3,
        acknowledged: 2,
        operation: { f: 'read', key: 'x' },
      },
    ]);
  });

  test('carries what is written, and what a cas expects and writes', async () => {
    node.onRequest = ({ id }, socket) => respond(socket, id, { kind: 'ok', value: null });
    await endpoint.attempt(attempt({ f: 'write', value: 5 }), 5_000);
    await endpoint.attempt(attempt({ f: 'cas', value: [5, 6] }), 5_000);
    expect(node.requests.map(({ operation }) => operation)).toEqual([
      { f: 'write', key: 'x', value: 5 },
      { f: 'cas', key: 'x', from: 5, to: 6 },
    ]);
  });

  test('that was rejected had no effect; one that was unavailable may have one', async () => {
    node.onRequest = ({ id, sequence }, socket) =>
      respond(socket, id, sequence === 1 ? { kind: 'rejected', reason: 'cas-mismatch', value: 4 } : unavailable);
    expect(await endpoint.attempt(attempt({ sequence: 1 }), 5_000)).toEqual({
      kind: 'rejected',
      error: 'cas-mismatch',
    });
    expect(await endpoint.attempt(attempt({ sequence: 2 }), 5_000)).toEqual(indefinite('no leader', true));
  });

  test('is told from others that are outstanding, in whatever order they are answered', async () => {
    node.onRequest = (_request, socket) => {
      if (node.requests.length < 3) return;
      for (const { id, sequence } of node.requests.toReversed()) respond(socket, id, { kind: 'ok', value: sequence });
    };
    const all = [1, 2, 3].map((sequence) => endpoint.attempt(attempt({ sequence }), 5_000));
    expect(await Promise.all(all)).toEqual([1, 2, 3].map((value) => ({ kind: 'ok', value })));
    expect(node.sockets).toHaveLength(1);
  });

  test('that gets no answer in time is indefinite and was sent', async () => {
    node.onRequest = ({ id, sequence }, socket) => {
      if (sequence === 1) respond(socket, id, { kind: 'ok', value: 7 });
    };
    await endpoint.attempt(attempt({ sequence: 1 }), 20_000);
    expect(await endpoint.attempt(attempt({ sequence: 2 }), 50)).toEqual(indefinite('timeout', true));
  });

  test('is lost with its connection, as all that were outstanding, and the next one connects anew', async () => {
    node.onRequest = (_request, socket) => {
      if (node.requests.length === 2) socket.destroy();
    };
    const lost = [1, 2].map((sequence) => endpoint.attempt(attempt({ sequence }), 5_000));
    expect(await Promise.all(lost)).toEqual([indefinite('connection-lost', true), indefinite('connection-lost', true)]);
    node.onRequest = ({ id }, socket) => respond(socket, id, { kind: 'ok', value: 7 });
    expect(await endpoint.attempt(attempt({ sequence: 3 }), 5_000)).toEqual({ kind: 'ok', value: 7 });
  });

  test('was not sent when nobody listens', async () => {
    node.close();
    expect(await endpoint.attempt(attempt({}), 5_000)).toEqual(indefinite('connection-refused', false));
  });

  test('was not sent when the node refuses the greeting', async () => {
    node.greeting = { kind: 'refused', reason: 'version 9' };
    expect(await endpoint.attempt(attempt({}), 5_000)).toEqual(indefinite('refused: version 9', false));
  });

  test('was not sent when the greeting is not answered', async () => {
    node.greeting = null;
    await using impatient = new PaxosEndpoint({ node: 'n1', address, connectTimeoutMs: 50 });
    expect(await impatient.attempt(attempt({}), 5_000)).toEqual(indefinite('connect-timeout', false));
  });

  test('that timed out before the greeting is never sent later', async () => {
    node.greeting = null;
    expect(await endpoint.attempt(attempt({ sequence: 1 }), 50)).toEqual(indefinite('timeout', false));
    const second = endpoint.attempt(attempt({ sequence: 2 }), 5_000);
    expect(await until(() => node.hellos.length === 1, { timeoutMs: 5_000 })).toBe(true);
    node.sockets[0]?.write(
      encodeFrame({ kind: 'welcome', version: clientProtocolVersion, node: 'n1', incarnation: 1 }),
    );
    node.onRequest = ({ id }, socket) => respond(socket, id, { kind: 'ok', value: 7 });
    await second;
    expect(node.requests.map(({ sequence }) => sequence)).toEqual([2]);
  });

  test.each([
    ['no JSON', Buffer.from([0, 0, 0, 1, 123]), 'bad-frame'],
    ['a frame over the limit', Buffer.from([127, 0, 0, 0]), 'bad-frame'],
    ['an unknown message', encodeFrame({ kind: 'surprise' }), 'bad-message'],
    ['an answer without an outcome', encodeFrame({ kind: 'response', id: 1 }), 'bad-message'],
  ])('is indefinite when the node answers with %s', async (_what, bytes, error) => {
    node.onRequest = (_request, socket) => socket.write(bytes);
    expect(await endpoint.attempt(attempt({}), 5_000)).toEqual(indefinite(error, true));
  });

  test('ends when the client is closed, and none begins after that', async () => {
    const outstanding = endpoint.attempt(attempt({}), 5_000);
    expect(await until(() => node.requests.length === 1, { timeoutMs: 5_000 })).toBe(true);
    await endpoint[Symbol.asyncDispose]();
    expect(await outstanding).toEqual(indefinite('client-closed', true));
    expect(await endpoint.attempt(attempt({}), 5_000)).toEqual(indefinite('client-closed', false));
  });
});

const unavailable = { kind: 'unavailable', reason: 'no leader' } as const;

function respond(socket: Socket, id: number, outcome: Extract<NodeToClient, { kind: 'response' }>['outcome']): void {
  socket.write(encodeFrame({ kind: 'response', id, outcome }));
}

function indefinite(error: string, sent: boolean): Completion {
  return { kind: 'indefinite', error, sent };
}

function attempt(parts: Partial<Attempt>): Attempt {
  return { client: 'run-1/0', sequence: 1, acknowledged: 0, f: 'read', key: 'x', value: null, ...parts };
}
