import { encodeCommand, paxosRules } from '#cluster-node';
import { SimCluster } from '../environments/sim/sim-cluster.ts';
import { SimFaults } from './perform-faults.ts';
import { leaderTarget, type SimFault, type SimScenario } from './sim-scenario.ts';

/** A cluster of five nodes under even load, in which something is always about to break. */
export type SimLoad = Readonly<{ seconds: number; operationsPerSecond: number; seed: number; oracles: boolean }>;

/** How far it is: simulated seconds, events, answers that clients got. */
export type SimLoadProgress = Readonly<{ simulatedSeconds: number; events: number; answered: number }>;

const keys = 16;
/** Something breaks this often, and for a tenth of that time. */
const faultEveryMs = 5_000;
const reportEveryMs = 1_000;

/** Lets the cluster live for so many simulated seconds, and tells how far it is once for each. @throws OracleViolation */
export function simulateLoad(load: SimLoad, onProgress: (progress: SimLoadProgress) => void): void {
  const scenario = scenarioOf(load);
  const { system, reads, onBrokenPick, network, disk, seed } = scenario;
  let answered = 0;
  const cluster = new SimCluster(
    { quorums: system, reads, onBrokenPick, rules: paxosRules, network, disk, seed, oracles: load.oracles },
    {
      answer: (_node, value, { kind }) => {
        if (kind !== 'ok') return;
        answered += 1;
        cluster.oracles?.agreement.forgetValue(value);
      },
    },
  );
  // faults are performed by what is constructed here
  new SimFaults(scenario, cluster, () => {});
  cluster.start();
  issueFor(cluster, load);
  for (let second = 1; second <= load.seconds; second += 1) {
    cluster.run(second * reportEveryMs);
    onProgress({ simulatedSeconds: second, events: cluster.hash.events, answered });
  }
}

/** One write after the other, evenly, at each node in turn. */
function issueFor(cluster: SimCluster, { operationsPerSecond }: SimLoad): void {
  let number = 0;
  const issue = (): void => {
    const node = number % cluster.nodes.length;
    number += 1;
    if (cluster.node(node).isReady) {
      const operation = { f: 'write', key: `k${number % keys}`, value: number } as const;
      // nobody asks again, so that sessions need no more than the last answer
      cluster.submit(node, encodeCommand({ client: `c${node}`, sequence: number, acknowledged: number, operation }));
    }
    cluster.time.after(1_000 / operationsPerSecond, issue);
  };
  cluster.time.after(reportEveryMs, issue);
}

function scenarioOf({ seconds, seed }: SimLoad): SimScenario {
  const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];
  const faults = Array.from({ length: Math.floor((seconds * 1_000) / faultEveryMs) }, (_, index): SimFault => {
    const at = { atMs: (index + 0.5) * faultEveryMs, forMs: faultEveryMs / 10 };
    const node = nodes[index % nodes.length] ?? 'n1';
    switch (index % 5) {
      case 0:
        return { ...at, kind: 'isolate', node: leaderTarget, direction: 'both' };
      case 1:
        return { ...at, kind: 'pause', node };
      case 2:
        return { ...at, kind: 'slow-disk', node, factor: 10 };
      case 3:
        return { ...at, kind: 'cut', links: [{ from: node, to: nodes[(index + 1) % nodes.length] ?? 'n2' }] };
      default:
        return { ...at, kind: 'slow-links', node, extraMs: 5 };
    }
  });
  return {
    version: 1,
    because: 'five nodes under even load and lasting faults',
    seed,
    system: { kind: 'cardinality', nodes: nodes.length, phase1: 3, classic: 3, fast: 4 },
    reads: 'log',
    onBrokenPick: 'stop',
    roundsBy: 'timeouts',
    mutant: null,
    network: { delayMinMs: 0.1, delayMaxMs: 1, straggling: 0.001, lost: 0.001, duplicated: 0.001 },
    disk: { syncMinMs: 0.1, syncMaxMs: 1.5 },
    clockRates: {},
    operations: [],
    faults,
    messages: [],
    healAtMs: Number.POSITIVE_INFINITY,
    settleMs: 0,
    lostForGood: [],
  };
}
