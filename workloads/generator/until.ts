import type { Generator } from '#ports';

/** The ops of `source` that begin before `endNs`; afterwards it is done, whatever `source` still has. */
export function until(endNs: number, source: Generator): Generator {
  return {
    next(context) {
      if (context.nowNs >= endNs) return { kind: 'done' };
      const next = source.next(context);
      if (next.kind === 'done') return next;
      const generator = until(endNs, next.generator);
      if (next.kind === 'op') return next.op.atNs >= endNs ? { kind: 'done' } : { ...next, generator };
      return { kind: 'pending', untilNs: Math.min(next.untilNs ?? endNs, endNs), generator };
    },
    update: (event, context) => until(endNs, source.update(event, context)),
  };
}
