import { nearestWord } from '#foundation';
import { type CardinalitySetting, QuorumSettingError } from '../cardinality.ts';
import { fromLamport } from '../lamport.ts';
import { JsonReader } from './json-reader.ts';
import { assertMeaningfulRounds, assertMeaningfulSystem } from './meaningful-system.ts';
import { allAboard, evenNodes, majority, singleton } from './named-systems.ts';
import { numberedNodes } from './nodes.ts';
import { parseZones } from './parse-zones.ts';
import type { QuorumSystem } from './system.ts';

/**
 * The system that a file describes, from its parsed JSON; the key `system` names the form:
 *
 *     {"system": "cardinality", "nodes": 10, "phase1": 8, "classic": 3, "fast": 7}      without "fast": no fast rounds
 *     {"system": "majority", "nodes": 5}         also even-nodes, all-aboard, singleton; "fast": null for no fast rounds
 *     {"system": "lamport", "nodes": 10, "eF": 2, "eC": 4}
 *     {"system": "weighted", "weights": {"n1": 2, "n2": 1, "n3": 1}, "phase1": 3, "classic": 2, "fast": 3}
 *     {"system": "grid", "rows": 2, "columns": 3}                                "fastColumns" is floor(columns/2) + 1
 *     {"system": "explicit", "nodes": ["a", "b"], "phase1": [["a", "b"]], "classic": [["a"]], "fast": [["a", "b"]]}
 *     {"system": "zones", "zones": {"eu": ["a", "b"], "us": ["c"]}, "phase1": {"zones": 2, "members": "majority"}, ...}
 *
 * @throws QuorumSettingError in one line that says what is wrong, where, and what would be right
 */
export function parseQuorumSystem(value: unknown): QuorumSystem {
  return parseQuorumSystemAt(value, 'the quorum system');
}

/**
 * The systems of rounds with families of their own, the first round first, from
 * `{"system": "per-round", "rounds": [{"system": "majority", "nodes": 3}, ...]}`. @throws QuorumSettingError
 */
export function parseRoundFamilies(value: unknown): readonly QuorumSystem[] {
  const reader = new JsonReader(value, 'the quorum system');
  if (reader.string('system') !== 'per-round') {
    throw new QuorumSettingError('families per round have the form {"system": "per-round", "rounds": [...]}');
  }
  reader.expectKeys(['system', 'rounds']);
  const rounds = reader.list('rounds').map((round, index) => parseQuorumSystemAt(round, `round ${index + 1}`));
  assertMeaningfulRounds(rounds);
  return rounds;
}

const forms: Readonly<Record<string, (reader: JsonReader) => QuorumSystem>> = {
  cardinality: parseCardinality,
  majority: (reader) => parseNamed(reader, majority),
  'even-nodes': (reader) => parseNamed(reader, evenNodes),
  'all-aboard': (reader) => parseNamed(reader, allAboard),
  singleton: (reader) => parseNamed(reader, singleton),
  lamport: parseLamport,
  weighted: parseWeighted,
  grid: parseGrid,
  explicit: parseExplicit,
  zones: parseZones,
};

function parseQuorumSystemAt(value: unknown, where: string): QuorumSystem {
  const system = parseForm(new JsonReader(value, where));
  assertMeaningfulSystem(system);
  return system;
}

function parseForm(reader: JsonReader): QuorumSystem {
  const word = reader.string('system');
  const parse = Object.hasOwn(forms, word) ? forms[word] : undefined;
  if (parse !== undefined) return parse(reader);
  const known = Object.keys(forms);
  throw new QuorumSettingError(
    `unknown quorum system "${word}"; did you mean "${nearestWord(word, known) ?? ''}"? Known: ${known.join(', ')}`,
  );
}

function parseCardinality(reader: JsonReader): QuorumSystem {
  reader.expectKeys(['system', 'nodes', 'phase1', 'classic', 'fast']);
  return {
    kind: 'cardinality',
    nodes: reader.number('nodes'),
    phase1: reader.number('phase1'),
    classic: reader.number('classic'),
    fast: reader.numberOrNull('fast', null),
  };
}

function parseNamed(reader: JsonReader, settingOf: (nodes: number) => CardinalitySetting): QuorumSystem {
  reader.expectKeys(['system', 'nodes', 'fast']);
  const nodes = reader.number('nodes');
  if (!(Number.isSafeInteger(nodes) && nodes >= 1)) {
    throw new QuorumSettingError(`the number of nodes must be a whole number from 1, not ${nodes}`);
  }
  if (settingOf === evenNodes && nodes % 2 !== 0) {
    throw new QuorumSettingError(`even-nodes needs an even number of nodes, not ${nodes}; use majority`);
  }
  const setting = settingOf(nodes);
  return { kind: 'cardinality', ...setting, fast: reader.numberOrNull('fast', setting.fast) };
}

function parseLamport(reader: JsonReader): QuorumSystem {
  reader.expectKeys(['system', 'nodes', 'eF', 'eC']);
  const [nodes, fastCrashes, classicCrashes] = [reader.number('nodes'), reader.number('eF'), reader.number('eC')];
  return { kind: 'cardinality', ...fromLamport({ nodes, fastCrashes, classicCrashes }) };
}

function parseWeighted(reader: JsonReader): QuorumSystem {
  reader.expectKeys(['system', 'weights', 'phase1', 'classic', 'fast']);
  return {
    kind: 'weighted',
    ...parseWeights(reader),
    phase1: reader.number('phase1'),
    classic: reader.number('classic'),
    fast: reader.numberOrNull('fast', null),
  };
}

/** A list gives n1, n2, ... their weights; an object names the nodes. */
function parseWeights(reader: JsonReader): Readonly<{ nodes: readonly string[]; weights: readonly number[] }> {
  if (Array.isArray(reader.value('weights'))) {
    const weights = reader.numbers('weights');
    return { nodes: numberedNodes(weights.length), weights };
  }
  const weights = reader.object('weights');
  return { nodes: weights.keys, weights: weights.keys.map((node) => weights.number(node)) };
}

function parseGrid(reader: JsonReader): QuorumSystem {
  reader.expectKeys(['system', 'rows', 'columns', 'fastColumns']);
  const columns = reader.number('columns');
  return {
    kind: 'grid',
    rows: reader.number('rows'),
    columns,
    fastColumns: reader.numberOrNull('fastColumns', Math.floor(columns / 2) + 1),
  };
}

function parseExplicit(reader: JsonReader): QuorumSystem {
  reader.expectKeys(['system', 'nodes', 'phase1', 'classic', 'fast']);
  return {
    kind: 'explicit',
    nodes: reader.strings('nodes'),
    phase1: reader.families('phase1'),
    classic: reader.families('classic'),
    fast: reader.value('fast') === undefined || reader.value('fast') === null ? null : reader.families('fast'),
  };
}
