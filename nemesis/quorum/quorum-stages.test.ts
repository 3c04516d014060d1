import { describe, expect, test } from 'vitest';
import type { Fault, FaultStage, Grudge } from '#ports';
import { quorumFamily } from '#quorums';
import { namedQuorums, type Sizes } from '../testing/cardinality-quorums.ts';
import { TestRng } from '../testing/test-rng.ts';
import { NamedQuorums } from './named-quorums.ts';
import { quorumStages } from './quorum-stages.ts';
import { crashChoices, type QuorumChoice } from './quorum-variant.ts';
import { tightSets } from './tight-sets.ts';

const settings: readonly Sizes[] = [
  [5, 3, 3, 4],
  [10, 8, 3, 7],
  [9, 8, 5, 6],
  [10, 6, 5, 8],
  [4, 3, 2, 3],
];
const leader = 'n2';

describe.each(settings)('with N/L/R/F = %s/%s/%s/%s', (...sizes) => {
  const [n, l, r, f] = sizes;
  const quorums = namedQuorums(sizes);
  const order = new TestRng(String(sizes)).shuffled(quorums.nodes);
  const stagesOf = (choice: QuorumChoice) => quorumStages(choice, quorums, { leader, order });

  test.each(crashChoices)('crashes are as many as the path survives, or one more: %o', (choice) => {
    if (choice.variant !== 'crash') return;
    const survived = {
      fast: n - (f ?? n),
      classic: n - r,
      'leader-change': n - l,
      'collision-recovery': n - Math.max(l, r),
    };
    const count = survived[choice.path] + choice.excess;
    const stages = stagesOf(choice);
    if (count === 0 || (!choice.withLeader && count > n - 1)) return expect(stages).toBeNull();
    const [kill] = onlyFaults(stages);
    if (kill?.kind !== 'kill') return expect.fail('a crash is a kill');
    expect(kill.nodes).toHaveLength(count);
    expect(kill.nodes.includes(leader)).toBe(choice.withLeader);
  });

  test.each([
    ['lose-phase1', f ?? n, (f ?? n) < l],
    ['lose-fast', Math.max(l, r), Math.max(l, r) < (f ?? n)],
    ['keep-classic', r, r < l && r < (f ?? n)],
  ] as const)(
    '%s leaves exactly %s nodes together, the leader among them, where that loses what it is to lose',
    (variant, size, isPossible) => {
      const stages = stagesOf({ variant });
      if (!isPossible) return expect(stages).toBeNull();
      const together = hearing(onlyGrudge(stages), leader, quorums.nodes);
      expect(together).toHaveLength(size);
    },
  );

  test('collide lets each of two homes reach exactly a fast quorum, and both do not reach the same', () => {
    const stages = stagesOf({ variant: 'collide' });
    const grudge = onlyGrudge(stages);
    const homes = [...new Set(Object.values(grudge).flat())];
    const reached = homes.map((home) => quorums.nodes.filter((node) => !(grudge[node] ?? []).includes(home)));
    expect(homes).toHaveLength(2);
    expect(homes).not.toContain(leader);
    for (const nodes of reached) expect(nodes).toHaveLength(f ?? 0);
    expect(reached[0]).not.toEqual(reached[1]);
    for (const nodes of reached) expect(nodes).toContain(leader);
  });

  test('bridge leaves as few nodes between two groups as a phase-1 and a classic quorum must share', () => {
    const grudge = onlyGrudge(stagesOf({ variant: 'bridge' }));
    const between = quorums.nodes.filter((node) => (grudge[node] ?? []).length === 0);
    expect(between).toHaveLength(l + r - n);
    const cut = quorums.nodes.filter((node) => !between.includes(node));
    for (const node of cut) expect([n - l, n - r]).toContain((grudge[node] ?? []).length);
  });

  test.each(['classic', 'fast'] as const)(
    'the tight sets of a %s round are smallest quorums that share as few as they must',
    (path) => {
      const sets = tightSets(quorums, path, { leader, order });
      const size = path === 'classic' ? r : (f ?? 0);
      expect(sets?.voters).toHaveLength(size);
      expect(sets?.voters).toContain(leader);
      expect(sets?.reporters).toHaveLength(l);
      expect(sets?.reporters).not.toContain(leader);
      expect(sets?.shared).toHaveLength(l + size - n);
    },
  );

  test('tight-classic: exactly the voters, one of whom sleeps, and then exactly the reporters, whom nobody tells', () => {
    const sets = tightSets(quorums, 'classic', { leader, order });
    const [slow, exact, asleep, last] = stagesOf({ variant: 'tight-classic' }) ?? [];
    expect(slow).toMatchObject({ name: 'no fast decision', untilRound: 'classic' });
    expect(hearing(grudgeOf(exact), leader, quorums.nodes)).toEqual(sets?.voters);
    const pause = asleep?.faults.find(({ kind }) => kind === 'pause');
    expect(sets?.shared).toEqual(expect.arrayContaining(pause?.kind === 'pause' ? [...pause.nodes] : ['nobody']));
    expect(asleep?.faults[0]).toEqual(exact?.faults[0]);
    expectUntold(last, sets);
  });

  test('tight-fast: the voters without word from the leader, and then exactly the reporters, whom nobody tells', () => {
    const sets = tightSets(quorums, 'fast', { leader, order });
    const [clientless, mute, last] = stagesOf({ variant: 'tight-fast' }) ?? [];
    expect(clientless?.faults).toEqual([
      { kind: 'partition', variant: 'tight-fast', grudge: { [leader]: ['clients'] } },
    ]);
    expect(mute?.faults[0]).toEqual(clientless?.faults[0]);
    const grudge = grudgeOf(mute);
    for (const node of sets?.voters ?? []) {
      const deafTo = quorums.nodes.filter((from) => !(sets?.voters ?? []).includes(from));
      const mute = node === leader ? [] : [leader];
      expect([...(grudge[node] ?? [])].sort()).toEqual([...deafTo, ...mute].sort());
    }
    expectUntold(last, sets);
  });

  function expectUntold(stage: FaultStage | undefined, sets: ReturnType<typeof tightSets>): void {
    const grudge = grudgeOf(stage);
    const { voters = [], reporters = [] } = sets ?? {};
    for (const node of reporters) {
      expect(quorums.nodes.filter((from) => !(grudge[node] ?? []).includes(from)).sort()).toEqual(
        [...reporters].sort(),
      );
    }
    expect(voters.filter((from) => !(grudge[leader] ?? []).includes(from))).toEqual(voters);
    expect(stage?.forMs).toBeNull();
  }
});

