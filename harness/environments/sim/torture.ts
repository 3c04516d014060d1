import { checkLinearizability } from '#checker';
import { encodeCommand, paxosRules, type ReadMode, type Rules, type Value } from '#cluster-node';
import { type CardinalitySetting, checkSetting, type QuorumSystem, systemText } from '#quorums';
import type { Rng } from '../../ports/index.ts';
import { seededRng } from '../../seeded-rng.ts';
import { OracleViolation } from './oracles/violation.ts';
import { SimCluster } from './sim-cluster.ts';
import { TortureHistory } from './torture-history.ts';

export type Protocol = 'classic' | 'flexible' | 'fast' | 'fast-flexible';

export type TortureOptions = Readonly<{
  protocol: Protocol;
  rules?: Rules;
  /** Otherwise drawn from the seed among the safe ones, for 3 to 7 nodes. */
  quorums?: QuorumSystem;
  onBrokenPick?: 'stop' | 'choose';
  /** Under `lease`, faults last longer and clocks run at rates from 0.85 to 1.15, or jump. */
  reads?: ReadMode;
  /** `none`: no faults and hardly two commands at a time. */
  faults?: 'all' | 'none';
}>;

/**
 * What one seed showed. `violation` is null when the cluster survived: no oracle objected, every command was answered,
 * and the clients' history is linearizable. `oracle` is `agreement`, `picking`, `linearizability`, `halt` or `stall`.
 */
export type TortureResult = Readonly<{
  seed: number;
  setting: string;
  violation: Readonly<{ oracle: string; message: string }> | null;
  events: number;
  answered: number;
  decisions: Readonly<{ fast: number; classic: number }>;
  picks: Readonly<Record<string, number>>;
  collisions: number;
  crashes: number;
  leaseReads: number;
}>;

type Fault =
  | 'crash'
  | 'crash-all'
  | 'pause'
  | 'cut'
  | 'isolate'
  | 'leader-delayed'
  | 'leader-slow'
  | 'leader-set-back'
  | 'others-restart';

/** What can break a lease takes the leader away from the others for longer than a lease lasts. */
const leaseFaults: readonly Fault[] = ['leader-slow', 'leader-set-back', 'others-restart'];

const recoveryMs = 60_000;

/**
 * One seed on an in-memory cluster: draws sizes, delays and faults from the seed, issues commands at random
 * nodes, crashes, pauses and partitions them, then heals everything and waits until every command that a living node
 * took is answered. Deterministic: the same seed and options give the same result.
 */
export function torture(seed: number, options: TortureOptions): TortureResult {
  const rng = seededRng(seed).fork(`torture ${options.protocol}`);
  const quorums = options.quorums ?? { kind: 'cardinality', ...drawSetting(options.protocol, rng.fork('quorums')) };
  return new Trial(seed, quorums, options, rng).run();
}

class Trial {
  readonly #seed: number;
  readonly #quorums: QuorumSystem;
  readonly #calm: boolean;
  readonly #leases: boolean;
  readonly #rng: Rng;
  readonly #cluster: SimCluster;
  readonly #tortureMs: number;
  readonly #history = new TortureHistory();
  readonly #decisions = { fast: 0, classic: 0 };
  readonly #picks: Record<string, number> = {};
  #collisions = 0;
  #crashes = 0;
  #leaseReads = 0;
  #halted: string | null = null;

  constructor(seed: number, quorums: QuorumSystem, options: TortureOptions, rng: Rng) {
    this.#seed = seed;
    this.#quorums = quorums;
    this.#calm = options.faults === 'none';
    this.#leases = options.reads === 'lease';
    this.#tortureMs = this.#leases ? 5_000 : 3_000;
    this.#rng = rng;
    const timing = rng.fork('timing');
    this.#cluster = new SimCluster(
      {
        quorums,
        onBrokenPick: options.onBrokenPick ?? 'stop',
        reads: options.reads ?? 'log',
        rules: options.rules ?? paxosRules,
        network: {
          delayMinMs: 0.1,
          delayMaxMs: this.#calm ? 0.5 : timing.pick([0.5, 2, 10]),
          straggling: this.#calm ? 0 : timing.pick([0, 0.01, 0.1]),
          lost: this.#calm ? 0 : timing.pick([0, 0.01, 0.1]),
          duplicated: this.#calm ? 0 : timing.pick([0, 0.05]),
        },
        seed: rng.int(0, 2 ** 31 - 1),
        disk: { syncMinMs: 0.1, syncMaxMs: this.#calm ? 0.3 : timing.pick([0.3, 3, 20]) },
      },
      {
        trace: (_node, event) => {
          if (event.kind === 'pick') this.#picks[event.case] = (this.#picks[event.case] ?? 0) + 1;
          if (event.kind === 'collision') this.#collisions += 1;
          if (event.kind === 'decided' && event.asCoordinator) this.#decisions[event.roundKind] += 1;
        },
        answer: (node, value, outcome) => this.#history.answer(value, node, outcome),
        halted: (node, reason) => {
          this.#halted ??= `n${node + 1} stopped: ${reason}`;
        },
      },
    );
  }

