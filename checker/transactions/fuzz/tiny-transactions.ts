import type { TransactionRow } from '../table-of-transactions.ts';
import type { MicroOperation, TransactionWorkload } from '../transaction-table.ts';

type Running = {
  readonly asked: readonly MicroOperation[];
  readonly done: MicroOperation[];
  readonly type: TransactionRow['type'];
  process: number;
  call: number;
  ret: number;
};

/**
 * A tiny history of a store that gets things wrong: some transactions take effect one micro-operation at a time, some read
 * an older state, some crash or are aborted, and of some of these a part is seen. With `isReadWhole`, a last transaction
 * reads all keys, so that of lists every order of versions is known.
 */
export function tinyTransactions(
  random: (limit: number) => number,
  workload: TransactionWorkload,
  isReadWhole: boolean,
): readonly TransactionRow[] {
  const write = workload === 'list-append' ? 'append' : 'w';
  const count = 2 + random(4);
  const wrongPercent = [0, 10, 40][random(3)] ?? 0;
  const keys = ['x', 'y'].slice(0, 1 + random(2));
  const states = new Map<string, unknown[]>(keys.map((key) => [key, [null]]));
  const processes = 1 + random(count);
  let nextValue = 1;
  const rows = Array.from({ length: count }, (): Running => {
    const asked = Array.from({ length: 1 + random(3) }, (): MicroOperation => {
      const key = keys[random(keys.length)] ?? 'x';
      return random(2) === 0 ? ['r', key, null] : [write, key, nextValue++];
    });
    const type = (['ok', 'ok', 'ok', 'ok', 'ok', 'info', 'fail'] as const)[random(7)] ?? 'ok';
    return { asked, done: [], type, process: -1, call: -1, ret: -1 };
  });
  const isAtomic = random(2) === 0;
  let position = 0;
  let nextProcess = processes;
  const open = [...rows];
  const idle = Array.from({ length: processes }, (_, process) => process);
  while (open.length > 0) {
    const place = random(open.length);
    const here = open[place];
    if (!here) break;
    if (here.call === -1) {
      if (idle.length === 0) continue;
      here.process = idle.splice(random(idle.length), 1)[0] ?? 0;
      here.call = position++;
      continue;
    }
    const steps = isAtomic ? here.asked.length : 1;
    for (const [f, key, value] of here.asked.slice(here.done.length, here.done.length + steps)) {
      const versions = states.get(String(key)) ?? [];
      const isStale = random(100) < wrongPercent;
      const seen = versions[isStale ? random(versions.length) : versions.length - 1] ?? null;
      here.done.push(f === 'r' ? [f, key, seen] : [f, key, value]);
      const isLost = (here.type === 'fail' && random(20) > 0) || (here.type === 'info' && random(2) === 0);
      if (f === 'r' || isLost) continue;
      versions.push(workload === 'list-append' ? [...(Array.isArray(seen) ? seen : []), value] : value);
    }
    if (here.done.length < here.asked.length) continue;
    here.ret = position++;
    idle.push(here.type === 'info' ? nextProcess++ : here.process);
    open.splice(place, 1);
  }
  const inOrder = rows
    .toSorted((a, b) => a.call - b.call)
    .map(({ asked, done, type, process, call, ret }) => {
      return { process, type, value: type === 'ok' ? done : asked, call, ret };
    });
  if (!isReadWhole) return inOrder;
  const whole = keys.map((key): MicroOperation => ['r', key, states.get(key)?.at(-1) ?? null]);
  return [...inOrder, { process: nextProcess, type: 'ok', value: whole, call: position, ret: position + 1 }];
}
