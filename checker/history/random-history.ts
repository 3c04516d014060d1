import type { Op } from './op.ts';

/** What a generated history is like. Percentages are of operations. */
export type HistoryShape = Readonly<{
  seed: number;
  clients: number;
  keys: number;
  operations: number;
  /** Written values: `unique` per key, or drawn from 0 to this number - 1. */
  values: 'unique' | number;
  crashPercent: number;
  /** Reads whose answer is replaced by another value, so that the history may be no longer linearizable. */
  wrongReadPercent?: number;
}>;

/**
 * A history of registers: clients run one operation after the other against a real register, each operation takes
 * effect at a random moment between its two lines (a crashed one at any later moment, or never). Without wrong reads it
 * is linearizable by construction. One shape, one history. For tests and benchmarks.
 */
export function randomHistory(shape: HistoryShape): readonly Op[] {
  const random = randomNumbers(shape.seed);
  const registers = new Map<number, unknown>();
  const clients = Array.from({ length: shape.clients }, (_, process): Client => ({ process, running: null }));
  const ghosts: Running[] = [];
  const ops: Op[] = [];
  let nextProcess = shape.clients;
  let nextValue = 0;
  let begun = 0;

  const record = (op: Omit<Op, 'index' | 'timeNs'>): void => {
    ops.push({ index: ops.length, timeNs: ops.length * 1_000_000, node: `n${1 + (Number(op.process) % 5)}`, ...op });
  };
  const drawValue = (): unknown => (shape.values === 'unique' ? nextValue++ : random(shape.values));
  const invoke = (client: Client): void => {
    const key = random(shape.keys);
    const f = (['read', 'read', 'write', 'cas'] as const)[random(4)] ?? 'read';
    const from =
      random(2) === 0
        ? (registers.get(key) ?? null)
        : shape.values === 'unique'
          ? random(nextValue + 1)
          : random(shape.values);
    const value = f === 'read' ? null : f === 'write' ? drawValue() : [from, drawValue()];
    client.running = { f, key, value, effect: null };
    begun++;
    record({ process: client.process, type: 'invoke', f, key, value });
  };
  const complete = (client: Client, running: Running): void => {
    const { f, key, value, effect } = running;
    client.running = null;
    if (random(1000) < shape.crashPercent * 10) {
      if (effect === null && random(2) === 0) ghosts.push(running);
      record({ process: client.process, type: 'info', f, key, value, error: 'timeout' });
      client.process = nextProcess++;
      return;
    }
    const { isOk, seen } = effect ?? takeEffect(running, registers);
    if (!isOk) return record({ process: client.process, type: 'fail', f, key, value, error: 'cas-mismatch' });
    const isWrong = f === 'read' && random(1000) < (shape.wrongReadPercent ?? 0) * 10;
    const wrong = shape.values === 'unique' ? random(nextValue + 1) : random(shape.values);
    record({ process: client.process, type: 'ok', f, key, value: f === 'read' ? (isWrong ? wrong : seen) : value });
  };

  while (begun < shape.operations || clients.some(({ running }) => running !== null)) {
    const client = clients[random(clients.length)];
    if (client === undefined) break;
    const { running } = client;
    if (running === null) {
      if (begun < shape.operations) invoke(client);
    } else if (running.effect === null && random(2) === 0) running.effect = takeEffect(running, registers);
    else if (random(3) > 0) complete(client, running);
    if (ghosts.length > 0 && random(20) === 0) {
      const [ghost] = ghosts.splice(random(ghosts.length), 1);
      if (ghost !== undefined) takeEffect(ghost, registers);
    }
  }
  return ops;
}

type Effect = Readonly<{ isOk: boolean; seen: unknown }>;
type Running = { f: 'read' | 'write' | 'cas'; key: number; value: unknown; effect: Effect | null };
type Client = { process: number; running: Running | null };

function takeEffect({ f, key, value }: Running, registers: Map<number, unknown>): Effect {
  const seen = registers.get(key) ?? null;
  if (f === 'write') registers.set(key, value);
  if (f !== 'cas') return { isOk: true, seen };
  const [from, to] = Array.isArray(value) ? value : [];
  if (seen !== from) return { isOk: false, seen };
  registers.set(key, to);
  return { isOk: true, seen };
}

/** A stream of numbers from 0 to `limit` - 1 (mulberry32). */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}
