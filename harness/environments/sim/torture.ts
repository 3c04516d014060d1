import { encodeCommand, paxosRules, type Rules, type Value } from '#cluster-node';
import { type CardinalitySetting, checkSetting, settingText } from '#quorums';
import type { Rng } from '../../ports/index.ts';
import { seededRng } from '../../seeded-rng.ts';
import { OracleViolation } from './oracles/violation.ts';
import { SimCluster } from './sim-cluster.ts';

export type Protocol = 'classic' | 'flexible' | 'fast' | 'fast-flexible';

export type TortureOptions = Readonly<{
  protocol: Protocol;
  rules?: Rules;
  /** Otherwise drawn from the seed among the safe ones, for 3 to 7 nodes. */
  quorums?: CardinalitySetting;
  onBrokenPick?: 'stop' | 'choose';
  /** `none`: no faults and hardly two commands at a time. */
  faults?: 'all' | 'none';
}>;

/** What one seed showed. `violation` is null when the cluster survived: no oracle objected and every command was answered. */
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
}>;

const tortureMs = 2_500;
const recoveryMs = 60_000;

/**
 * One seed on an in-memory cluster: draws sizes, delays and faults from the seed, issues commands at random
 * nodes, crashes, pauses and partitions them, then heals everything and waits until every command that a living node
 * took is answered. Deterministic: the same seed and options give the same result.
 */
export function torture(seed: number, options: TortureOptions): TortureResult {
  const rng = seededRng(seed).fork(`torture ${options.protocol}`);
  const quorums = options.quorums ?? drawSetting(options.protocol, rng.fork('quorums'));
  return new Trial(seed, quorums, options, rng).run();
}

class Trial {
  readonly #seed: number;
  readonly #quorums: CardinalitySetting;
  readonly #calm: boolean;
  readonly #rng: Rng;
  readonly #cluster: SimCluster;
  readonly #unanswered = new Map<Value, number>();
  readonly #decisions = { fast: 0, classic: 0 };
  readonly #picks: Record<string, number> = {};
  #collisions = 0;
  #crashes = 0;
  #answered = 0;
  #halted: string | null = null;

