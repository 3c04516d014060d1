import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drawScenario, parseScenario, type SimScenario } from '../simulation/index.ts';
import { playScript } from './play-script.ts';

const directory = join(import.meta.dirname, '../../testdata/directed');
const directed = (name: string): SimScenario => {
  const file = readdirSync(directory).find((one) => one.endsWith(`-${name}.json`)) ?? '';
  return parseScenario(JSON.parse(readFileSync(join(directory, file), 'utf8')));
};

describe('the script of a scenario', () => {
  test('has what happens until all is healed, in its order, and nothing that is lost', () => {
    const { steps, objection } = playScript(directed('no-k2a'));
    expect(objection).toBeNull();
    const kinds = steps.map((step) => (step.kind === 'deliver' ? step.message.kind : step.kind));
    expect(kinds.slice(0, 7)).toEqual(['begin-round', 'phase1a', 'phase1a', 'phase1b', 'phase1b', 'ask', 'phase2a']);
    expect(steps.filter(({ kind }) => kind === 'kill' || kind === 'restart')).toEqual([
      { kind: 'kill', node: 'n1' },
      { kind: 'restart', node: 'n1' },
    ]);
  });

  test.each([
    ['rounds begin by timeouts', drawScenario(1), 'its rounds begin by timeouts'],
    [
      'clocks are wrong',
      { ...directed('no-k2a'), faults: [{ atMs: 1, kind: 'clock', nodes: ['n1'], rate: 2, forMs: 9 }] },
      'clocks that are wrong',
    ],
    [
      'a journal is damaged',
      { ...directed('no-k2a'), faults: [{ atMs: 1, kind: 'corrupt', node: 'n1' }] },
      'a damaged journal',
    ],
    ['nodes do not come back', { ...directed('no-k2a'), lostForGood: ['n3'] }, 'nodes are lost for good'],
    ['a crash tears what is written', directed('unsynced-vote'), 'a crash in it loses what was being written'],
  ] as const)('is refused in one line where %s', (_what, scenario, objection) => {
    expect(playScript(scenario as SimScenario)).toEqual({ steps: [], objection: expect.stringContaining(objection) });
  });
});
