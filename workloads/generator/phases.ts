import type { Generator } from '#ports';

/** One source after the other; the next begins only when every op of the one before has ended. */
export function phases(sources: readonly Generator[]): Generator {
  return phasesWith(sources, new Set());
}

function phasesWith(sources: readonly Generator[], busy: ReadonlySet<number>): Generator {
  const [current, ...later] = sources;
  const generator: Generator = {
    next(context) {
      if (current === undefined) return { kind: 'done' };
      const next = current.next(context);
      if (next.kind !== 'done') return { ...next, generator: phasesWith([next.generator, ...later], busy) };
      if (busy.size > 0) return { kind: 'pending', untilNs: null, generator };
      return phasesWith(later, busy).next(context);
    },
    update(event, context) {
      if (event.process === 'nemesis') return generator;
      const stillBusy = new Set(busy);
      if (event.type === 'invoke') stillBusy.add(event.process);
      else stillBusy.delete(event.process);
      return phasesWith(current === undefined ? [] : [current.update(event, context), ...later], stillBusy);
    },
  };
  return generator;
}
