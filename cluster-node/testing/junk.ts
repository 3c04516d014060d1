import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { peerProtocolVersion } from '../adapters/peer-protocol.ts';
import { clientProtocolVersion } from '../client-protocol.ts';
import { encodeFrame } from '../framing.ts';
import type { Ports } from './spawned-node.ts';

/** The node that is fed, on loopback. `peer` is the name of another node of its cluster. */
export type JunkTarget = Readonly<{ ports: Ports; node: string; peer: string }>;

/** How many connections were made, per kind of junk. */
export type JunkReport = Readonly<Record<string, number>>;

const feeders = 12;
const heldMax = 300;
const mouthfulMs = 150;
const mebibyte = 1024 * 1024;
/** Some of them cannot even be turned into text. */
const wrongVersions = [99, null, 'x'.repeat(10_000), { toString: 1 }, [[[]]]];

/**
 * Feeds all three ports of a node with nonsense for `durationMs`: random bytes, frames that are too long or never end,
 * wrong versions, greetings that are right with garbage behind them, HTTP that is none, readers that do not read, and
 * connections that say nothing and stay. Of every kind there is at least one mouthful, however short the time.
 */
export async function feedJunk(target: JunkTarget, durationMs: number): Promise<JunkReport> {
  const menu = Object.entries(menuFor(target));
  const report: Record<string, number> = {};
  const held: Socket[] = [];
  const endMs = performance.now() + durationMs;
  let served = 0;
  const feed = async (): Promise<void> => {
    while (performance.now() < endMs || served < menu.length) {
      const [kind, dish] = menu[served % menu.length] ?? [];
      served += 1;
      if (kind === undefined || dish === undefined) return;
      report[kind] = (report[kind] ?? 0) + 1;
      const socket = opened(dish.port);
      for (const mouthful of dish.mouthfuls()) await swallowed(socket, mouthful);
      if (dish.stays) held.push(socket);
      else socket.destroy();
      if (held.length > heldMax) held.shift()?.destroy();
      await delay(20);
    }
  };
  try {
    await Promise.all(Array.from({ length: feeders }, feed));
  } finally {
    for (const socket of held) socket.destroy();
  }
  return report;
}

/** What is said on one connection. `stays`: it is left open, unread, until it is one of very many. */
type Dish = Readonly<{ port: number; mouthfuls: () => Iterable<Buffer | string>; stays?: boolean }>;

function menuFor({ ports, node, peer }: JunkTarget): Readonly<Record<string, Dish>> {
  const framed = [
    ['peer', ports.peer, { kind: 'hello', role: 'peer', version: peerProtocolVersion, from: peer, to: node }],
    ['client', ports.client, { kind: 'hello', version: clientProtocolVersion }],
  ] as const;
  const menu: Record<string, Dish> = {};
  for (const [name, port, hello] of framed) {
    menu[`${name}: random bytes`] = { port, mouthfuls: () => [randomBytes(256 * 1024)] };
    menu[`${name}: a frame over every limit`] = { port, mouthfuls: () => [length(0xffff_ffff), randomBytes(mebibyte)] };
    menu[`${name}: a first frame that never ends`] = { port, mouthfuls: () => endless(15 * mebibyte), stays: true };
    menu[`${name}: a length and nothing more`] = { port, mouthfuls: () => [length(1_000)], stays: true };
    menu[`${name}: silence`] = { port, mouthfuls: () => [], stays: true };
    menu[`${name}: a frame that is not JSON`] = { port, mouthfuls: () => [length(4), 'junk'] };
    menu[`${name}: JSON without end`] = { port, mouthfuls: () => [withLength(Buffer.from('['.repeat(60_000)))] };
    for (const version of wrongVersions) {
      const mouthful = encodeFrame({ ...hello, version });
      menu[`${name}: version ${JSON.stringify(version).slice(0, 20)}`] = { port, mouthfuls: () => [mouthful] };
    }
    menu[`${name}: garbage after the greeting`] = {
      port,
      mouthfuls: () => [encodeFrame(hello), randomBytes(mebibyte)],
    };
    menu[`${name}: wrong messages after the greeting`] = { port, mouthfuls: () => wrongMessages(hello) };
  }
  menu['client: requests whose answers nobody reads'] = { port: ports.client, mouthfuls: unreadRequests, stays: true };
  menu['admin: random bytes'] = { port: ports.admin, mouthfuls: () => [randomBytes(256 * 1024)] };
  menu['admin: silence'] = { port: ports.admin, mouthfuls: () => [], stays: true };
  menu['admin: no path'] = {
    port: ports.admin,
    mouthfuls: () => ['GET /../../etc/passwd HTTP/1.1\r\nhost: x\r\n\r\n'],
  };
  menu['admin: a header without end'] = {
    port: ports.admin,
    mouthfuls: () => ['GET / HTTP/1.1\r\nx: ', randomBytes(mebibyte)],
  };
  menu['admin: half a header'] = { port: ports.admin, mouthfuls: () => ['GET /health HTTP/1.1\r\nho'], stays: true };
  menu['admin: a large body'] = {
    port: ports.admin,
    mouthfuls: () => [
      `POST /health HTTP/1.1\r\nhost: x\r\ncontent-length: ${64 * mebibyte}\r\n\r\n`,
      ...endless(4 * mebibyte),
    ],
  };
  return menu;
}

function* endless(sizeBytes: number): Iterable<Buffer> {
  yield length(sizeBytes + 1);
  for (let sent = 0; sent < sizeBytes; sent += mebibyte) yield randomBytes(mebibyte);
}

function wrongMessages(hello: object): Buffer[] {
  const wrong = [
    null,
    7,
    'text',
    [null],
    [{ kind: 'phase2a', round: 0 }],
    { kind: 'request', id: 1 },
    { kind: 'hello' },
  ];
  return [hello, ...wrong].map(encodeFrame);
}

function* unreadRequests(): Iterable<Buffer> {
  yield encodeFrame({ kind: 'hello', version: clientProtocolVersion });
  const client = randomBytes(8).toString('hex');
  for (let sequence = 1; sequence <= 50; sequence += 1) {
    const operation = { f: 'read', key: 'junk' };
    yield encodeFrame({ kind: 'request', id: sequence, client, sequence, acknowledged: 0, operation });
  }
}

function withLength(payload: Buffer): Buffer {
  return Buffer.concat([length(payload.length), payload]);
}

function length(sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(sizeBytes);
  return bytes;
}

function opened(port: number): Socket {
  const socket = connect({ host: '127.0.0.1', port });
  // whoever is fed junk may well hang up
  socket.on('error', () => socket.destroy());
  socket.pause();
  return socket;
}

/** Waits until `mouthful` is on its way, though not for long: who is fed junk need not take it. */
async function swallowed(socket: Socket, mouthful: Buffer | string): Promise<void> {
  if (socket.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.write(mouthful, () => resolve());
  await Promise.race([promise, delay(mouthfulMs)]);
}
