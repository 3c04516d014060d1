import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { paxosRules } from '#cluster-node';
import type { Fault } from '../../ports/index.ts';
import { SimCluster } from './sim-cluster.ts';
import { SimFaultInjector, type SimFaultTarget } from './sim-fault-injector.ts';
import { SimLinks } from './sim-links.ts';
import { SimNodeClock } from './sim-node-clock.ts';
import { VirtualClock } from './virtual-clock.ts';

const { signal } = new AbortController();
const faults: readonly Fault[] = [
  { kind: 'partition', variant: 'one', grudge: { n2: ['n1'] } },
  { kind: 'kill', nodes: ['n2'] },
  { kind: 'pause', nodes: ['n2'] },
  {
    kind: 'clock',
    variant: 'bump',
    skews: { n2: { kind: 'jump', offsetMs: 300 }, n3: { kind: 'jump', offsetMs: -60_000 } },
  },
  { kind: 'clock', variant: 'strobe', skews: { n2: { kind: 'strobe', offsetsMs: [-250, 900], everyMs: 70 } } },
  { kind: 'clock', variant: 'rate', skews: { n1: { kind: 'rate', rate: 0.97 }, n2: { kind: 'rate', rate: 1.1 } } },
];

function simulated(): { cluster: SimCluster; target: SimFaultTarget } {
  const cluster = new SimCluster({
    quorums: { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 3 },
    onBrokenPick: 'stop',
    reads: 'log',
    rules: paxosRules,
    network: { delayMinMs: 0.1, delayMaxMs: 1, straggling: 0, lost: 0, duplicated: 0 },
    disk: { syncMinMs: 0.1, syncMaxMs: 1 },
    seed: 1,
  });
  const clock = new VirtualClock(cluster.time, (error) => {
    throw error;
  });
  const nodes = ['n1', 'n2', 'n3'];
  const links = new SimLinks(nodes, cluster.network, clock);
  const nodeNamed: SimFaultTarget['nodeNamed'] = (name) => cluster.node(nodes.indexOf(name));
  return { cluster, target: { clock, nodes, links, nodeNamed, guarded: (act) => act() } };
}

describe('a probe in the simulator', () => {
  let cluster: SimCluster;
  let target: SimFaultTarget;

  beforeEach(async () => {
    ({ cluster, target } = simulated());
    cluster.start();
    await target.clock.sleep(2_000);
  });
  afterEach(() => {
    for (const node of cluster.nodes) node.crash();
  });

  test.each(faults)('sees the effect of $kind, and that it is gone after healing', async (fault) => {
    const active = await new SimFaultInjector(target).inject(fault, signal);
    expect(await active.probe(signal)).toMatchObject({ effective: true, healed: false });
    await active.heal(signal);
    await target.clock.sleep(200);
    expect(await active.probe(signal)).toMatchObject({ effective: false, healed: true });
  });

  test('sees that a link which two partitions cut passes only when both are healed', async () => {
    const injector = new SimFaultInjector(target);
    const [one, both] = await Promise.all([
      injector.inject({ kind: 'partition', variant: 'one', grudge: { n2: ['n1'], n3: ['clients'] } }, signal),
      injector.inject({ kind: 'partition', variant: 'two', grudge: { n2: ['n1', 'n3'], n3: ['clients'] } }, signal),
    ]);
    await both.heal(signal);
    expect(await one.probe(signal)).toMatchObject({ effective: true, healed: false });
    expect(await both.probe(signal)).toMatchObject({ effective: false, healed: false });
    await one.heal(signal);
    expect(await both.probe(signal)).toMatchObject({ effective: false, healed: true });
  });

  test.each(faults)('says so when $kind is sabotaged', async (fault) => {
    cluster.network.cut = () => undefined;
    const sabotaged: SimFaultTarget = {
      ...target,
      nodeNamed: (name) => {
        const node = target.nodeNamed(name);
        return new Proxy(node, {
          get: (of, property) => {
            if (property === 'crash' || property === 'pause') return () => undefined;
            if (property === 'clock') return new SimNodeClock(cluster.time); // not the one by which the node goes
            const value: unknown = Reflect.get(of, property, of);
            return typeof value === 'function' ? value.bind(of) : value;
          },
        });
      },
    };
    const active = await new SimFaultInjector(sabotaged).inject(fault, signal);
    expect(await active.probe(signal)).toMatchObject({ effective: false });
  });
});
