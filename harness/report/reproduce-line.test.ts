import { expect, test } from 'vitest';
import { breakPlan } from '../counterexample/break-run.ts';
import { counterexampleOf } from '../counterexample/index.ts';
import { type AskedRun, prepareRun } from '../prepare-run.ts';
import { readQuorumSystem } from '../quorums-file.ts';
import { reproduceLine } from './reproduce-line.ts';

/** What commander would make of the line. */
function asked(line: string): AskedRun {
  const words = (line.split('   #')[0] ?? '').split(' --').slice(1);
  const options = words.map((word) => {
    const [name = '', value = true] = word.split(' ');
    return [name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase()), value];
  });
  const { quorums, ...given } = Object.fromEntries(options);
  const system = quorums === undefined ? {} : { quorums: readQuorumSystem(quorums.replaceAll("'", '')) };
  return { seed: '', ...given, ...system };
}

test.each<Partial<AskedRun>>([
  {},
  { protocol: 'classic', nodes: '7' },
  { nodes: '10', phase1: '7', classic: '3', fast: '8', unsafeQuorums: true, onBrokenPick: 'choose' },
  { reads: 'local', mutant: 'amnesia', nemesis: 'kill@majority', nemesisInterval: '2.5', values: 'repeated' },
  { nemesis: 'clock,kill', clock: 'rate' },
  { nemesis: 'clock:strobe@n2', linkDelay: '5' },
  { quorums: { kind: 'grid', rows: 2, columns: 3, fastColumns: 2 } },
  { quorums: { kind: 'weighted', nodes: ['a', 'b'], weights: [2, 1], phase1: 2, classic: 2, fast: null } },
  { rate: '0.5', concurrency: '3', opTimeout: '1', timeLimit: '30', resend: '0' },
])('the line makes the same plan again: %o', (options) => {
  const plan = prepareRun('register', { seed: '7', ...options });
  expect(prepareRun('register', asked(reproduceLine(plan, '3f2c1aa')))).toEqual(plan);
});

test('names the commit where it is known', () => {
  const plan = prepareRun('register', { seed: '7' });
  expect(reproduceLine(plan, '3f2c1aa')).toMatch(/^npx ballotproof run register .* --seed 7 {3}# at 3f2c1aa$/);
  expect(reproduceLine(plan, null)).toMatch(/--seed 7$/);
});

test('a run of a counterexample is repeated by breaking the same quorums, not those of its control', () => {
  const system = { kind: 'cardinality', nodes: 4, phase1: 2, classic: 2, fast: null } as const;
  const schedule = counterexampleOf(system, 'stop');
  if (schedule === null) throw new Error('there is no counterexample');
  const plan = breakPlan(schedule, { ...system, phase1: 3 }, { environment: 'sim', seed: '7' });
  expect(reproduceLine(plan, null)).toBe(
    'npx ballotproof quorum break --nodes 4 --phase1 2 --classic 2 --run --on-broken-pick stop --environment sim --seed 7',
  );
});
