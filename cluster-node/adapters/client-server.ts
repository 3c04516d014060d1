import type { Server } from 'node:net';
import {
  type ClientOutcome,
  clientProtocolVersion,
  type KeyValueOperation,
  type NodeToClient,
} from '../client-protocol.ts';
import type { Value } from '../protocol/value.ts';
import { type Command, encodeCommand, isSequence, operationOf } from '../state-machine/command.ts';
import { parseTransaction } from '../state-machine/transaction.ts';
import { type FramedConnection, framedServer } from './framed-server.ts';

const frameBytesMax = 256 * 1024;
const connectionsMax = 4_096;
const outstandingMax = 1_024;
const nameLengthMax = 256;

/** The clients of this node: takes their commands in, and gives each attempt its answer once there is one. */
export class ClientServer {
  readonly server: Server;
  readonly #waiting = new Map<Value, Map<FramedConnection, Set<number>>>();
  readonly #outstanding = new Map<FramedConnection, Set<Value>>();

  constructor(node: string, incarnation: number, command: (value: Value) => void) {
    this.server = framedServer(frameBytesMax, connectionsMax, {
      introduce: (hello, connection) => {
        const refusal = refusalOf(hello);
        if (refusal !== null) return refusal;
        this.#outstanding.set(connection, new Set());
        this.#write(connection, { kind: 'welcome', version: clientProtocolVersion, node, incarnation });
        return (message) => this.#onRequest(message, connection, command);
      },
      closed: (connection) => this.#forget(connection),
    });
  }

  /** `value` was executed, or could not be: whoever waits for it is told. */
  answer(value: Value, outcome: ClientOutcome): void {
    const waiting = this.#waiting.get(value);
    if (waiting === undefined) return;
    this.#waiting.delete(value);
    for (const [connection, ids] of waiting) {
      this.#outstanding.get(connection)?.delete(value);
      for (const id of ids) this.#write(connection, { kind: 'response', id, outcome });
    }
  }

  #onRequest(message: unknown, connection: FramedConnection, command: (value: Value) => void): void {
    const request = parseRequest(message);
    if (request === null) return connection.close();
    const { id } = request;
    if (request.kind === 'refused') {
      const outcome: ClientOutcome = { kind: 'rejected', reason: request.reason, value: null };
      return this.#write(connection, { kind: 'response', id, outcome });
    }
    const { value } = request;
    const outstanding = this.#outstanding.get(connection);
    if (outstanding === undefined) return;
    if (outstanding.size >= outstandingMax) {
      const outcome: ClientOutcome = { kind: 'unavailable', reason: 'too many requests on one connection' };
      return this.#write(connection, { kind: 'response', id, outcome });
    }
    outstanding.add(value);
    const waiting = this.#waiting.get(value) ?? new Map<FramedConnection, Set<number>>();
    this.#waiting.set(value, waiting);
    waiting.set(connection, (waiting.get(connection) ?? new Set()).add(id));
    command(value);
  }

  #forget(connection: FramedConnection): void {
    for (const value of this.#outstanding.get(connection) ?? []) {
      const waiting = this.#waiting.get(value);
      waiting?.delete(connection);
      if (waiting?.size === 0) this.#waiting.delete(value);
    }
    this.#outstanding.delete(connection);
  }

  #write(connection: FramedConnection, message: NodeToClient): void {
    connection.write(message);
  }
}

function refusalOf(hello: unknown): string | null {
  if (typeof hello !== 'object' || hello === null) return 'the first frame is not a hello';
  const { kind, version } = hello as Record<string, unknown>;
  if (kind !== 'hello') return 'the first frame is not a hello';
  if (version === clientProtocolVersion) return null;
  return `this node speaks version ${clientProtocolVersion} of the client protocol`;
}

type ParsedRequest =
  | Readonly<{ kind: 'command'; id: number; value: Value }>
  | Readonly<{ kind: 'refused'; id: number; reason: string }>;

/** Null for what no client would send; a transaction has more ways to be wrong, and hears in which. */
function parseRequest(message: unknown): ParsedRequest | null {
  if (typeof message !== 'object' || message === null) return null;
  const { kind, id, client, sequence, acknowledged, operation } = message as Record<string, unknown>;
  if (kind !== 'request' || !isSequence(id) || typeof operation !== 'object' || operation === null) return null;
  if (!isName(client) || !isSequence(sequence) || !isSequence(acknowledged) || acknowledged > sequence) return null;
  const parsed = parseOperation(operation as Record<string, unknown>);
  if (parsed === null) return null;
  if (typeof parsed === 'string') return { kind: 'refused', id, reason: parsed };
  const command: Command = { client, sequence, acknowledged, operation: parsed };
  return { kind: 'command', id, value: encodeCommand(command) };
}

/** The operation; a string says why it is refused. */
function parseOperation({
  f,
  key,
  value,
  from,
  to,
  micros,
}: Record<string, unknown>): KeyValueOperation | string | null {
  if (f === 'txn') {
    const parsed = parseTransaction(micros);
    return parsed.kind === 'refused' ? parsed.reason : { f, micros: parsed.micros };
  }
  return isName(key) ? operationOf(f, [key, ...(f === 'cas' ? [from, to] : [value])]) : null;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= nameLengthMax;
}
