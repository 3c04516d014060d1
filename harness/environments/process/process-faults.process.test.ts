import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OwnedProcesses } from '../../left-overs/index.ts';
import type { ActiveFault, Fault } from '../../ports/index.ts';
import { NodeFaultInjector } from '../faults/node-fault-injector.ts';
import { probeLink } from '../links/probe-link.ts';
import { ProxyNetwork } from '../links/proxy-network.ts';
import { SystemClock } from '../system-clock.ts';
import { standInSystem } from '../testing/stand-in-system.ts';
import { NodeProcess, type NodeProcessParts } from './node-process.ts';

const never = new AbortController().signal;
const nodes = ['n1', 'n2'];

/** A node to which signals get lost: all of them, or those that are named. */
class DeafNode extends NodeProcess {
  readonly lost: NodeJS.Signals[] = [];

  override signal(name: NodeJS.Signals): void {
    if (!this.lost.includes(name)) super.signal(name);
  }
}

let directory = '';
let network: ProxyNetwork;
let owned: OwnedProcesses;
let processes: DeafNode[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fault-injector-'));
  network = await ProxyNetwork.open(nodes);
  owned = new OwnedProcesses(directory, 'run-1');
  const shared: Omit<NodeProcessParts, 'node'> = {
    system: standInSystem(nodes),
    runDirectory: directory,
    network,
    owned,
    interposition: null,
    onUnexpectedExit: () => {},
  };
  processes = nodes.map((node) => new DeafNode({ node, ...shared }));
  await Promise.all(processes.map((node) => node.start(20_000, never)));
});

afterEach(async () => {
  for (const node of processes) {
    node.lost.length = 0;
    await node.close();
  }
  await network[Symbol.asyncDispose]();
  owned[Symbol.dispose]();
  await rm(directory, { recursive: true, force: true });
});

describe('the probe of a sabotaged fault says so:', () => {
  test('a cut that is ignored', async () => {
    network.proxy({ from: 'n1', to: 'n2' }).cut = () => {};
    const fault = await inject({ kind: 'partition', variant: 'trial', grudge: { n1: ['n2'], n2: ['n1'] } });
    expect(await fault.probe(never)).toEqual({
      effective: false,
      healed: false,
      evidence: '1 of 2 links let nothing pass; pass: n1→n2',
    });
  });

  test('a cut that is not healed', async () => {
    network.proxy({ from: 'n1', to: 'n2' }).heal = () => {};
    const fault = await inject({ kind: 'partition', variant: 'trial', grudge: { n1: ['n2'], n2: ['n1'] } });
    expect(await fault.probe(never)).toMatchObject({ effective: true });
    await fault.heal(never);
    expect(await fault.probe(never)).toMatchObject({ effective: false, healed: false });
  });

  test('a partition that cuts nothing', async () => {
    const fault = await inject({ kind: 'partition', variant: 'trial', grudge: { n1: [] } });
    expect(await fault.probe(never)).toMatchObject({ effective: false });
  });

  test('a kill of which the signal is not sent', async () => {
    processes[0]?.lost.push('SIGKILL');
    const fault = await inject({ kind: 'kill', nodes });
    const seen = await fault.probe(never);
    expect(seen).toMatchObject({ effective: false, healed: false });
    expect(seen.evidence).toMatch(/^n1 runs on as pid \d+; n2, pid \d+, is gone$/);
  });

  test('a kill after which somebody starts the node again', async () => {
    const fault = await inject({ kind: 'kill', nodes });
    await processes[1]?.start(20_000, never);
    const seen = await fault.probe(never);
    expect(seen).toMatchObject({ effective: false, healed: false });
    expect(seen.evidence).toMatch(/n2 runs again as pid \d+ and answers \/health$/);
  });

  test('a killed node that is not started again', async () => {
    const fault = await inject({ kind: 'kill', nodes });
    expect(await fault.probe(never)).toMatchObject({ effective: true, healed: false });
  });

  test('a kill of a node that had ended by itself', async () => {
    processes[0]?.signal('SIGTERM');
    await processes[0]?.kill();
    const fault = await inject({ kind: 'kill', nodes: ['n1'] });
    expect(await fault.probe(never)).toMatchObject({
      effective: false,
      evidence: 'n1 was not running when it was to be killed',
    });
    await fault.heal(never);
    expect(processes[0]?.isRunning).toBe(false);
  });

  test('a pause of which the signal is not sent', async () => {
    processes[0]?.lost.push('SIGSTOP');
    const fault = await inject({ kind: 'pause', nodes });
    const seen = await fault.probe(never);
    expect(seen).toMatchObject({ effective: false, healed: false });
    expect(seen.evidence).toMatch(
      /^n1, pid \d+, is in state [^T] and answers \/health; n2, pid \d+, is in state T and /,
    );
  });

  test('a pause that somebody ends early', async () => {
    const fault = await inject({ kind: 'pause', nodes });
    processes[1]?.signal('SIGCONT');
    await processes[1]?.ready(20_000, never);
    expect(await fault.probe(never)).toMatchObject({ effective: false, healed: false });
  });
});

test('a link that two partitions cut passes only when both are healed', async () => {
  const injector = newInjector();
  const one = await injector.inject({ kind: 'partition', variant: 'one', grudge: { n2: ['n1'] } }, never);
  const both = await injector.inject({ kind: 'partition', variant: 'two', grudge: { n2: ['n1', 'clients'] } }, never);
  await both.heal(never);
  expect(await one.probe(never)).toMatchObject({ effective: true, healed: false });
  expect(await both.probe(never)).toEqual({
    effective: false,
    healed: false,
    evidence: '1 of 2 links let nothing pass; pass: clients→n2',
  });
  await one.heal(never);
  expect(await both.probe(never)).toMatchObject({ effective: false, healed: true });
});

test('a fault that begins and then fails is healed by healAll', async () => {
  const injector = newInjector();
  const link = network.proxy({ from: 'n2', to: 'n1' });
  const cut = link.cut.bind(link);
  link.cut = () => {
    cut();
    throw new Error('the cut broke');
  };
  const fault: Fault = { kind: 'partition', variant: 'trial', grudge: { n2: ['n1'], n1: ['n2'] } };
  await expect(injector.inject(fault, never)).rejects.toThrow('the cut broke');
  link.cut = cut;
  await injector.healAll(never);
  expect(await probeLink(network.proxy({ from: 'n1', to: 'n2' }))).toBe('passes');
  expect(await probeLink(link)).toBe('passes');
});

function inject(fault: Fault): Promise<ActiveFault> {
  return newInjector().inject(fault, never);
}

function newInjector(): NodeFaultInjector {
  return new NodeFaultInjector({
    nodes: processes,
    links: network,
    readyTimeoutMs: 20_000,
    clock: new SystemClock(),
  });
}
