import type { Rng } from '../ports/index.ts';
import type { SimOperation } from './sim-scenario.ts';

/** What is to be drawn: so many operations between `fromMs` and about `untilMs`, at these nodes. */
export type OperationsWanted = Readonly<{
  count: number;
  fromMs: number;
  untilMs: number;
  nodes: readonly string[];
  /** One at a time, evenly, so that hardly two race. */
  isCalm: boolean;
  /** Reads are not in the log, so that one may be stale: most go to one key, and there are more of them. */
  hasStaleReads: boolean;
}>;

/** How the next operation follows the one before, as a multiple of the mean: in bursts that race, and with pauses between. */
const gaps: readonly number[] = [0, 0.05, 0.5, 3.5];

type Kind = 'register' | 'registers' | 'cas' | 'transactions';

const kinds: readonly Kind[] = ['register', 'registers', 'registers', 'cas', 'transactions'];
const kindsWithReads: readonly Kind[] = ['register', 'register', 'register', 'registers', 'transactions'];

/** What clients do. Values are written once each, but for those that a cas has to be able to meet. */
export function drawOperations(rng: Rng, wanted: OperationsWanted): readonly SimOperation[] {
  const { count, fromMs, untilMs, nodes, isCalm, hasStaleReads } = wanted;
  const kind = rng.pick(hasStaleReads ? kindsWithReads : kinds);
  const keys = kind === 'register' ? 1 : Math.max(1, Math.ceil(count / rng.pick([20, 60, 150])));
  const clients = rng.pick([1, 3, 10, 30]);
  const retrying = rng.pick([0, 0.1, 0.5]);
  const meanMs = (untilMs - fromMs) / count;
  const operations: SimOperation[] = [];
  let atMs = fromMs;
  for (let number = 1; number <= count; number += 1) {
    atMs += meanMs * (isCalm ? 0.5 + rng.fraction() : 2 * rng.pick(gaps) * rng.fraction());
    const retry =
      retrying > 0 && rng.fraction() < retrying
        ? { retry: { afterMs: rng.pick([20, 400, 1_500]), node: rng.pick(nodes) } }
        : {};
    operations.push({
      atMs,
      client: rng.int(1, clients),
      node: rng.pick(nodes),
      ...(kind === 'transactions'
        ? transaction(rng, keys, number)
        : register(rng, keys, number, kind === 'cas' ? 'cas' : hasStaleReads ? 'reads' : 'writes')),
      ...retry,
    });
  }
  return operations;
}

type What = Pick<SimOperation, 'f' | 'key' | 'value'>;

const mixes = {
  cas: ['read', 'write', 'cas', 'cas'],
  reads: ['read', 'read', 'write'],
  writes: ['read', 'write', 'write'],
} as const;

function register(rng: Rng, keys: number, number: number, mix: keyof typeof mixes): What {
  const key = `r${rng.int(1, keys)}`;
  const f = rng.pick<'read' | 'write' | 'cas'>(mixes[mix]);
  if (f === 'read') return { f, key, value: null };
  if (f === 'cas') return { f, key, value: [rng.pick([null, 1, 2, 3]), rng.int(1, 3)] };
  return { f, key, value: mix === 'cas' ? rng.int(1, 3) : number };
}

function transaction(rng: Rng, keys: number, number: number): What {
  const micros = Array.from({ length: rng.int(1, 3) }, (_, place) => {
    const key = `l${rng.int(1, keys)}`;
    return rng.int(0, 1) === 0 ? (['r', key, null] as const) : (['append', key, number * 4 + place] as const);
  });
  return { f: 'txn', key: '', value: micros };
}
