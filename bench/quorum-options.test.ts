import { expect, test } from 'vitest';
import { BenchUsageError } from './options.ts';
import { parseQuorumBenchOptions } from './quorum-options.ts';

test('without options all three settings are measured', () => {
  const { settings, seconds, clients } = parseQuorumBenchOptions([]);
  expect(settings.map(({ nodes }) => nodes)).toEqual([3, 5, 10]);
  expect({ seconds, clients }).toEqual({ seconds: 5, clients: 8 });
});

test('settings are named by their nodes', () => {
  expect(parseQuorumBenchOptions(['--nodes', '10', '--seconds', '2', '--clients', '1'])).toEqual({
    settings: [{ nodes: 10, sizes: { phase1: 8, classic: 3, fast: 7 } }],
    seconds: 2,
    clients: 1,
  });
});

test.each([[['--nodes', '4']], [['--seconds', '0']], [['--clients', '0']], [['--speed', '1']], [['node']]])(
  '%j is refused',
  (argv) => {
    expect(() => parseQuorumBenchOptions(argv)).toThrow(BenchUsageError);
  },
);
