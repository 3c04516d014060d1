import type { Generator } from '#ports';

/** At most `opsMax` ops of `source`. */
export function limit(opsMax: number, source: Generator): Generator {
  return {
    next(context) {
      if (opsMax <= 0) return { kind: 'done' };
      const next = source.next(context);
      if (next.kind === 'done') return next;
      return { ...next, generator: limit(next.kind === 'op' ? opsMax - 1 : opsMax, next.generator) };
    },
    update: (event, context) => limit(opsMax, source.update(event, context)),
  };
}
