import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../until.ts';
import { type LinkCounters, LinkProxy } from './link-proxy.ts';
import { probeLink } from './probe-link.ts';

/** Collects what arrives, and can be told not to read. */
class Receiver {
  readonly server: Server = createServer((socket) => this.#take(socket));
  readonly sockets: Socket[] = [];
  received = '';
  isReading = true;

  async listen(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  #take(socket: Socket): void {
    this.sockets.push(socket);
    socket.on('error', () => {});
    if (!this.isReading) {
      socket.pause();
      return;
    }
    socket.on('data', (chunk) => {
      this.received += chunk.toString();
    });
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

let receiver: Receiver;
let proxy: LinkProxy;
const dialled: Socket[] = [];

beforeEach(async () => {
  receiver = new Receiver();
  proxy = await LinkProxy.open({ from: 'n1', to: 'n2' });
  proxy.retarget({ host: '127.0.0.1', port: await receiver.listen() });
});

afterEach(async () => {
  for (const socket of dialled.splice(0)) socket.destroy();
  receiver.close();
  await proxy[Symbol.asyncDispose]();
});

describe('a link', () => {
  test('passes bytes in both directions and counts them', async () => {
    const sender = await dial();
    sender.write('hello');
    await eventually(() => receiver.received === 'hello');
    let answer = '';
    sender.on('data', (chunk) => {
      answer += chunk.toString();
    });
    receiver.sockets[0]?.write('welcome');
    await eventually(() => answer === 'welcome');
    expect(proxy.counters).toEqual({ admitted: 1, refused: 0, passedBytes: 12 });
    expect(await probeLink(proxy)).toBe('passes');
  });

  test('hands the end of a stream on, with all that came before it', async () => {
    const sender = await dial();
    sender.end('x'.repeat(3_000_000));
    await once(sender, 'close');
    await eventually(() => receiver.received.length === 3_000_000);
    expect(proxy.counters.passedBytes).toBe(3_000_000);
  });

  test('that is cut is silent: open, but nothing passes, and the sender learns nothing', async () => {
    const sender = await dial();
    sender.write('before ');
    await eventually(() => receiver.received === 'before ');
    proxy.cut();
    sender.write('during');
    expect(await probeLink(proxy)).toBe('cut');
    expect(receiver.received).toBe('before ');
    expect(sender.destroyed).toBe(false);
  });

  test('that is cut hides the death of the receiver from the sender', async () => {
    const sender = await dial();
    sender.write('before');
    await eventually(() => receiver.received === 'before');
    proxy.cut();
    receiver.close();
    expect(await probeLink(proxy)).toBe('cut');
    expect(sender.destroyed).toBe(false);
  });

  test('that is cut turns new connections away', async () => {
    proxy.cut();
    const sender = await dial();
    await eventually(() => sender.destroyed);
    expect(proxy.counters).toMatchObject({ admitted: 0, refused: 1 });
  });

  test('that is healed has reset the old connections and lost what they carried, and admits new ones', async () => {
    const sender = await dial();
    sender.write('before ');
    await eventually(() => receiver.received === 'before ');
    proxy.cut();
    sender.write('during ');
    expect(await probeLink(proxy)).toBe('cut');
    proxy.heal();
    await eventually(() => sender.destroyed);
    const again = await dial();
    again.write('after');
    await eventually(() => receiver.received.endsWith('after'));
    expect(receiver.received).toBe('before after');
    expect(await probeLink(proxy)).toBe('passes');
  });

  test('holds back a sender whose receiver does not read, and drops what waits in it at the cut', async () => {
    receiver.isReading = false;
    const sender = await dial();
    const block = Buffer.alloc(1_000_000);
    for (let count = 0; count < 100; count += 1) sender.write(block);
    await quiet(() => proxy.counters.passedBytes);
    expect(sender.writableLength).toBeGreaterThan(10_000_000);
    proxy.cut();
    await eventually(() => sender.destroyed);
    expect(await probeLink(proxy)).toBe('cut');
  });

  test('keeps its address over cuts and new targets', async () => {
    const { port } = proxy.address;
    const successor = new Receiver();
    proxy.cut();
    proxy.heal();
    proxy.retarget({ host: '127.0.0.1', port: await successor.listen() });
    const sender = await dial();
    sender.write('hello');
    await eventually(() => successor.received === 'hello');
    expect(proxy.address.port).toBe(port);
    successor.close();
  });

  test('whose receiver is gone resets the sender, and is no cut', async () => {
    receiver.close();
    const sender = await dial();
    await eventually(() => sender.destroyed);
    expect(await probeLink(proxy)).toBe('passes');
  });

  test('that is closed, twice without harm, resets its connections', async () => {
    const sender = await dial();
    await proxy[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
    await eventually(() => sender.destroyed);
    expect(sender.destroyed).toBe(true);
  });
});

describe('the probe of a link', () => {
  test('notices a cut that refuses new connections and lets old ones go on', async () => {
    const sender = await dial();
    const chatter = setInterval(() => sender.write('.'), 10);
    const turnsAway = await LinkProxy.open({ from: 'n1', to: 'n2' });
    turnsAway.cut();
    const link = {
      address: turnsAway.address,
      get counters(): LinkCounters {
        return proxy.counters;
      },
    };
    expect(await probeLink(link)).toBe('passes');
    clearInterval(chatter);
    await turnsAway[Symbol.asyncDispose]();
  });
});

async function dial(): Promise<Socket> {
  const socket = connect(proxy.address);
  dialled.push(socket);
  await new Promise((resolve) => socket.on('connect', resolve).on('error', resolve));
  return socket;
}

async function eventually(condition: () => boolean): Promise<void> {
  expect(await until(condition, { timeoutMs: 10_000 })).toBe(true);
}

/** Waits until `value` has not changed for a while. */
async function quiet(value: () => number): Promise<void> {
  let last = -1;
  await eventually(() => {
    const isSame = value() === last;
    last = value();
    return isSame;
  });
}