  constructor(seed: number, quorums: CardinalitySetting, options: TortureOptions, rng: Rng) {
    this.#seed = seed;
    this.#quorums = quorums;
    this.#calm = options.faults === 'none';
    this.#rng = rng;
    const timing = rng.fork('timing');
    this.#cluster = new SimCluster(
      {
        quorums,
        onBrokenPick: options.onBrokenPick ?? 'stop',
        reads: 'log',
        rules: options.rules ?? paxosRules,
        network: {
          delayMinMs: 0.1,
          delayMaxMs: this.#calm ? 0.5 : timing.pick([0.5, 2, 10]),
          straggling: this.#calm ? 0 : timing.pick([0, 0.01, 0.1]),
          lost: this.#calm ? 0 : timing.pick([0, 0.01, 0.1]),
          duplicated: this.#calm ? 0 : timing.pick([0, 0.05]),
        },
        disk: { syncMinMs: 0.1, syncMaxMs: this.#calm ? 0.3 : timing.pick([0.3, 3, 20]) },
      },
      rng,
      {
        trace: (_node, event) => {
          if (event.kind === 'pick') this.#picks[event.case] = (this.#picks[event.case] ?? 0) + 1;
          if (event.kind === 'collision') this.#collisions += 1;
          if (event.kind === 'decided' && event.asCoordinator) this.#decisions[event.roundKind] += 1;
        },
        answer: (_node, value) => {
          if (this.#unanswered.delete(value)) this.#answered += 1;
        },
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
      this.#cluster.run(tortureMs);
      this.#heal();
      this.#cluster.run(tortureMs + recoveryMs, () => this.#halted !== null || this.#isSettled());
      if (this.#halted !== null) violation = { oracle: 'halt', message: this.#halted };
      else if (!this.#isSettled()) violation = { oracle: 'stall', message: this.#stallText() };
    } catch (error) {
      if (!(error instanceof OracleViolation)) throw error;
      violation = { oracle: error.oracle, message: error.message };
    }
    return {
      seed: this.#seed,
      setting: settingText(this.#quorums),
      violation,
      events: this.#cluster.time.events,
      answered: this.#answered,
      decisions: this.#decisions,
      picks: this.#picks,
      collisions: this.#collisions,
      crashes: this.#crashes,
    };
  }

  #plan(): void {
    const { time } = this.#cluster;
    const commands = this.#rng.fork('commands');
    const count = commands.int(10, 40);
    // in bursts, so that proposals race; in a calm run each has the cluster to itself
    let atMs = 700;
    for (let index = 1; index <= count; index += 1) {
      atMs += this.#calm ? 20 + commands.fraction() * 20 : commands.pick([0, 0.2, 2, 100]) * commands.fraction();
      const node = commands.int(0, this.#quorums.nodes - 1);
      const value = encodeCommand({
        client: `c${index}`,
        sequence: 1,
        acknowledged: 0,
        operation: { f: 'write', key: 'x', value: index },
      });
      time.after(atMs, () => this.#issue(value, node));
    }
    if (!this.#calm) this.#planFaults();
  }

  #issue(value: Value, index: number): void {
    const node = this.#cluster.node(index);
    if (!node.isReady) return;
    this.#unanswered.set(value, node.incarnation * 100 + index);
    node.deliver({ kind: 'command', value });
  }

  #planFaults(): void {
    const faults = this.#rng.fork('faults');
    const count = faults.int(0, 8);
    for (let index = 0; index < count; index += 1) {
      const fault = faults.pick(['crash', 'crash', 'pause', 'cut', 'isolate', 'crash-all']);
      const node = faults.int(0, this.#quorums.nodes - 1);
      const other = faults.int(0, this.#quorums.nodes - 1);
      const atMs = 300 + faults.fraction() * (tortureMs - 300);
      const untilMs = atMs + faults.pick([1, 20, 400]) * faults.fraction();
      this.#cluster.time.after(atMs, () => this.#inject(fault, node, other));
      this.#cluster.time.after(untilMs, () => this.#undo(fault, node, other));
    }
  }

  #inject(fault: string, node: number, other: number): void {
    if (fault === 'crash') this.#crash(node);
    if (fault === 'crash-all') for (const one of this.#cluster.nodes) this.#crash(one.index);
    if (fault === 'pause') this.#cluster.node(node).pause();
    if (fault === 'cut') this.#cluster.network.cut(node, other);
    if (fault === 'isolate') this.#eachLink(node, (from, to) => this.#cluster.network.cut(from, to));
  }

  #undo(fault: string, node: number, other: number): void {
    if (fault === 'crash') this.#restart(node);
    if (fault === 'crash-all') for (const one of this.#cluster.nodes) this.#restart(one.index);
    if (fault === 'pause') this.#cluster.node(node).resume();
    if (fault === 'cut') this.#cluster.network.healLink(node, other);
    if (fault === 'isolate') this.#eachLink(node, (from, to) => this.#cluster.network.healLink(from, to));
  }

  #eachLink(node: number, apply: (from: number, to: number) => void): void {
    for (const { index } of this.#cluster.nodes) {
      apply(node, index);
      apply(index, node);
    }
  }

  /** A command whose home node is gone has nobody to answer it any more. */
  #crash(index: number): void {
    const node = this.#cluster.node(index);
    if (!node.isRunning) return;
    this.#crashes += 1;
    const home = node.incarnation * 100 + index;
    for (const [value, at] of this.#unanswered) if (at === home) this.#unanswered.delete(value);
    node.crash();
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

  /** Every command is answered, and all nodes have applied the same and hold the same state. */
  #isSettled(): boolean {
    if (this.#unanswered.size > 0) return false;
    const applied = new Set(this.#cluster.nodes.map((node) => node.status?.applied));
    if (applied.size !== 1) return false;
    return new Set(this.#cluster.nodes.map((node) => node.digest)).size === 1;
  }

  #stallText(): string {
    const states = this.#cluster.nodes.map((node) => `n${node.index + 1} ${JSON.stringify(node.status)}`);
    return `${this.#unanswered.size} commands are not answered ${recoveryMs} ms after everything was healed; ${states.join('; ')}`;
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
