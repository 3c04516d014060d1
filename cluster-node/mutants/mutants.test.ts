import { describe, expect, test } from 'vitest';
import { paxosRules } from '../protocol/rules.ts';
import { bugs } from './bugs.ts';
import { mutants } from './index.ts';

describe('the bugs', () => {
  test('are numbered from 1 to 64 without a gap', () => {
    expect(bugs.map(({ number }) => number)).toEqual(Array.from({ length: 64 }, (_, index) => index + 1));
  });

  test('that the node can have are had by a mutant, and the others by none', () => {
    const mutated = new Set([...mutants.values()].map(({ number }) => number));
    const inNode = bugs.filter(({ notInTheNode }) => notInTheNode === undefined);
    expect([...mutated]).toEqual(inNode.map(({ number }) => number));
  });
});

test.each([...mutants.values()].map((mutant) => [mutant.name, mutant] as const))(
  '%s breaks a rule and leaves the others alone',
  (_name, { rules }) => {
    const broken = Object.entries(rules).filter(([rule, decision]) => Reflect.get(paxosRules, rule) !== decision);
    expect(broken.length).toBeGreaterThan(0);
    expect(broken.length).toBeLessThanOrEqual(3);
    expect(Object.keys(rules).sort()).toEqual(Object.keys(paxosRules).sort());
  },
);
