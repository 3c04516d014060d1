import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { environmentNamed } from './environment-named.ts';
import { executeRun } from './execute-run.ts';
import { prepareRun } from './prepare-run.ts';
import { paxosSystem } from './systems/paxos.ts';

const never = new AbortController().signal;

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'repeatable-'));
});
afterEach(() => {
  rmSync(store, { recursive: true });
});

/** The history, and what each node wrote down, of one run, by name. */
async function written(seed: string): Promise<ReadonlyMap<string, string>> {
  const plan = prepareRun('register', { environment: 'sim', seed, nodes: '3', timeLimit: '16', nemesisInterval: '5' });
  let directory = '';
  await executeRun({
    plan,
    environment: await environmentNamed(plan.environment, plan.faultKinds),
    system: paxosSystem(plan),
    storeDirectory: store,
    startedAt: `seed ${seed}`,
    stop: never,
    abandon: never,
    observe: (event) => {
      if (event.kind === 'opened') directory = event.directory;
    },
  });
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(history.*|trace\.jsonl|journal)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [relative(directory, file), readFileSync(file, 'latin1')]));
}

test('a simulated run leaves the same history, journals and traces each time, to the byte', async () => {
  const first = await written('5');
  rmSync(store, { recursive: true });
  const second = await written('5');
  expect([...first.keys()].sort()).toEqual([
    'history.jsonl',
    ...['n1', 'n2', 'n3'].flatMap((node) => [`nodes/${node}/data/journal`, `nodes/${node}/trace.jsonl`]),
  ]);
  for (const [name, bytes] of first) expect(second.get(name) === bytes, name).toBe(true);
});

test('another seed leaves another history', async () => {
  const first = await written('5');
  const second = await written('6');
  expect(second.get('history.jsonl')).not.toBe(first.get('history.jsonl'));
});
