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
    expect(kinds.filter((kind) => kind !== 'withhold').slice(0, 7)).toEqual([
      'begin-round',
      'phase1a',
      'phase1a',
      'phase1b',
      'phase1b',
      'ask',
      'phase2a',
    ]);
    expect(steps.filter(({ kind }) => kind === 'kill' || kind === 'restart')).toEqual([
      { atMs: 40, kind: 'kill', node: 'n1' },
      { atMs: 50, kind: 'restart', node: 'n1' },
    ]);
  });

  test('holds back what is sent and does not arrive, and waits for the answers of clients', () => {
    const { steps } = playScript(directed('no-k2a'));
    const withheld = steps.filter((step) => step.kind === 'withhold' && step.message.kind === 'phase2a');
    expect(withheld).toMatchObject([{ from: 'n1', to: 'n3' }, { from: 'n2' }, { from: 'n2' }, { from: 'n3' }]);
    expect(steps.filter(({ kind }) => kind === 'answered')).toMatchObject([{ node: 'n1' }]);
  });

  test('says of a message that comes twice which of the two is the last', () => {
    const { steps } = playScript(directed('duplicate-vote'));
    const votes = steps.filter(
      (step) => step.kind === 'deliver' && step.message.kind === 'phase2b' && step.to === 'n1',
    );
    expect(votes).toMatchObject([
      { from: 'n2', isLast: false },
      { from: 'n2', isLast: true },
    ]);
  });

  test('lets go of a node when the scenario does, and does not wait for what that sends by its own clock', () => {
    const { steps } = playScript(directed('recovery-too-small'));
    const place = steps.findIndex(({ kind }) => kind === 'let-go');
    expect(steps[place]).toEqual({ atMs: 50, kind: 'let-go', node: 'n1' });
    const later = steps.slice(place).filter((step) => step.kind === 'withhold');
    expect(later.map(({ from }) => from)).not.toContain('n1');
  });

  test('turns clocks, and where leases are held takes its time', () => {
    expect(playScript(directed('apply-reads-clock'))).toMatchObject({ clock: 'wall', isPaced: false });
    const { clock, isPaced, steps } = playScript(directed('lease-without-margin'));
    expect({ clock, isPaced }).toEqual({ clock: 'rate', isPaced: true });
    expect(steps[0]).toEqual({ atMs: 0, kind: 'turn-clock', node: 'n1', skew: { kind: 'rate', rate: 0.85 } });
  });

  test.each([
    ['rounds begin by timeouts', drawScenario(1), 'its rounds begin by timeouts'],
    [
      'clocks are wrong in two ways',
      {
        ...directed('no-k2a'),
        faults: [{ atMs: 1, kind: 'clock', nodes: ['n1'], rate: 2, wallOffsetMs: 9, forMs: 9 }],
      },
      'clocks both jump and run at other rates',
    ],
    [
      'a journal is damaged',
      { ...directed('no-k2a'), faults: [{ atMs: 1, kind: 'corrupt', node: 'n1' }] },
      'a damaged journal',
    ],
    ['nodes do not come back', { ...directed('no-k2a'), lostForGood: ['n3'] }, 'nodes are lost for good'],
    ['leases are to outlast a start', directed('lease-forgotten'), 'nodes start again in it while a lease holds'],
    ['a crash tears what is written', directed('unsynced-vote'), 'a crash in it loses what was being written'],
  ] as const)('is refused in one line where %s', (_what, scenario, objection) => {
    expect(playScript(scenario as SimScenario)).toMatchObject({
      steps: [],
      objection: expect.stringContaining(objection),
    });
  });
});
