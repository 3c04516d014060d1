import type { SimFault } from '../simulation/index.ts';

/** When a fault ends, and what it is while it lasts: at which nodes, in words. Null: it is told otherwise, or has no end. */
export type FaultTold = Readonly<{ nodes: readonly string[]; words: string; forMs: number | null }>;

/** `leader`: who was meant by `@leader`, where that is known. Null for a crash, which is told by the node that crashes. */
export function faultTold(fault: SimFault, all: readonly string[], leader: string | undefined): FaultTold | null {
  const named = (target: string): readonly string[] => {
    if (target === '@others') return all.filter((node) => node !== leader);
    return target === '@leader' ? (leader === undefined ? [] : [leader]) : [target];
  };
  const told = (targets: readonly string[], words: string, forMs: number | null): FaultTold => ({
    nodes: targets.flatMap(named),
    words,
    forMs,
  });
  switch (fault.kind) {
    case 'crash':
      return null;
    case 'pause':
      return told([fault.node], 'is paused', fault.forMs);
    case 'cut': {
      const links = fault.links.map(({ from, to }) => `${from}→${to}`).join(' ');
      const ends = [...new Set(fault.links.flatMap(({ from, to }) => [from, to]))];
      return told(ends, `cut off: ${links}`, fault.forMs);
    }
    case 'isolate':
      return told([fault.node], `is cut off${directions[fault.direction]}`, fault.forMs);
    case 'slow-links':
      return told([fault.node], `sends ${fault.extraMs} ms slower`, fault.forMs);
    case 'clock': {
      const rate = fault.rate === undefined ? [] : [`runs at ${fault.rate}`];
      const offset = fault.wallOffsetMs === undefined ? [] : [`is off by ${fault.wallOffsetMs} ms`];
      return told(fault.nodes, `clock ${[...rate, ...offset].join(', ')}`, fault.forMs);
    }
    case 'slow-disk':
      return told([fault.node], `disk ${fault.factor} times slower`, fault.forMs);
    case 'failed-sync':
      return told([fault.node], 'the next sync fails', null);
    case 'corrupt':
      return told([fault.node], 'a byte of its journal changes', null);
    case 'begin-round':
      return told([fault.node], `is asked for a ${fault.roundKind} round`, null);
    case 'recover':
      return told([fault.node], `is asked to recover instance ${fault.instance}`, null);
    case 'let-go':
      return told([fault.node], 'goes on by timeouts', null);
  }
}

const directions = { both: '', in: ', inwards', out: ', outwards' } as const;
