import type { Generator } from '#ports';

/**
 * The ops of `source` at `ratePerSecond` on average, all processes together; 0 gives none. The gaps are drawn evenly
 * from zero to twice the mean, so that ops neither march in step nor bunch up. What could not be issued in time (all
 * processes were busy) is not made up for.
 */
export function stagger(ratePerSecond: number, source: Generator): Generator {
  return staggerFrom(0, ratePerSecond, source);
}

function staggerFrom(dueNs: number, ratePerSecond: number, source: Generator): Generator {
  const generator: Generator = {
    next(context) {
      if (ratePerSecond <= 0) return { kind: 'done' };
      // Asked only when an op is due, the source draws the same numbers for its n-th op whatever the timing was.
      if (context.nowNs < dueNs) return { kind: 'pending', untilNs: dueNs, generator };
      const next = source.next(context);
      if (next.kind === 'done') return next;
      if (next.kind === 'pending') return { ...next, generator: staggerFrom(dueNs, ratePerSecond, next.generator) };
      const gapNs = context.rng.fraction() * 2 * (1e9 / ratePerSecond);
      const late = context.nowNs - dueNs > lateMaxNs;
      const nextDueNs = (late ? context.nowNs : dueNs) + gapNs;
      return { ...next, generator: staggerFrom(nextDueNs, ratePerSecond, next.generator) };
    },
    update: (event, context) => staggerFrom(dueNs, ratePerSecond, source.update(event, context)),
  };
  return generator;
}

/** A timer that fires a little late must not lower the rate; an outage of this length must not cause a burst. */
const lateMaxNs = 100e6;
