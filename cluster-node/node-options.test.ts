import { describe, expect, test } from 'vitest';
import { NodeUsageError } from './argument-values.ts';
import { mutants } from './mutants/index.ts';
import { parseNodeOptions } from './node-options.ts';
import { paxosRules } from './protocol/rules.ts';

const peers = ['--peer', 'n2=10.0.0.2:7002', '--peer', 'n3=::1:7003'];
const place = ['--id', 'n1', '--nodes', 'n1,n2,n3', '--data', '/data', '--trace', '/trace'];
const sizes = ['--phase1', '2', '--classic', '2', '--fast', '3'];

describe('the options of a node', () => {
  test('have defaults for everything that is not about this cluster', () => {
    expect(parseNodeOptions([...place, ...peers, ...sizes])).toEqual({
      id: 'n1',
      names: ['n1', 'n2', 'n3'],
      peers: new Map([
        ['n2', { host: '10.0.0.2', port: 7002 }],
        ['n3', { host: '::1', port: 7003 }],
      ]),
      listen: { host: '127.0.0.1', peerPort: 0, clientPort: 0, adminPort: 0 },
      dataDirectory: '/data',
      traceFile: '/trace',
      recordsInputs: false,
      protocol: 'fast-flexible',
      quorums: { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 3 },
      onBrokenPick: 'stop',
      reads: 'log',
      rules: paxosRules,
      unsafeQuorums: false,
      roundsBy: 'timeouts',
    });
  });

  test.each(['classic', 'flexible'])('have no fast quorum with --protocol %s', (protocol) => {
    const given = [...place, ...peers, ...sizes.slice(0, 4), '--protocol', protocol];
    expect(parseNodeOptions(given).quorums).toMatchObject({ fast: null });
  });

  test('leave rounds to requests with --rounds-by', () => {
    const given = [...place, ...peers, ...sizes, '--unsafe-quorums', '--rounds-by', 'request'];
    expect(parseNodeOptions(given)).toMatchObject({ unsafeQuorums: true, roundsBy: 'request' });
  });

  test('break one rule on purpose with --mutant', () => {
    const given = [...place, ...peers, ...sizes, '--mutant', 'stale-accept'];
    expect(parseNodeOptions(given).rules).toBe(mutants.get('stale-accept')?.rules);
  });
});

describe('wrong usage is refused in one line', () => {
  test.each<[string, readonly string[], string]>([
    ['an option is missing', [...place, ...peers, ...sizes.slice(2)], '--phase1 is required'],
    ['an option is unknown', [...place, ...peers, ...sizes, '--wrong'], "Unknown option '--wrong'"],
    ['an option has no value', [...place, ...peers, ...sizes, '--reads', '--mutant'], "Option '--reads"],
    [
      'the node is not one of the nodes',
      ['--id', 'n9', ...place.slice(2), ...peers, ...sizes],
      '--id n9 is not one of',
    ],
    ['a node is named twice', ['--id', 'n1', '--nodes', 'n1,n1', ...place.slice(4), ...sizes], 'names a node twice'],
    ['a node has no name', ['--id', 'n1', '--nodes', 'n1,', ...place.slice(4), ...sizes], 'a node without a name'],
    ['there are too many nodes', tooManyNodes(), 'at most 31'],
    ['a peer is not told', [...place, ...peers.slice(2), ...sizes], '--peer is missing for n2'],
    ['a peer is nobody', [...place, ...peers, '--peer', 'n9=h:1', ...sizes], '--peer n9=h:1 is not'],
    ['a peer has no port', [...place, '--peer', 'n2=host', ...peers.slice(2), ...sizes], '--peer n2=host is not'],
    ['a peer has a port that is none', [...place, '--peer', 'n2=h:65536', ...peers.slice(2), ...sizes], 'n2=h:65536'],
    ['a port is none', [...place, ...peers, ...sizes, '--peer-port', '65536'], '--peer-port is not a port'],
    ['a size is no number', [...place, ...peers, ...sizes, '--fast', 'three'], '--fast three is not a whole number'],
    ['a size means nothing', [...place, ...peers, ...sizes, '--fast', '4'], 'a whole number from 1 to 3'],
    ['the protocol is unknown', [...place, ...peers, ...sizes, '--protocol', 'raft'], '--protocol raft is not one of'],
    [
      'reads are unknown',
      [...place, ...peers, ...sizes, '--reads', 'fast'],
      '--reads fast is not one of log, index, lease, local',
    ],
    [
      'rounds begin by request where nothing unsafe is permitted',
      [...place, ...peers, ...sizes, '--rounds-by', 'request'],
      '--rounds-by request is only for nodes with --unsafe-quorums',
    ],
    ['the mutant is unknown', [...place, ...peers, ...sizes, '--mutant', 'x-man'], 'unknown mutant "x-man"'],
  ])('when %s', (_case, argv, expected) => {
    expect(() => parseNodeOptions(argv)).toThrow(expected);
    expect(() => parseNodeOptions(argv)).toThrow(NodeUsageError);
    expect(() => parseNodeOptions(argv)).not.toThrow('\n');
  });
});