test('where phase 1 needs every node, no decision can be kept from the next leader', () => {
  const quorums = namedQuorums([5, 5, 1, 3]);
  const moment = { leader, order: quorums.nodes };
  expect(quorumStages({ variant: 'tight-classic' }, quorums, moment)).toBeNull();
  expect(quorumStages({ variant: 'tight-fast' }, quorums, moment)).toBeNull();
});

test('without fast rounds nothing is made of fast quorums, and the leader need not be talked out of them', () => {
  const quorums = namedQuorums([5, 3, 3, null]);
  const moment = { leader, order: quorums.nodes };
  for (const variant of ['tight-fast', 'collide', 'lose-phase1', 'lose-fast'] as const) {
    expect(quorumStages({ variant }, quorums, moment)).toBeNull();
  }
  expect(quorumStages({ variant: 'tight-classic' }, quorums, moment)?.map(({ name }) => name)).toEqual([
    'an exact classic quorum',
    'one voter sleeps',
    'an exact phase-1 quorum',
  ]);
});

test('weights count: a heavy node that every quorum needs is never left out', () => {
  const weights = [3, 1, 1, 1]; // of 6: L=4 R=3 F=4, so a quorum holds n1 or, classic, all others
  const weightOf = (set: number): number => weights.reduce((sum, weight, bit) => sum + ((set >> bit) & 1) * weight, 0);
  const quorums = new NamedQuorums(['n1', 'n2', 'n3', 'n4'], {
    nodes: 4,
    isPhase1: (set) => weightOf(set) >= 4,
    isClassic: (set) => weightOf(set) >= 3,
    isFast: (set) => weightOf(set) >= 4,
  });
  const sets = tightSets(quorums, 'classic', { leader: 'n2', order: ['n1', 'n2', 'n3', 'n4'] });
  expect(sets).toEqual({ voters: ['n2', 'n3', 'n4'], reporters: ['n1', 'n4'], shared: ['n4'] });
  expect(tightSets(quorums, 'classic', { leader: 'n1', order: ['n1', 'n2', 'n3', 'n4'] })).toBeNull();
});

