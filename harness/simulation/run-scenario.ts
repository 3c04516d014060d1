import { mutants, paxosRules, type Rules, roundWords, type TraceEvent } from '#cluster-node';
import { InvariantViolation, invariant } from '#foundation';
import { nodeNames } from '#quorums';
import { listedQuorums } from '../environments/sim/oracles/listed-quorums.ts';
import { QuorumMasks } from '../environments/sim/oracles/quorum-masks.ts';
import { OracleViolation } from '../environments/sim/oracles/violation.ts';
import { SimCluster, type SimListener } from '../environments/sim/sim-cluster.ts';
import { Coverage } from './coverage.ts';
import { fingerprintOf } from './fingerprint-of.ts';
import { judgeClients } from './judge-clients.ts';
import { MessageRules } from './message-rules.ts';
import { SimFaults } from './perform-faults.ts';
import { SimClients } from './sim-clients.ts';
import type { SimJudge, SimOutcome, SimViolation } from './sim-outcome.ts';
import type { SimScenario } from './sim-scenario.ts';

export type RunOptions = Readonly<{
  /** Instead of those of the scenario's mutant. */
  rules?: Rules;
  /** Ends the run after so many events, and judges what there is. */
  until?: number;
  /** Asked now and then; true ends the run, and what there is is judged. */
  isStopped?: () => boolean;
  /** Whether oracles look on; clients' histories are judged in any case. Default: on. */
  oracles?: 'on' | 'off';
  /** Hears everything, for people; changes nothing. Its `fateOf` hears of every message that no cut link stops, and is to answer null. */
  listener?: SimListener;
  /** Is given the cluster before it starts, so that the listener can tell when it hears what. */
  watch?: (cluster: SimCluster) => void;
}>;

/** Whether all is well is looked at so often, after healing. */
const reviewMs = 20;
/** So many events pass between two questions whether to stop. */
const eventsPerQuestion = 4_096;
/** Survivors that cannot elect a leader are watched for so long, whether they decide anything. */
const idleMs = 6_000;
/** A message under way when a quorum is lost has arrived, and what came of it too, after so long and its delay. */
const drainMs = 2_000;

/**
 * Runs a scenario to its end, to its first violation, or until it is stopped. Synchronous, and a function of the
 * scenario alone: the same one gives the same outcome, event by event.
 *
 * ```ts
 * const { violation, hash } = runScenario(drawScenario(4711));
 * ```
 */
export function runScenario(scenario: SimScenario, options: RunOptions = {}): SimOutcome {
  return new ScenarioRun(scenario, options).run();
}

class ScenarioRun {
  readonly #scenario: SimScenario;
  readonly #options: RunOptions;
  readonly #names: readonly string[];
  readonly #cluster: SimCluster;
  readonly #clients: SimClients;
  readonly #faults: SimFaults;
  readonly #coverage: Coverage;
  readonly #quorums: QuorumMasks;
  #nextReviewMs = 0;
  #nextQuestion = eventsPerQuestion;
  #wasStopped = false;
  #isHealed = false;
  #halted: string | null = null;
  /** From when on nothing new may be decided, because the survivors are too few; null: they are enough. */
  #quorumLostMs: number | null = null;

