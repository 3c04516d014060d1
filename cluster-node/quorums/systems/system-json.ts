import type { QuorumSystem } from './system.ts';

/**
 * The file form of `system`, to be written as JSON: `parseQuorumSystem` makes the same system of it again. The named
 * systems are cardinality systems by then.
 */
export function systemJson(system: QuorumSystem): Readonly<Record<string, unknown>> {
  const { kind, ...rest } = system;
  switch (system.kind) {
    case 'cardinality':
    case 'grid':
    case 'explicit':
      return { system: kind, ...rest };
    case 'weighted': {
      const { nodes, weights, phase1, classic, fast } = system;
      return { system: kind, weights: byName(nodes, weights), phase1, classic, fast };
    }
    case 'zones': {
      const names = system.zones.map(({ name }) => name);
      const rule = ({ zones, members }: typeof system.phase1): object => ({ zones, members: byName(names, members) });
      return {
        system: kind,
        zones: byName(
          names,
          system.zones.map(({ nodes }) => nodes),
        ),
        phase1: rule(system.phase1),
        classic: rule(system.classic),
        fast: system.fast === null ? null : rule(system.fast),
      };
    }
  }
}

function byName<Value>(
  names: readonly string[],
  values: readonly Value[],
): Readonly<Record<string, Value | undefined>> {
  return Object.fromEntries(names.map((name, place) => [name, values[place]]));
}
