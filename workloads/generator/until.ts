import type { Generator } from '#ports';

/**
 * The ops of `source` that begin before the end; afterwards it is done, whatever `source` still has. An end given as a
 * function may still move, so it is asked for again until it is reached.
 */
export function until(endNs: number | (() => number), source: Generator): Generator {
  const end = typeof endNs === 'number' ? () => endNs : endNs;
  return {
    next(context) {
      const nowEndNs = end();
      if (context.nowNs >= nowEndNs) return { kind: 'done' };
      const next = source.next(context);
      if (next.kind === 'done') return next;
      if (next.kind === 'op') {
        if (next.op.atNs < nowEndNs) return { ...next, generator: until(endNs, next.generator) };
        // What the source planned stays unasked for: it is asked again, in case the end has moved.
        return { kind: 'pending', untilNs: nowEndNs, generator: until(endNs, source) };
      }
      const untilNs = Math.min(next.untilNs ?? nowEndNs, nowEndNs);
      return { kind: 'pending', untilNs, generator: until(endNs, next.generator) };
    },
    update: (event, context) => until(endNs, source.update(event, context)),
  };
}