  run(): TortureResult {
    let violation: TortureResult['violation'] = null;
    try {
      this.#plan();
      this.#cluster.start();
      this.#cluster.run(this.#tortureMs);
      this.#heal();
      this.#cluster.run(this.#tortureMs + recoveryMs, () => this.#halted !== null || this.#isSettled());
      violation = this.#judge();
    } catch (error) {
      if (!(error instanceof OracleViolation)) throw error;
      violation = { oracle: error.oracle, message: error.message };
    }
    for (const node of this.#cluster.nodes) this.#leaseReads += node.status?.leaseReads ?? 0;
    return {
      seed: this.#seed,
      setting: systemText(this.#quorums),
      violation,
      events: this.#cluster.hash.events,
      answered: this.#history.answered,
      decisions: this.#decisions,
      picks: this.#picks,
      collisions: this.#collisions,
      crashes: this.#crashes,
      leaseReads: this.#leaseReads,
    };
  }

  #judge(): TortureResult['violation'] {
    const verdict = checkLinearizability(this.#history.table(), 'register', { now: () => 0 });
    if (verdict.kind === 'invalid') return { oracle: 'linearizability', message: verdict.evidence.join(' ') };
    if (this.#halted !== null) return { oracle: 'halt', message: this.#halted };
    return this.#isSettled() ? null : { oracle: 'stall', message: this.#stallText() };
  }

  #plan(): void {
    const { time } = this.#cluster;
    const commands = this.#rng.fork('commands');
    const count = this.#leases ? commands.int(100, 250) : commands.int(10, 40);
    // in bursts, so that proposals race; in a calm run each has the cluster to itself
    const gaps = this.#leases ? [0, 20, 40, 80] : [0, 0.2, 2, 200];
    let atMs = 700;
    for (let index = 1; index <= count; index += 1) {
      atMs += this.#calm ? 20 + commands.fraction() * 20 : commands.pick(gaps) * commands.fraction();
      const node = commands.int(0, this.#cluster.nodes.length - 1);
      const isRead = commands.int(0, 2) === 0;
      time.after(atMs, () => this.#issue(index, isRead, node));
    }
    if (!this.#calm) this.#planFaults();
  }

  #issue(index: number, isRead: boolean, at: number): void {
    const node = this.#cluster.node(at);
    if (!node.isReady) return;
    const value: Value = encodeCommand({
      client: `c${index}`,
      sequence: 1,
      acknowledged: 0,
      operation: isRead ? { f: 'read', key: 'x' } : { f: 'write', key: 'x', value: index },
    });
    this.#history.invoke({ value, written: isRead ? null : index, node: at, incarnation: node.incarnation });
    node.deliver({ kind: 'command', value });
  }

  #planFaults(): void {
    const faults = this.#rng.fork('faults');
    const kinds: readonly Fault[] = ['crash', 'crash', 'pause', 'cut', 'isolate', 'crash-all', 'leader-delayed'];
    if (this.#leases) for (const node of this.#cluster.nodes) node.clock.runAt(faults.pick([0.85, 1, 1.15]));
    const count = faults.int(0, 8);
    for (let index = 0; index < count; index += 1) {
      const fault = faults.pick(this.#leases ? [...kinds, ...leaseFaults] : kinds);
      const node = faults.int(0, this.#cluster.nodes.length - 1);
      const other = faults.int(0, this.#cluster.nodes.length - 1);
      const atMs = 300 + faults.fraction() * (this.#tortureMs - 300);
      const shortMs = faults.pick([1, 20, 400, 1_200]) * faults.fraction();
      const durationMs = leaseFaults.includes(fault) ? 800 + 1_200 * faults.fraction() : shortMs;
      this.#cluster.time.after(atMs, () => this.#inject(fault, node, other, durationMs));
    }
  }

  #inject(fault: Fault, node: number, other: number, durationMs: number): void {
    const { network } = this.#cluster;
    const undo = (act: () => void): void => this.#cluster.time.after(durationMs, act);
    switch (fault) {
      case 'crash':
        return this.#crashFor([node], undo);
      case 'crash-all':
        return this.#crashFor(
          this.#cluster.nodes.map(({ index }) => index),
          undo,
        );
      case 'pause':
        this.#cluster.node(node).pause();
        return undo(() => this.#cluster.node(node).resume());
      case 'cut':
        network.cut(node, other);
        return undo(() => network.healLink(node, other));
      case 'isolate':
        return this.#isolate(node, undo);
      case 'leader-delayed':
        return this.#delay(this.#leader() ?? node, durationMs, undo);
      case 'leader-slow':
      case 'leader-set-back':
      case 'others-restart':
        return this.#tryLease(fault, this.#leader() ?? node, undo);
    }
  }

  /** Takes the leader away from the others, while clocks or restarts make them believe that its lease is over. */
  #tryLease(fault: Fault, leader: number, undo: (act: () => void) => void): void {
    const others = this.#cluster.nodes.map(({ index }) => index).filter((index) => index !== leader);
    this.#isolate(leader, undo);
    const { clock } = this.#cluster.node(leader);
    if (fault === 'leader-slow') {
      clock.runAt(0.85);
      for (const index of others) this.#cluster.node(index).clock.runAt(1.15);
    } else if (fault === 'leader-set-back') {
      clock.setWallOffset(-3_000);
    } else {
      this.#crashFor(others, (act) => this.#cluster.time.after(50, act));
    }
  }

  /** What it sends arrives only after others may have taken over: messages of an old round meet a new one. */
  #delay(node: number, extraMs: number, undo: (act: () => void) => void): void {
    this.#cluster.network.slowDown(node, extraMs);
    undo(() => this.#cluster.network.slowDown(node, 0));
  }

  #isolate(node: number, undo: (act: () => void) => void): void {
    const { network } = this.#cluster;
    this.#eachLink(node, (from, to) => network.cut(from, to));
    undo(() => this.#eachLink(node, (from, to) => network.healLink(from, to)));
  }

  #leader(): number | null {
    return this.#cluster.nodes.find(({ status }) => status?.leads === true)?.index ?? null;
  }

  #eachLink(node: number, apply: (from: number, to: number) => void): void {
    for (const { index } of this.#cluster.nodes) {
      apply(node, index);
      apply(index, node);
    }
  }

  #crashFor(nodes: readonly number[], undo: (act: () => void) => void): void {
    for (const index of nodes) {
      const node = this.#cluster.node(index);
      if (!node.isRunning) continue;
      this.#crashes += 1;
      node.crash();
    }
    undo(() => {
      for (const index of nodes) this.#restart(index);
    });
  }

  #restart(index: number): void {
    const node = this.#cluster.node(index);
    if (!node.isRunning && this.#halted === null) node.start();
  }

  #heal(): void {
    this.#cluster.network.heal();
    for (const node of this.#cluster.nodes) {
      node.resume();
      this.#restart(node.index);
    }
  }

  /** Every command is answered that has a home to answer it, and all nodes have applied the same and hold the same state. */
  #isSettled(): boolean {
    const isOpen = this.#history.isOpen((node) => this.#cluster.node(node).incarnation);
    if (isOpen) return false;
    const applied = new Set(this.#cluster.nodes.map((node) => node.status?.applied));
    if (applied.size !== 1) return false;
    return new Set(this.#cluster.nodes.map((node) => node.digest)).size === 1;
  }

  #stallText(): string {
    const states = this.#cluster.nodes.map((node) => `n${node.index + 1} ${JSON.stringify(node.status)}`);
    const open = this.#history.open((node) => this.#cluster.node(node).incarnation);
    return `${open.join(', ') || 'states differ, which'} not answered or equal ${recoveryMs} ms after healing; ${states.join('; ')}`;
  }
}

/** A safe setting for 3 to 7 nodes. */
function drawSetting(protocol: Protocol, rng: Rng): CardinalitySetting {
  const nodes = rng.int(3, 7);
  const sizes = Array.from({ length: nodes }, (_, index) => index + 1);
  const majority = Math.floor(nodes / 2) + 1;
  if (protocol === 'classic') return { nodes, phase1: majority, classic: majority, fast: null };
  const candidates = sizes.flatMap((phase1) =>
    sizes.flatMap((classic): CardinalitySetting[] => {
      if (protocol === 'flexible') return [{ nodes, phase1, classic, fast: null }];
      if (protocol === 'fast' && phase1 !== classic) return [];
      return sizes.map((fast) => ({ nodes, phase1, classic, fast }));
    }),
  );
  return rng.pick(candidates.filter((setting) => checkSetting(setting).isSafe));
}
