import { QuorumSettingError } from '../cardinality.ts';
import type { JsonReader } from './json-reader.ts';
import type { ZoneRule, ZoneSystem } from './system.ts';

/** A zone system from its JSON form. @throws QuorumSettingError */
export function parseZones(reader: JsonReader): ZoneSystem {
  reader.expectKeys(['system', 'zones', 'phase1', 'classic', 'fast']);
  const byName = reader.object('zones');
  const zones = byName.keys.map((name) => ({ name, nodes: byName.strings(name) }));
  const rule = (phase: string): ZoneRule => parseRule(reader.object(phase), phase, zones);
  return {
    kind: 'zones',
    zones,
    phase1: rule('phase1'),
    classic: rule('classic'),
    fast: reader.value('fast') === undefined || reader.value('fast') === null ? null : rule('fast'),
  };
}

function parseRule(reader: JsonReader, phase: string, zones: ZoneSystem['zones']): ZoneRule {
  reader.expectKeys(['zones', 'members']);
  return { zones: reader.number('zones'), members: parseMembers(reader, phase, zones) };
}

/** One number or word for all zones, or an object that says it for each. */
function parseMembers(reader: JsonReader, phase: string, zones: ZoneSystem['zones']): readonly number[] {
  const members = reader.value('members');
  if (typeof members === 'number') return zones.map(() => members);
  if (members === 'majority') return zones.map(({ nodes }) => Math.floor(nodes.length / 2) + 1);
  if (members === 'all') return zones.map(({ nodes }) => nodes.length);
  if (typeof members === 'string') {
    throw new QuorumSettingError(
      `the members of ${phase} must be a number, "majority", "all" or an object, not "${members}"`,
    );
  }
  const byZone = reader.object('members');
  byZone.expectKeys(zones.map(({ name }) => name));
  return zones.map(({ name }) => byZone.number(name));
}
