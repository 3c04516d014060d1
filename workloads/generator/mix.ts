import type { Generator } from '#ports';

/** Each op comes from one of `sources`, drawn anew each time; done when all are done. */
export function mix(sources: readonly Generator[]): Generator {
  return {
    next(context) {
      if (sources.length === 0) return { kind: 'done' };
      const chosen = context.rng.int(0, sources.length - 1);
      const next = sources[chosen]?.next(context);
      if (next === undefined || next.kind === 'done') {
        return mix(sources.filter((_, index) => index !== chosen)).next(context);
      }
      return { ...next, generator: mix(sources.with(chosen, next.generator)) };
    },
    update: (event, context) => mix(sources.map((source) => source.update(event, context))),
  };
}