describe('unsafe quorums', () => {
  const tooSmall = [...place, ...peers, '--phase1', '2', '--classic', '1', '--fast', '2'];

  test('are refused with both inequalities, their numbers, and what would be safe', () => {
    expect(() => parseNodeOptions(tooSmall)).toThrow(
      /^the quorums N=3 L=2 R=1 F=2 are unsafe: L \+ R > N: 2 \+ 1 = 3 is not > 3; L \+ 2F > 2N: 2 \+ 2\*2 = 6 is not > 6\. Nearest safe: N=3 .* --unsafe-quorums permits them\.$/,
    );
  });

  test('are permitted when asked for', () => {
    expect(parseNodeOptions([...tooSmall, '--unsafe-quorums']).quorums).toEqual({
      kind: 'cardinality',
      nodes: 3,
      phase1: 2,
      classic: 1,
      fast: 2,
    });
  });

  test('of a fast round do not matter where there are none', () => {
    const given = [...place, ...peers, '--phase1', '2', '--classic', '2', '--protocol', 'classic'];
    expect(parseNodeOptions(given).quorums).toMatchObject({ nodes: 3, phase1: 2, classic: 2, fast: null });
  });
});

describe('a quorum system', () => {
  const weights = (names: readonly string[], rest: object): readonly string[] => [
    '--quorum-system',
    JSON.stringify({ system: 'weighted', weights: Object.fromEntries(names.map((name) => [name, 1])), ...rest }),
  ];
  const fast = { phase1: 2, classic: 2, fast: 3 };
  const own = ['n1', 'n2', 'n3'];

  test('comes as JSON instead of the sizes', () => {
    expect(parseNodeOptions([...place, ...peers, ...weights(own, fast)]).quorums).toEqual({
      kind: 'weighted',
      nodes: own,
      weights: [1, 1, 1],
      ...fast,
    });
    const grid = ['--quorum-system', '{"system":"grid","rows":3,"columns":1,"fastColumns":null}'];
    const given = [...place, ...peers, '--protocol', 'flexible', ...grid];
    expect(parseNodeOptions(given).quorums).toEqual({ kind: 'grid', rows: 3, columns: 1, fastColumns: null });
  });

  test.each<[string, readonly string[], string]>([
    ['is no JSON', ['--quorum-system', '{'], '--quorum-system { is not JSON.'],
    ['is unknown', ['--quorum-system', '{"system":"gird"}'], 'did you mean "grid"?'],
    ['means nothing', weights(own, { ...fast, fast: 4 }), 'the fast threshold must be a whole number from 1 to 3'],
    ['is of other nodes', weights(['n1', 'n2', 'n4'], fast), '--nodes n1,n2,n3 are not the nodes of --quorum-system'],
    ['has them in another order', weights(['n1', 'n3', 'n2'], fast), 'are not the nodes of --quorum-system: n1,n3,n2'],
    [
      'has too few',
      ['--quorum-system', '{"system":"majority","nodes":2}'],
      'names 3 nodes, and --quorum-system is of 2',
    ],
    ['comes with sizes, too', [...weights(own, fast), '--fast', '3'], 'says what --fast would say'],
    ['has no fast quorums', weights(own, { ...fast, fast: null }), 'which has no fast quorums'],
    ['has fast quorums', [...weights(own, fast), '--protocol', 'flexible'], 'which has fast quorums'],
    ['is unsafe', weights(own, { ...fast, phase1: 1 }), 'the quorums weights 1,1,1 L=1 R=2 F=3 are unsafe: '],
  ])('that %s is refused in one line', (_case, given, expected) => {
    expect(() => parseNodeOptions([...place, ...peers, ...given])).toThrow(expected);
    expect(() => parseNodeOptions([...place, ...peers, ...given])).toThrow(NodeUsageError);
    expect(() => parseNodeOptions([...place, ...peers, ...given])).toThrow(/^[^\n]*$/);
  });

  test('that is unsafe is permitted when asked for', () => {
    const given = [...place, ...peers, ...weights(own, { ...fast, phase1: 1 }), '--unsafe-quorums'];
    expect(parseNodeOptions(given).quorums).toMatchObject({ phase1: 1 });
  });
});

function tooManyNodes(): readonly string[] {
  const names = Array.from({ length: 32 }, (_, index) => `n${index + 1}`);
  const others = names.slice(1).flatMap((name) => ['--peer', `${name}=h:1`]);
  const majorities = ['--phase1', '17', '--classic', '17', '--fast', '24'];
  return ['--id', 'n1', '--nodes', names.join(','), ...place.slice(4), ...others, ...majorities];
}
