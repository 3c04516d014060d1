import { mutants, type ReadMode } from '#cluster-node';
import { nodeNames, parseQuorumSystem, QuorumSettingError, type QuorumSystem } from '#quorums';
import { simNodesMax } from '../sim-nodes-max.ts';
import { JsonReader, ScenarioError } from './json-reader.ts';
import { parseFault } from './parse-fault.ts';
import { parseMessageRule } from './parse-message-rule.ts';
import { parseOperations } from './parse-operation.ts';
import { longestMs, type SimScenario } from './sim-scenario.ts';

const keys: readonly (keyof SimScenario)[] = [
  'version',
  'because',
  'seed',
  'system',
  'reads',
  'onBrokenPick',
  'roundsBy',
  'votesPerPart',
  'mutant',
  'network',
  'disk',
  'clockRates',
  'operations',
  'faults',
  'messages',
  'healAtMs',
  'settleMs',
  'lostForGood',
];
const readModes: readonly ReadMode[] = ['log', 'index', 'lease', 'local'];
/** More would not fit into the message of a real node. */
const votesPerPartMax = 100_000;
const mutantNames: readonly string[] = [...mutants.keys()];

/**
 * The scenario that a parsed JSON file holds.
 * @throws ScenarioError one line: where it is wrong, and what belongs there; also for what the simulator cannot do
 */
export function parseScenario(value: unknown): SimScenario {
  const field = new JsonReader(value, 'the scenario').fields(keys);
  field('version').oneOf([1]);
  const system = parseSystem(field('system').value);
  const nodes = nodeNames(system);
  const roundsBy = field('roundsBy').oneOf(['timeouts', 'request'] as const);
  const votesPerPart = field('votesPerPart').optional((item) => item.wholeNumberFrom(1, votesPerPartMax));
  return {
    version: 1,
    because: field('because').text(),
    seed: field('seed').wholeNumberFrom(0, Number.MAX_SAFE_INTEGER),
    system,
    reads: field('reads').oneOf(readModes),
    onBrokenPick: field('onBrokenPick').oneOf(['stop', 'choose'] as const),
    roundsBy,
    ...(votesPerPart === undefined ? {} : { votesPerPart }),
    mutant: field('mutant').value === null ? null : field('mutant').oneOf(mutantNames),
    network: parseNetwork(field('network')),
    disk: parseDisk(field('disk')),
    clockRates: parseClockRates(field('clockRates'), nodes),
    operations: parseOperations(field('operations'), nodes),
    faults: field('faults').list((item) => parseFault(item, nodes, roundsBy)),
    messages: field('messages').list((item) => parseMessageRule(item, nodes)),
    healAtMs: field('healAtMs').numberFrom(0, longestMs),
    settleMs: field('settleMs').numberFrom(0, longestMs),
    lostForGood: field('lostForGood').list((item) => item.oneOf(nodes)),
  };
}

function parseSystem(value: unknown): QuorumSystem {
  try {
    const system = parseQuorumSystem(value);
    const { length } = nodeNames(system);
    if (length <= simNodesMax) return system;
    throw new ScenarioError(`the scenario.system has to have at most ${simNodesMax} nodes, not ${length}`);
  } catch (error) {
    if (error instanceof QuorumSettingError) throw new ScenarioError(`the scenario.system: ${error.message}`);
    throw error;
  }
}

function parseNetwork(reader: JsonReader): SimScenario['network'] {
  const field = reader.fields(['delayMinMs', 'delayMaxMs', 'straggling', 'lost', 'duplicated']);
  const fraction = (key: string): number => field(key).numberFrom(0, 1);
  const delayMinMs = field('delayMinMs').numberFrom(0, longestMs);
  return {
    delayMinMs,
    delayMaxMs: field('delayMaxMs').numberFrom(delayMinMs, longestMs),
    straggling: fraction('straggling'),
    lost: fraction('lost'),
    duplicated: fraction('duplicated'),
  };
}

function parseDisk(reader: JsonReader): SimScenario['disk'] {
  const field = reader.fields(['syncMinMs', 'syncMaxMs']);
  const syncMinMs = field('syncMinMs').numberFrom(0, longestMs);
  return { syncMinMs, syncMaxMs: field('syncMaxMs').numberFrom(syncMinMs, longestMs) };
}

function parseClockRates(reader: JsonReader, nodes: readonly string[]): Record<string, number> {
  const field = reader.fields(nodes);
  return Object.fromEntries(
    nodes.flatMap((node): [string, number][] => {
      const rate = field(node).optional((item) => item.numberFrom(0.01, 100));
      return rate === undefined ? [] : [[node, rate]];
    }),
  );
}
