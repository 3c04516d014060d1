import type { Op, OpType } from '#checker';
import type { Generator, PlannedOp, Rng } from '#ports';

export type DriveOptions = Readonly<{
  processes: number;
  rng: Rng;
  /** How long each op takes. */
  opTimeNs: number;
  /** How each op ends; the value is what the completion carries. */
  outcome: (op: PlannedOp) => Readonly<{ type: Exclude<OpType, 'invoke'>; value: unknown }>;
  /** Stops after so many ops, for generators that are never done. */
  opsMax: number;
}>;

/** Runs a generator in imagined time and gives back its ops in the order of their beginning: for tests of generators. */
export function drive(generator: Generator, options: DriveOptions): PlannedOp[] {
  const { rng, opTimeNs, outcome } = options;
  let free = Array.from({ length: options.processes }, (_, process) => process);
  let running: { op: PlannedOp; endNs: number }[] = [];
  let nowNs = 0;
  let index = 0;
  const ops: PlannedOp[] = [];
  const tell = (op: PlannedOp, type: OpType, value: unknown): void => {
    const { process, f, key } = op;
    const event: Op = { index: index++, process, type, f, ...(key !== undefined && { key }), value, timeNs: nowNs };
    generator = generator.update(event, { nowNs, free, rng });
  };
  while (ops.length < options.opsMax) {
    const next = generator.next({ nowNs, free, rng });
    if (next.kind === 'done') break;
    generator = next.generator;
    if (next.kind === 'op') {
      const { op } = next;
      ops.push({ ...op, atNs: nowNs });
      free = free.filter((process) => process !== op.process);
      running.push({ op, endNs: nowNs + opTimeNs });
      tell(op, 'invoke', op.value);
      continue;
    }
    const wakeNs = Math.min(next.untilNs ?? Infinity, ...running.map(({ endNs }) => endNs));
    if (wakeNs === Infinity) throw new Error('the generator waits for nothing');
    nowNs = wakeNs;
    const ended = running.filter(({ endNs }) => endNs <= nowNs);
    running = running.filter(({ endNs }) => endNs > nowNs);
    for (const { op } of ended) {
      free = [...free, op.process];
      const { type, value } = outcome(op);
      tell(op, type, value);
    }
  }
  return ops;
}
