import { expect, test } from 'vitest';
import { BenchUsageError, parseBenchOptions } from './options.ts';

test('without options everything is measured', () => {
  expect(parseBenchOptions(['node'])).toEqual({
    secondsPerLoad: 5,
    warmUpSeconds: 1,
    clusterSizes: [3, 5],
    protocols: ['classic', 'flexible', 'fast', 'fast-flexible'],
    clientCounts: [1, 64, 500],
    withEtcd: true,
    profileDirectory: null,
    recordsInputs: false,
  });
});

test('lists are separated by commas', () => {
  expect(parseBenchOptions(['node', '--clients', '1,2', '--protocols', 'fast', '--nodes', '5'])).toMatchObject({
    clientCounts: [1, 2],
    protocols: ['fast'],
    clusterSizes: [5],
  });
});

test('asking for help is no error', () => {
  expect(parseBenchOptions(['--help'])).toBeNull();
});

test.each([
  [[]],
  [['disk']],
  [['node', '--clients', '0']],
  [['node', '--clients', '']],
  [['node', '--nodes', '4']],
  [['node', '--protocols', 'raft']],
  [['node', '--seconds', '-1']],
  [['node', '--speed', '1']],
])('%j is refused', (argv) => {
  expect(() => parseBenchOptions(argv)).toThrow(BenchUsageError);
});
