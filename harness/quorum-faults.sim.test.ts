import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { environmentNamed } from './environment-named.ts';
import { executeRun } from './execute-run.ts';
import type { Judgement } from './judge.ts';
import { prepareRun } from './prepare-run.ts';
import { paxosSystem } from './systems/paxos.ts';

const never = new AbortController().signal;
/** What is said of the machine that simulates, and not of what is simulated. */
const rowsOfTheMachine = ['recorder lag past its bound', "the host's clock moved"];

test.each([
  ['5', '3', '3', '4'],
  ['10', '8', '3', '7'],
  ['9', '8', '5', '6'],
])(
  'a minute of quorum faults on N=%s L=%s R=%s F=%s finds nothing wrong and has tight events of both kinds',
  { timeout: 300_000 },
  async (nodes, phase1, classic, fast) => {
    const { findings, facts } = await run({ nodes, phase1, classic, fast, nemesis: 'quorum' });
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
