import { connect, type Socket } from 'node:net';
import {
  type ClientHello,
  type ClientRequest,
  clientProtocolVersion,
  encodeFrame,
  FrameError,
  FrameReader,
} from '#cluster-node';
import type { Address, Attempt, Completion, Endpoint } from '../ports/index.ts';
import { isClientOutcome, isObject } from './client-outcome.ts';
import { completionOf } from './completion-of.ts';
import { operationOf } from './operation-of.ts';

export type PaxosEndpointOptions = Readonly<{
  node: string;
  address: Address;
  /** How long connecting and the greeting may take (default 2 000). */
  connectTimeoutMs?: number;
}>;

const frameLimitBytes = 1 << 20;

/** A client of one Paxos node over framed JSON. Attempts share one connection, which is made anew after it was lost. */
export class PaxosEndpoint implements Endpoint {
  readonly node: string;
  readonly #address: Address;
  readonly #connectTimeoutMs: number;
  #connection: ClientConnection | null = null;
  #isClosed = false;

  constructor({ node, address, connectTimeoutMs = 2_000 }: PaxosEndpointOptions) {
    this.node = node;
    this.#address = address;
    this.#connectTimeoutMs = connectTimeoutMs;
  }

  attempt(attempt: Attempt, timeoutMs: number): Promise<Completion> {
    if (this.#isClosed) return Promise.resolve({ kind: 'indefinite', error: 'client-closed', sent: false });
    if (this.#connection === null || this.#connection.isOver) {
      this.#connection = new ClientConnection(this.#address, this.#connectTimeoutMs);
    }
    return this.#connection.request(attempt, timeoutMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#connection?.end('client-closed');
  }
}

type Pending = {
  readonly request: ClientRequest;
  readonly settle: (completion: Completion) => void;
  /** True from just before the first byte is handed to the socket. */
  isSent: boolean;
};

/** One connection: attempts wait for the welcome, are sent, and end with their answer or with the connection. */
class ClientConnection {
  readonly #socket: Socket;
  readonly #reader = new FrameReader(frameLimitBytes);
  readonly #pending = new Map<number, Pending>();
  readonly #greetingTimer: NodeJS.Timeout;
  #isWelcome = false;
  #nextId = 1;
  #ending: string | null = null;

  constructor(address: Address, connectTimeoutMs: number) {
    this.#greetingTimer = setTimeout(() => this.end('connect-timeout'), connectTimeoutMs);
    this.#socket = connect({ ...address, noDelay: true });
    this.#socket.on('connect', () => {
      const hello: ClientHello = { kind: 'hello', version: clientProtocolVersion };
      this.#socket.write(encodeFrame(hello));
    });
    this.#socket.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#socket.on('error', (error: NodeJS.ErrnoException) => this.end(errorNameOf(error)));
    this.#socket.on('close', () => this.end('connection-lost'));
  }

  /** No more attempts can be made on this connection. */
  get isOver(): boolean {
    return this.#ending !== null;
  }

  request(attempt: Attempt, timeoutMs: number): Promise<Completion> {
    const id = this.#nextId;
    this.#nextId += 1;
    const request = requestOf(id, attempt);
    const { promise, resolve } = Promise.withResolvers<Completion>();
    const timer = setTimeout(() => this.#settleIndefinite(id, 'timeout'), timeoutMs);
    const settle = (completion: Completion): void => {
      clearTimeout(timer);
      this.#pending.delete(id);
      resolve(completion);
    };
    const pending: Pending = { request, settle, isSent: false };
    this.#pending.set(id, pending);
    if (this.#isWelcome) this.#send(pending);
    return promise;
  }

  /** Closes the connection; whatever was sent and not answered may have taken effect or not. */
  end(reason: string): void {
    if (this.#ending !== null) return;
    this.#ending = reason;
    clearTimeout(this.#greetingTimer);
    this.#socket.destroy();
    for (const id of this.#pending.keys()) this.#settleIndefinite(id, reason);
  }

  #send(pending: Pending): void {
    pending.isSent = true;
    this.#socket.write(encodeFrame(pending.request));
  }

  #settleIndefinite(id: number, error: string): void {
    const pending = this.#pending.get(id);
    pending?.settle({ kind: 'indefinite', error, sent: pending.isSent });
  }

  #read(chunk: Buffer): void {
    try {
      for (const message of this.#reader.push(chunk)) this.#handle(message);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.end('bad-frame');
    }
  }

  #handle(message: unknown): void {
    if (this.#ending !== null) return;
    if (!isObject(message)) return this.end('bad-message');
    if (message['kind'] === 'welcome') return this.#welcome();
    if (message['kind'] === 'refused') return this.end(`refused: ${String(message['reason'])}`);
    if (message['kind'] !== 'response' || typeof message['id'] !== 'number' || !isClientOutcome(message['outcome'])) {
      return this.end('bad-message');
    }
    this.#pending.get(message['id'])?.settle(completionOf(message['outcome']));
  }

  #welcome(): void {
    if (this.#isWelcome) return this.end('bad-message');
    this.#isWelcome = true;
    clearTimeout(this.#greetingTimer);
    for (const pending of this.#pending.values()) this.#send(pending);
  }
}

function requestOf(id: number, attempt: Attempt): ClientRequest {
  const { client, sequence, acknowledged } = attempt;
  return { kind: 'request', id, client, sequence, acknowledged, operation: operationOf(attempt) };
}

/** `connection-refused` and `connection-lost` are what a history calls them, whatever the system says. */
function errorNameOf(error: NodeJS.ErrnoException): string {
  return error.code === 'ECONNREFUSED' ? 'connection-refused' : 'connection-lost';
}
