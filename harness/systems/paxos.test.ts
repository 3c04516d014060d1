import { expect, test } from 'vitest';
import { prepareRun } from '../prepare-run.ts';
import { paxosSystem } from './paxos.ts';

const start = {
  node: 'n2',
  installation: { node: '/bin/node', sources: '/sources' },
  dataDirectory: '/run/nodes/n2/data',
  traceFile: '/run/nodes/n2/trace.jsonl',
  listen: { host: '127.0.0.1', peerPort: 0, clientPort: 0, adminPort: 0 },
  peers: { n1: { host: '127.0.0.1', port: 4001 }, n3: { host: '127.0.0.1', port: 4003 } },
};

const argumentsFor = (asked: object): string =>
  paxosSystem(prepareRun('register', { seed: '7', nodes: '3', nemesis: 'none', ...asked }))
    .command(start)
    .args.slice(1)
    .join(' ');

test('a node is told its place and the rules of the run', () => {
  expect(argumentsFor({})).toBe(
    '--id n2 --nodes n1,n2,n3 --peer n1=127.0.0.1:4001 --peer n3=127.0.0.1:4003 --listen-host 127.0.0.1 ' +
      '--peer-port 0 --client-port 0 --admin-port 0 --data /run/nodes/n2/data --trace /run/nodes/n2/trace.jsonl --record-inputs ' +
      '--protocol fast-flexible --phase1 2 --classic 2 --fast 3 --on-broken-pick stop --reads log',
  );
});

test('classic rounds need no fast quorum', () => {
  expect(argumentsFor({ protocol: 'classic' })).not.toContain('--fast');
});

test('a quorum system is told as JSON', () => {
  const grid = { kind: 'grid', rows: 1, columns: 3, fastColumns: 2 };
  expect(argumentsFor({ nodes: undefined, quorums: grid })).toContain(
    '--protocol fast-flexible --quorum-system {"system":"grid","rows":1,"columns":3,"fastColumns":2} --on-broken-pick',
  );
});

test('nodes whose rounds begin by request are permitted what such nodes need', () => {
  const plan = prepareRun('register', { seed: '7', nodes: '3', nemesis: 'none' });
  const { args } = paxosSystem(plan, { roundsBy: 'request' }).command(start);
  expect(args.slice(-3)).toEqual(['--unsafe-quorums', '--rounds-by', 'request']);
});

test('negative controls are passed on', () => {
  const asked = { phase1: '1', unsafeQuorums: true, onBrokenPick: 'choose', reads: 'local', mutant: 'amnesia' };
  expect(argumentsFor(asked)).toContain(
    '--phase1 1 --classic 3 --fast 3 --on-broken-pick choose --reads local --mutant amnesia --unsafe-quorums',
  );
});
