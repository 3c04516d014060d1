import { describe, expect, it } from 'vitest';
import { isRound, mutants, paxosRules, type Rules, roundOwner, roundStep } from '#cluster-node';
import { setInvariants } from '#foundation';
import { type Exploration, explore, type Standing } from './explore.ts';
import { type ExploreScope, messagesThatChoose } from './explore-scope.ts';

type Sizes = readonly [nodes: number, phase1: number, classic: number, fast: number | null];

const fast: ExploreScope['rounds'][number] = { node: 0, kind: 'fast' };
const classic = (node: number): ExploreScope['rounds'][number] => ({ node, kind: 'classic' });

function scopeOf(
  [nodes, phase1, phase2, fastSize]: Sizes,
  rounds: ExploreScope['rounds'],
  crashes: number,
  rules: Rules = paxosRules,
): ExploreScope {
  return {
    system: { kind: 'cardinality', nodes, phase1, classic: phase2, fast: fastSize },
    rules,
    rounds,
    numbers: null,
    homes: [0, 1],
    crashes,
    instances: 1,
    reduces: true,
    delivered: new Set(messagesThatChoose),
  };
}

/** What is on the disks and in the minds of a cluster, with rounds known by their order, and the third node and the fourth by nothing. */
function inWords(cluster: readonly Standing[]): string {
  const bases = [...new Set(cluster.flatMap(({ votes }) => votes.map(({ round }) => baseOf(round))))].sort(
    (a, b) => a - b,
  );
  const standings = cluster.map(({ votes, beliefs }) => {
    const cast = votes.map(({ round, value }) => `${bases.indexOf(baseOf(round))} ${ownerAndStep(round)} ${value}`);
    return JSON.stringify([cast.sort(), beliefs]);
  });
  return [...standings.slice(0, 2), ...standings.slice(2).sort()].join('\n');
}

function baseOf(round: number): number {
  return isRound(round) ? round - roundStep(round) : 0;
}

function ownerAndStep(round: number): string {
  return isRound(round) ? `${roundOwner(round)}.${roundStep(round)}` : '';
}

function met(scope: ExploreScope): Readonly<{ found: Exploration; standings: ReadonlySet<string> }> {
  const standings = new Set<string>();
  setInvariants(false);
  const found = explore(scope, {
    statesMax: 1_000_000,
    shouldStop: () => false,
    progress: () => undefined,
    met: (cluster) => standings.add(inWords(cluster)),
  });
  setInvariants(true);
  return { found, standings };
}

describe('an exploration that leaves out what makes no difference', () => {
  it.each<[string, ExploreScope]>([
    ['two classic rounds', scopeOf([3, 2, 2, null], [classic(0), classic(1)], 0)],
    ['a classic round and crashes', scopeOf([3, 2, 2, null], [classic(0)], 1)],
    ['two rounds of one node and crashes', scopeOf([2, 2, 1, null], [classic(0), classic(0)], 1)],
    ['a fast round of all, which is recovered', scopeOf([3, 2, 2, 3], [fast], 0)],
    ['a fast round of two, which is recovered, and a classic one', scopeOf([3, 3, 1, 2], [fast, classic(1)], 0)],
    ['a fast round of two nodes and crashes', scopeOf([2, 2, 1, 2], [fast], 1)],
    ['four nodes, two of which nobody tells apart', scopeOf([4, 3, 2, null], [classic(0)], 0)],
  ])('meets the votes and the knowledge that are met without leaving out anything: %s', (_, scope) => {
    const reduced = met(scope);
    const whole = met({ ...scope, reduces: false });
    expect(reduced.found).toMatchObject({ end: 'complete', violation: null });
    expect(whole.found).toMatchObject({ end: 'complete', violation: null });
    expect(reduced.standings).toEqual(whole.standings);
    expect(reduced.found.states * 2).toBeLessThan(whole.found.states);
  });

  it.each([
    'phase1-too-small',
    'classic-too-small',
    'one-empty-report-frees',
    'own-value-first',
    'fast-too-small',
    'fast-counted-as-classic',
    'recovery-too-small',
  ])('convicts coordinators and learners that are broken all the same: %s', (name) => {
    const mutant = mutants.get(name);
    if (mutant?.system.kind !== 'cardinality') throw new RangeError(`there is no such mutant as ${name}`);
    const { nodes, phase1, classic: phase2, fast: fastSize } = mutant.system;
    const rounds = [fastSize === null ? classic(0) : fast, classic(1)];
    const { found } = met(scopeOf([nodes, phase1, phase2, fastSize], rounds, 0, mutant.rules));
    expect(found.end).toBe('violation');
    expect(found.violation?.path.length).toBeGreaterThan(0);
  });
});