describe('with weights 2, 1, 1, where every phase-1 quorum needs n1', () => {
  const family = quorumFamily({
    kind: 'weighted',
    nodes: ['n1', 'n2', 'n3'],
    weights: [2, 1, 1],
    phase1: 3,
    classic: 2,
    fast: 3,
  });
  const quorums = new NamedQuorums(['n1', 'n2', 'n3'], family);
  const order = ['n1', 'n3', 'n2'];

  test.each(['tight-classic', 'tight-fast'] as const)('%s makes another lead where n1 does', (variant) => {
    const stages = quorumStages({ variant }, quorums, { leader: 'n1', order });
    const around = quorumStages({ variant }, quorums, { leader: 'n3', order });
    const before = stages?.slice(0, -(around?.length ?? 0)) ?? [];
    expect(before.map(({ name }) => name)).toEqual(['all but n3 are down', 'n3 is to lead', 'n3 leads']);
    expect(before[0]?.faults).toEqual([{ kind: 'kill', nodes: ['n1', 'n2'] }]);
    expect(before[1]).toMatchObject({ faults: [], untilLedBy: ['n3'] });
    expect(stages?.slice(before.length)).toEqual(around);
    expect(around?.[0]?.name).not.toContain('down');
  });

  test('no client reaches those whose proposals are decided fast even when only the leader hears them', () => {
    const [slow] = quorumStages({ variant: 'tight-classic' }, quorums, { leader: 'n2', order }) ?? [];
    expect(slow?.faults.at(-1)).toMatchObject({ grudge: { n1: ['clients'], n2: ['clients'] } });
  });
});

test('where quorums do not meet, no decision is to be found again', () => {
  const quorums = namedQuorums([4, 2, 2, null]);
  expect(quorumStages({ variant: 'tight-classic' }, quorums, { leader, order: quorums.nodes })).toBeNull();
});

test.each(['n1', 'n2', 'n3', 'n4', 'n5', 'n6'])(
  'in a grid the tight sets around %s are its own column and a row, whatever node is taken first',
  (leader) => {
    // rows n1 n2 n3 and n4 n5 n6; columns n1 n4, n2 n5 and n3 n6
    const nodes = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'];
    const family = quorumFamily({ kind: 'grid', rows: 2, columns: 3, fastColumns: 2 });
    const quorums = new NamedQuorums(nodes, family);
    const column = nodes.filter((_, place) => place % 3 === nodes.indexOf(leader) % 3);
    for (const seed of ['1', '2', '3', '4', '5']) {
      const moment = { leader, order: new TestRng(seed).shuffled(nodes) };
      expect(tightSets(quorums, 'classic', moment)?.voters).toEqual(column);
      expect(tightSets(quorums, 'fast', moment)?.voters).toEqual(expect.arrayContaining(column));
      // whoever leads is the bridge, and its column and a row are on either side
      const grudge = onlyGrudge(quorumStages({ variant: 'bridge' }, quorums, moment));
      expect(nodes.filter((node) => (grudge[node] ?? []).length === 0)).toEqual([leader]);
    }
  },
);

function onlyFaults(stages: readonly FaultStage[] | null): readonly Fault[] {
  expect(stages).toHaveLength(1);
  return stages?.[0]?.faults ?? [];
}

function onlyGrudge(stages: readonly FaultStage[] | null): Grudge {
  onlyFaults(stages);
  return grudgeOf(stages?.[0]);
}

/** The cuts between nodes of a stage. */
function grudgeOf(stage: FaultStage | undefined): Grudge {
  const partition = stage?.faults.findLast(({ kind }) => kind === 'partition');
  return partition?.kind === 'partition' ? partition.grudge : {};
}

/** Who hears `node` and is heard by it, itself included. */
function hearing(grudge: Grudge, node: string, nodes: readonly string[]): readonly string[] {
  const hears = (to: string, from: string): boolean => !(grudge[to] ?? []).includes(from);
  return nodes.filter((other) => hears(node, other) && hears(other, node));
}
