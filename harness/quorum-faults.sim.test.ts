import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type QuorumSystem, systemText } from '#quorums';
import { environmentNamed } from './environment-named.ts';
import { executeRun } from './execute-run.ts';
import type { Judgement } from './judge.ts';
import { prepareRun } from './prepare-run.ts';
import { paxosSystem } from './systems/paxos.ts';

const never = new AbortController().signal;
/** What is said of the machine that simulates, and not of what is simulated. */
const rowsOfTheMachine = ['recorder lag past its bound', "the host's clock moved"];

const systems: readonly QuorumSystem[] = [
  { kind: 'cardinality', nodes: 5, phase1: 3, classic: 3, fast: 4 },
  { kind: 'cardinality', nodes: 10, phase1: 8, classic: 3, fast: 7 },
  { kind: 'cardinality', nodes: 9, phase1: 8, classic: 5, fast: 6 },
  { kind: 'grid', rows: 2, columns: 3, fastColumns: 2 },
  { kind: 'weighted', nodes: ['n1', 'n2', 'n3'], weights: [2, 1, 1], phase1: 3, classic: 2, fast: 3 },
];

test.each(systems.map((system) => [systemText(system), system] as const))(
  'a minute of quorum faults on %s finds nothing wrong and has tight events of both kinds',
  { timeout: 300_000 },
  async (_, quorums) => {
    const { findings, facts } = await run({ quorums, nemesis: 'quorum' });
    const objections = findings.filter(({ verdict, row }) => verdict !== 'valid' && !rowsOfTheMachine.includes(row));
    expect(objections).toEqual([]);
    expect(facts.tight.classic).toBeGreaterThan(0);
    expect(facts.tight.fast).toBeGreaterThan(0);
  },
);

async function run(options: Partial<Parameters<typeof prepareRun>[1]>): Promise<Judgement> {
  const directory = mkdtempSync(join(tmpdir(), 'quorum-faults-'));
  try {
    const plan = prepareRun('register', { environment: 'sim', seed: '1', ...options });
    return await executeRun({
      plan,
      environment: await environmentNamed(plan.environment, plan.faultKinds),
      system: paxosSystem(plan),
      storeDirectory: directory,
      startedAt: 'test',
      stop: never,
      abandon: never,
      observe: () => {},
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
