import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkFile, type Verdict } from '#checker';
import { environmentNamed } from './environment-named.ts';
import { executeRun } from './execute-run.ts';
import { type Judgement, judgeRun } from './judge.ts';
import { type AskedRun, prepareRun } from './prepare-run.ts';
import { type RunFiles, runFiles } from './run-store.ts';
import { paxosSystem } from './systems/paxos.ts';

const never = new AbortController().signal;
/** What is said of the machine that simulates, and not of what is simulated. */
const rowsOfTheMachine = ['recorder lag past its bound', "the host's clock moved"];

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'append-'));
});
afterEach(() => {
  rmSync(store, { recursive: true });
});

async function run(options: Partial<AskedRun>): Promise<Readonly<{ judgement: Judgement; files: RunFiles }>> {
  const times = { timeLimit: '16', nemesisInterval: '5' };
  const plan = prepareRun('append', { environment: 'sim', seed: '1', ...times, ...options });
  let directory = '';
  const judgement = await executeRun({
    plan,
    environment: await environmentNamed(plan.environment, plan.faultKinds),
    system: paxosSystem(plan),
    storeDirectory: store,
    startedAt: 'test',
    stop: never,
    abandon: never,
    observe: (event) => {
      if (event.kind === 'opened') directory = event.directory;
    },
  });
  return { judgement, files: runFiles(directory) };
}

function onTransactions({ facts }: Judgement): Verdict | undefined {
  return facts.verdicts.find(({ checker }) => checker === 'transactions')?.verdict;
}

test.each(['log', 'index', 'lease'] as const)(
  'transactions of a sound cluster, with reads by %s, are strict-serializable under faults, and the run shows enough to say so',
  { timeout: 120_000 },
  async (reads) => {
    const { judgement } = await run({ reads, nemesis: 'partition,kill,pause' });
    const objections = judgement.findings.filter(
      ({ verdict, row }) => verdict !== 'valid' && !rowsOfTheMachine.includes(row),
    );
    expect(objections).toEqual([]);
    expect(onTransactions(judgement)?.kind).toBe('valid');
    expect(judgement.facts.selfTests.map(({ violation, outcome }) => `${violation}: ${outcome}`)).toEqual([
      'stale read of a list: convicted',
      'lost append: convicted',
      'swap of two appends: convicted',
    ]);
  },
);

test('a run of transactions is judged the same again, and its history alone as what it is', {
  timeout: 120_000,
}, async () => {
  const { judgement, files } = await run({ nemesis: 'kill', timeLimit: '5', nemesisInterval: '4' });
  const again = await judgeRun(files, { timeLimitMs: 60_000, signal: never });
  expect([again.verdict, again.evidence]).toEqual([judgement.verdict, judgement.evidence]);
  const alone = await checkFile(files.history);
  expect([alone.verdict.kind, alone.verdict.model]).toEqual(['valid', 'list-append']);
});

test('nodes that answer reading transactions from their own state are convicted by the transactions alone', {
  timeout: 120_000,
}, async () => {
  const { judgement, files } = await run({ reads: 'local', nemesis: 'partition' });
  expect(judgement.verdict).toBe('invalid');
  const convicting = judgement.findings.filter(({ verdict }) => verdict === 'invalid');
  expect(convicting.filter(({ sentence }) => !sentence.startsWith('transactions: '))).toEqual([]);
  const sentences = convicting.map(({ sentence }) => sentence).join('\n');
  expect(sentences).toMatch(/G-single-item-realtime: \d+ cases?\./);
  expect(sentences).toMatch(/Ruled out: .*strict-serializable/);
  expect((await checkFile(files.history)).verdict.kind).toBe('invalid');
});
