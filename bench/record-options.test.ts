import { expect, test } from 'vitest';
import { BenchUsageError } from './options.ts';
import { parseRecordBenchOptions } from './record-options.ts';

test('without options two protocols are measured, with clusters that are started anew', () => {
  expect(parseRecordBenchOptions([])).toEqual({
    protocols: ['classic', 'fast-flexible'],
    nodes: 3,
    clients: 64,
    clusters: 3,
    pairs: 40,
    secondsPerSlice: 0.5,
    warmUpSeconds: 3,
  });
});

test('everything can be asked for', () => {
  const argv = '--protocols fast --nodes 5 --clients 8 --clusters 1 --pairs 2 --seconds 1 --warm-up 0.1'.split(' ');
  expect(parseRecordBenchOptions(argv)).toEqual({
    protocols: ['fast'],
    nodes: 5,
    clients: 8,
    clusters: 1,
    pairs: 2,
    secondsPerSlice: 1,
    warmUpSeconds: 0.1,
  });
});

test.each([[['--pairs', '0']], [['--clusters', '1.5']], [['--nodes', '4']], [['--protocols', 'raft']], [['node']]])(
  '%j is refused',
  (argv) => {
    expect(() => parseRecordBenchOptions(argv)).toThrow(BenchUsageError);
  },
);
