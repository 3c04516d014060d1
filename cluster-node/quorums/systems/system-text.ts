import { settingText } from '../cardinality.ts';
import type { QuorumSystem, ZoneRule, ZoneSystem } from './system.ts';

/** A system for people, in one line: `N=5 L=3 R=3 F=4`, `weights 2,1,1 L=3 R=2 F=3`, `grid 2x3 F=2 columns`. */
export function systemText(system: QuorumSystem): string {
  switch (system.kind) {
    case 'cardinality':
      return settingText(system);
    case 'weighted':
      return `weights ${system.weights.join(',')} ${phases(system, String)}`;
    case 'grid':
      return `grid ${system.rows}x${system.columns}${columnsText(system.fastColumns)}`;
    case 'explicit':
      return `explicit N=${system.nodes.length} ${phases(system, (sets) => plural(sets.length, 'set'))}`;
    case 'zones':
      return `zones ${system.zones.map(zoneText).join(',')} ${phases(system, ruleText)}`;
  }
}

function phases<Side>(
  { phase1, classic, fast }: Readonly<{ phase1: Side; classic: Side; fast: Side | null }>,
  text: (side: Side) => string,
): string {
  return `L=${text(phase1)} R=${text(classic)}${fast === null ? '' : ` F=${text(fast)}`}`;
}

function columnsText(count: number | null): string {
  return count === null ? '' : ` F=${plural(count, 'column')}`;
}

function zoneText({ name, nodes }: ZoneSystem['zones'][number]): string {
  return `${name}:${nodes.length}`;
}

/** `2 of 2,2,2`: two zones with two members each. */
function ruleText({ zones, members }: ZoneRule): string {
  return `${zones} of ${members.join(',')}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