  constructor(scenario: SimScenario, options: RunOptions) {
    this.#scenario = scenario;
    this.#options = options;
    this.#names = nodeNames(scenario.system);
    this.#quorums = new QuorumMasks(listedQuorums(scenario.system));
    this.#coverage = new Coverage(scenario.reads);
    const rules = options.rules ?? rulesOf(scenario);
    const { system, reads, onBrokenPick, roundsBy, network, disk, seed } = scenario;
    const oracles = options.oracles !== 'off';
    this.#cluster = new SimCluster(
      { quorums: system, reads, onBrokenPick, roundsBy, rules, network, disk, seed, oracles },
      this.#listener(),
    );
    options.watch?.(this.#cluster);
    const nodeNamed = (name: string): number => this.#names.indexOf(name);
    const untilMs = scenario.healAtMs + scenario.settleMs;
    this.#clients = new SimClients(this.#cluster, { operations: scenario.operations, untilMs }, nodeNamed);
    this.#faults = new SimFaults(scenario, this.#cluster, ({ kind }) => {
      if (kind === 'pause') this.#coverage.count('pause');
    });
  }

  run(): SimOutcome {
    const { healAtMs, settleMs } = this.#scenario;
    let violation: SimViolation | null;
    try {
      this.#cluster.start();
      // Where nothing else happens until then, time passes all the same.
      this.#cluster.time.after(healAtMs, () => undefined);
      this.#cluster.run(healAtMs, () => this.#isStopped());
      if (!this.#wasStopped) {
        this.#heal();
        const watchMs = this.#mustMakeProgress() ? settleMs : Math.min(settleMs, idleMs);
        this.#cluster.run(healAtMs + watchMs, () => this.#isStopped() || this.#isReviewedAndSettled());
      }
      violation = this.#judge();
    } catch (error) {
      violation = this.#violationOf(error);
    }
    return this.#outcome(violation);
  }

  #heal(): void {
    this.#isHealed = true;
    this.#faults.heal();
    const survivors = this.#survivors();
    const { network, faults } = this.#scenario;
    if (this.#quorums.isHeldBy('classic', survivors) || this.#quorums.isHeldBy('fast', survivors)) return this.#letGo();
    const slowest = Math.max(0, ...faults.map((fault) => (fault.kind === 'slow-links' ? fault.extraMs : 0)));
    this.#quorumLostMs = this.#cluster.time.nowMs + drainMs + 10 * network.delayMaxMs + slowest;
    this.#letGo();
  }

  /** Nodes that left rounds to requests go on as others do, so that there is a leader again. */
  #letGo(): void {
    if (this.#scenario.roundsBy !== 'request') return;
    for (const node of this.#cluster.nodes) node.deliver({ kind: 'rounds-by-timeouts' });
  }

  /** The nodes that are there after healing, as bits. */
  #survivors(): number {
    const { lostForGood } = this.#scenario;
    return this.#names.reduce(
      (set, name, node) => (lostForGood.includes(name) || this.#faults.isDamaged(node) ? set : set | (1 << node)),
      0,
    );
  }

  #isStopped(): boolean {
    const { until, isStopped } = this.#options;
    const { events } = this.#cluster.hash;
    if (until !== undefined && events >= until) this.#wasStopped = true;
    if (isStopped !== undefined && events >= this.#nextQuestion) {
      this.#nextQuestion = events + eventsPerQuestion;
      if (isStopped()) this.#wasStopped = true;
    }
    return this.#wasStopped;
  }

  #isReviewedAndSettled(): boolean {
    const { nowMs } = this.#cluster.time;
    if (nowMs < this.#nextReviewMs) return false;
    this.#nextReviewMs = nowMs + reviewMs;
    return this.#halted !== null || this.#isSettled();
  }

  /** Every command is answered that somebody lives to answer, and all who live have executed the same. */
  #isSettled(): boolean {
    if (this.#clients.isWaiting) return false;
    const living = this.#cluster.nodes.filter(({ isRunning }) => isRunning);
    return new Set(living.map(({ status }) => status?.applied)).size <= 1 && living.length > 0;
  }

  #judge(): SimViolation | null {
    const seen = judgeClients(this.#clients.histories());
    if (seen !== null) return this.#violation(seen.judge, seen.message);
    if (this.#halted !== null) return this.#violation('halt', this.#halted);
    if (this.#wasStopped || this.#isSettled() || !this.#mustMakeProgress()) return null;
    return this.#violation('stall', this.#stallText());
  }

  /** A phase-1 and a classic quorum can elect a leader, and decide everything. */
  #mustMakeProgress(): boolean {
    const survivors = this.#survivors();
    return this.#quorums.isHeldBy('phase1', survivors) && this.#quorums.isHeldBy('classic', survivors);
  }

  #stallText(): string {
    const states = this.#cluster.nodes.map(({ name, status }) => {
      const told = status === null ? null : { ...status, round: roundWords(status.round, this.#names) };
      return `${name} ${JSON.stringify(told)}`;
    });
    const waiting = this.#clients.waiting().join(', ') || 'states differ, which';
    return `${waiting} not answered or equal ${this.#scenario.settleMs} ms after healing; ${states.join('; ')}`;
  }

  #listener(): SimListener {
    const coverage = this.#coverage;
    const outer = this.#options.listener ?? {};
    const rules = this.#scenario.messages.length === 0 ? null : new MessageRules(this.#scenario.messages, this.#names);
    return {
      ...outer,
      stepped: (node, event, effects) => {
        coverage.onStepped(event, effects);
        if (event.kind === 'start' && this.#isHealed) this.#letGo();
        outer.stepped?.(node, event, effects);
      },
      durable: (node, record) => {
        coverage.onDurable(record);
        outer.durable?.(node, record);
      },
      trace: (node, event) => {
        coverage.onTrace(node, event);
        outer.trace?.(node, event);
        this.#judgeProgress(event);
      },
      answer: (node, value, outcome) => {
        outer.answer?.(node, value, outcome);
        if (outcome.kind === 'rejected') coverage.count('answered rejected');
        this.#clients.onAnswer(node, value, outcome);
      },
      delivered: (from, to, message) => {
        coverage.onDelivered(message);
        outer.delivered?.(from, to, message);
      },
      missed: (from, to, message, why) => {
        if (why !== 'dropped') coverage.count(why === 'lost' ? 'message lost' : 'message cut');
        outer.missed?.(from, to, message, why);
      },
      ...(rules === null
        ? {}
        : {
            fateOf: (from, to, message) => {
              outer.fateOf?.(from, to, message);
              const fate = rules.fateOf(from, to, message, this.#cluster.time.nowMs);
              if (fate !== null) coverage.count('message ruled');
              return fate;
            },
          }),
      crashed: (node, append) => {
        coverage.onCrashed(node, append);
        outer.crashed?.(node, append);
      },
      restarted: (node, tornBytes) => {
        if (tornBytes > 0) coverage.count('torn tail cut');
        outer.restarted?.(node, tornBytes);
      },
      damaged: (node, reason) => {
        if (this.#faults.isDamaged(node)) coverage.count('corrupted journal noticed');
        else this.#halted ??= `${this.#names[node]} finds its journal damaged: ${reason}`;
        outer.damaged?.(node, reason);
      },
      failedSync: (node) => {
        coverage.count('failed sync');
        outer.failedSync?.(node);
      },
      halted: (node, reason) => {
        // a failed sync has to stop a node; nothing else may
        if (!reason.startsWith('the journal could not be synced')) {
          this.#halted ??= `${this.#names[node]} stopped: ${reason}`;
        }
        outer.halted?.(node, reason);
      },
      ended: (node) => {
        this.#clients.onEnded(node);
        outer.ended?.(node);
      },
    };
  }

  /** Nobody can decide what was asked for after too few nodes were left. @throws OracleViolation */
  #judgeProgress(event: TraceEvent): void {
    if (this.#quorumLostMs === null || this.#options.oracles === 'off' || event.kind !== 'decided') return;
    const invokedAtMs = this.#clients.invokedAtMs(event.value);
    if (invokedAtMs === null || invokedAtMs < this.#quorumLostMs) return;
    throw new OracleViolation(
      'progress-without-quorum',
      `${event.value}, asked for at ${invokedAtMs} ms, is decided, though too few nodes are left`,
    );
  }

  #violationOf(error: unknown): SimViolation {
    if (error instanceof OracleViolation) return this.#violation(error.oracle, error.message);
    if (error instanceof InvariantViolation) return this.#violation('halt', error.message);
    throw error;
  }

  #violation(judge: SimJudge, message: string): SimViolation {
    const fingerprint = fingerprintOf(judge, message, this.#names);
    return { judge, fingerprint, message, atEvent: this.#cluster.hash.events, atMs: this.#cluster.time.nowMs };
  }

  #outcome(violation: SimViolation | null): SimOutcome {
    for (const { status } of this.#cluster.nodes) this.#coverage.count('lease read', status?.leaseReads ?? 0);
    return {
      violation,
      events: this.#cluster.hash.events,
      endedAtMs: this.#cluster.time.nowMs,
      hash: this.#cluster.hash.hex,
      leaders: this.#faults.leaders,
      operations: this.#clients.counts,
      coverage: this.#coverage.counts,
    };
  }
}

function rulesOf({ mutant, votesPerPart }: SimScenario): Rules {
  const found = mutant === null ? { rules: paxosRules } : mutants.get(mutant);
  invariant(found !== undefined, 'a scenario names a mutant that exists', { mutant });
  return votesPerPart === undefined ? found.rules : { ...found.rules, votesPerPart };
}
