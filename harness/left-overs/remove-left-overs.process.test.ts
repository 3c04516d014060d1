import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../until.ts';
import { ownedFileName } from './owned-processes.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';
import { removeLeftOvers } from './remove-left-overs.ts';

type Pids = Readonly<{ noted: number; stopped: number; marked: number }>;

let store = '';
let runDirectory = '';
let strays: number[] = [];

beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), 'left-overs-'));
  runDirectory = join(store, 'register', 'run-1');
  await mkdir(runDirectory, { recursive: true });
  strays = [];
});

afterEach(async () => {
  for (const pid of strays) killIfThere(pid);
  await rm(store, { recursive: true, force: true });
});

describe('removing left-overs', () => {
  test('ends every process of a run whose controller was killed: noted, stopped and not yet noted', async () => {
    const { controller, pids } = await startController();
    await killController(controller);

    const { removed, notice } = await removeLeftOvers(store);

    expect(notice).toBeNull();
    expect(removed.map(({ name, pid }) => ({ name, pid }))).toEqual([
      { name: 'n1', pid: pids.noted },
      { name: 'n2', pid: pids.stopped },
      { name: null, pid: pids.marked },
    ]);
    expect(Object.values(pids).map(identifyProcess)).toEqual([null, null, null]);
    expect(existsSync(join(runDirectory, ownedFileName))).toBe(false);
    expect((await removeLeftOvers(store)).removed).toEqual([]);
  });

  test('touches nothing of a run whose controller lives', async () => {
    const { pids } = await startController();
    expect((await removeLeftOvers(store)).removed).toEqual([]);
    for (const pid of Object.values(pids)) expect(identifyProcess(pid)).not.toBeNull();
    expect(existsSync(join(runDirectory, ownedFileName))).toBe(true);
  });

  test('touches no process that merely bears a pid of the dead run', async () => {
    const bystander = startBystander();
    const reused = { ...bystander, startTicks: bystander.startTicks - 1 };
    await writeRecord({ controller: deadController(), processes: [reused] });
    expect((await removeLeftOvers(store)).removed).toEqual([]);
    expect(isAlive(bystander)).toBe(true);
  });

  test('touches no process that bears the pid of one of an earlier boot', async () => {
    const bystander = startBystander();
    const earlier = { ...bystander, bootId: 'another boot' };
    await writeRecord({ controller: { ...deadController(), bootId: 'another boot' }, processes: [earlier] });
    expect((await removeLeftOvers(store)).removed).toEqual([]);
    expect(isAlive(bystander)).toBe(true);
    expect(existsSync(join(runDirectory, ownedFileName))).toBe(false);
  });

  test('leaves a run of another container on this machine alone', async () => {
    await writeRecord({ controller: { ...deadController(), pidNamespace: 'pid:[1]' }, processes: [] });
    await removeLeftOvers(store);
    expect(existsSync(join(runDirectory, ownedFileName))).toBe(true);
  });

  test('finds a dead run although another process bears its controller’s pid', async () => {
    const bystander = startBystander();
    await writeRecord({ controller: { ...bystander, startTicks: bystander.startTicks - 1 }, processes: [bystander] });
    const { removed } = await removeLeftOvers(store);
    expect(removed).toEqual([{ runDirectory, runId: 'run-1', name: 'n1', pid: bystander.pid }]);
    expect(isAlive(bystander)).toBe(false);
  });

  test('reads a record whose last line is torn', async () => {
    const bystander = startBystander();
    await writeRecord({ controller: deadController(), processes: [bystander], tail: '{"name":"n2","proc' });
    expect((await removeLeftOvers(store)).removed).toHaveLength(1);
  });

  test('leaves a record that makes no sense where it is', async () => {
    await writeFile(join(runDirectory, ownedFileName), '{"runId":"run-1","mark":""}\n');
    expect(await removeLeftOvers(store)).toEqual({ removed: [], notice: null });
    expect(existsSync(join(runDirectory, ownedFileName))).toBe(true);
  });

  test('finds nothing in a store that does not exist', async () => {
    expect((await removeLeftOvers(join(store, 'nowhere'))).removed).toEqual([]);
  });
});

async function startController(): Promise<{ controller: ChildProcess; pids: Pids }> {
  const script = new URL('./testing/fake-controller.ts', import.meta.url).pathname;
  const controller = spawn(process.execPath, [script, runDirectory], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (controller.pid !== undefined) strays.push(controller.pid);
  for await (const line of createInterface({ input: controller.stdout })) {
    const pids = JSON.parse(line) as Pids;
    strays.push(...Object.values(pids));
    return { controller, pids };
  }
  throw new Error('the fake controller said nothing');
}

async function killController(controller: ChildProcess): Promise<void> {
  controller.kill('SIGKILL');
  expect(await until(() => controller.signalCode !== null, { timeoutMs: 10_000 })).toBe(true);
}

function startBystander(): ProcessIdentity {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const identity = identifyProcess(child.pid ?? 0);
  if (identity === null) throw new Error('the bystander did not start');
  strays.push(identity.pid);
  return identity;
}

/** This process, as if it had begun at another time. */
function deadController(): ProcessIdentity {
  const self = identifyProcess(process.pid);
  if (self === null) throw new Error('this process lives');
  return { ...self, startTicks: self.startTicks + 1 };
}

async function writeRecord(record: {
  controller: ProcessIdentity;
  processes: readonly ProcessIdentity[];
  tail?: string;
}): Promise<void> {
  const lines = [
    { runId: 'run-1', mark: 'run-1/none', controller: record.controller },
    ...record.processes.map((process, place) => ({ name: `n${place + 1}`, process })),
  ].map((line) => `${JSON.stringify(line)}\n`);
  await writeFile(join(runDirectory, ownedFileName), lines.join('') + (record.tail ?? ''));
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone: that is what was wanted.
  }
}
