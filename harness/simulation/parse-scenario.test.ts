import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemJson } from '#quorums';
import { drawScenario } from './draw-scenario.ts';
import { parseScenario } from './parse-scenario.ts';
import { scenarioText } from './scenario-text.ts';
import type { SimScenario } from './sim-scenario.ts';

const read = (text: string): SimScenario => parseScenario(JSON.parse(text));
const small: SimScenario = drawScenario(3, { operations: 4, nodes: 3 });
/** What is said about `small` with some fields replaced, as a file might have them. */
const refusal = (fields: Readonly<Record<string, unknown>>): string => {
  const file = { ...(JSON.parse(scenarioText(small)) as object), ...fields };
  try {
    parseScenario(file);
    return 'accepted';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('a scenario file', () => {
  test('is read back as it was written, whatever was drawn', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const scenario = drawScenario(seed);
      expect(read(scenarioText(scenario))).toEqual(scenario);
    }
  });

  test('is one for each directed scenario', () => {
    const directory = join(import.meta.dirname, '../../testdata/directed');
    for (const file of readdirSync(directory)) {
      const text = readFileSync(join(directory, file), 'utf8');
      const { system, ...rest } = read(text);
      expect({ ...rest, system: systemJson(system) }, file).toEqual(JSON.parse(text));
    }
  });
});

describe('refused with one line that says where and what is', () => {
  const fault = { atMs: 1, kind: 'pause', node: 'n1', forMs: 5 };
  const operation = { atMs: 1, client: 1, node: 'n1', f: 'write', key: 'x', value: 1 };
  const rule = { match: { kind: 'phase2a' }, action: { kind: 'drop' } };

  test.each([
    ['an unknown key', { faultz: [] }, 'the scenario has an unknown key "faultz"'],
    ['a report without room for a vote', { votesPerPart: 0 }, 'the scenario.votesPerPart has to be '],
    ['another version', { version: 2 }, 'the scenario.version has to be one of 1, not 2'],
    ['quorums that make no sense', { system: { system: 'majority', nodes: 0 } }, 'the scenario.system: '],
    [
      'a node that there is not',
      { faults: [{ ...fault, node: 'n9' }] },
      'the scenario.faults[0].node has to be one of n1, n2, n3, @leader',
    ],
    [
      'a fault that the simulator lacks',
      { faults: [{ atMs: 1, kind: 'meteor' }] },
      'the scenario.faults[0].kind has to be one of crash, pause',
    ],
    [
      'a key of another fault',
      { faults: [{ ...fault, keeps: 1 }] },
      'the scenario.faults[0] has an unknown key "keeps"',
    ],
    [
      'a round by request where they begin by timeouts',
      { faults: [{ atMs: 1, kind: 'let-go', node: 'n1' }] },
      'the scenario.faults[0].kind has to be another where rounds are not by request, not "let-go"',
    ],
    [
      'half an instance',
      { roundsBy: 'request', faults: [{ atMs: 1, kind: 'recover', node: 'n1', instance: 1.5 }] },
      'the scenario.faults[0].instance has to be a whole number from 1',
    ],
    [
      'more nodes than have quorums that can be listed',
      { system: { system: 'majority', nodes: 16 } },
      'the scenario.system has to have at most 15 nodes, not 16',
    ],
    [
      'a value that is appended to one list twice',
      {
        operations: ['a', 'b']
          .map((key) => ({
            ...operation,
            f: 'txn',
            key: '',
            value: [
              ['append', key, 1],
              ['append', 'c', key],
            ],
          }))
          .concat({ ...operation, f: 'txn', key: '', value: [['append', 'a', 1]] }),
      },
      'the scenario.operations[2] has to be one that appends no value to a list for the second time',
    ],
    [
      'a negative time',
      { operations: [{ ...operation, atMs: -1 }] },
      'the scenario.operations[0].atMs has to be a number from 0',
    ],
    [
      'a read that writes',
      { operations: [{ ...operation, f: 'read' }] },
      'the scenario.operations[0].value has to be null for a read, not 1',
    ],
    [
      'half a cas',
      { operations: [{ ...operation, f: 'cas', value: [1] }] },
      'the scenario.operations[0].value has to be a pair',
    ],
    [
      'a message that there is not',
      { messages: [{ ...rule, match: { kind: 'gossip' } }] },
      'the scenario.messages[0].match.kind has to be one of phase1a',
    ],
    [
      'an action without its time',
      { messages: [{ ...rule, action: { kind: 'hold' } }] },
      'the scenario.messages[0].action.untilMs has to be a number from 0 to 1000000000, not nothing',
    ],
    [
      'a delay that ends before it begins',
      { network: { delayMinMs: 2, delayMaxMs: 1, straggling: 0, lost: 0, duplicated: 0 } },
      'the scenario.network.delayMaxMs has to be a number from 2',
    ],
    ['a mutant that there is not', { mutant: 'perfect' }, 'the scenario.mutant has to be one of '],
  ])('%s', (_what, fields, message) => {
    expect(refusal(fields)).toContain(message);
    expect(refusal(fields)).not.toContain('\n');
  });

  test('nothing, as it is', () => {
    expect(refusal({})).toBe('accepted');
    expect(refusal({ faults: [fault], operations: [operation], messages: [rule] })).toBe('accepted');
  });
});
