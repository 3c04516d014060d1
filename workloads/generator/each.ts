import type { Generator, GeneratorContext, PlannedOp } from '#ports';

/** What an op does, before a process and a time are found for it. */
export type Intent = Pick<PlannedOp, 'f' | 'value'> & Partial<Pick<PlannedOp, 'key' | 'node' | 'final'>>;

/** The op that carries out `intent` now, on a free process drawn from the context; null when none is free. */
export function opFor(intent: Intent, context: GeneratorContext): PlannedOp | null {
  if (context.free.length === 0) return null;
  return { ...intent, process: context.rng.pick(context.free), atNs: context.nowNs };
}

/** Each of `intents` once, in their order, as soon as a process is free. */
export function each(intents: readonly Intent[]): Generator {
  const [first, ...rest] = intents;
  const generator: Generator = {
    next(context) {
      if (first === undefined) return { kind: 'done' };
      const op = opFor(first, context);
      return op === null ? { kind: 'pending', untilNs: null, generator } : { kind: 'op', op, generator: each(rest) };
    },
    update: () => generator,
  };
  return generator;
}
