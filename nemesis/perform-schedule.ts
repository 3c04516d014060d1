import { InvariantViolation, invariant } from '#foundation';
import type { ActiveFault, Cluster, FaultStage, QuorumFault, Recorder, WindowFault } from '#ports';
import type { QuorumFamily } from '#quorums';
import { type FaultPlan, faultOnLeader, faultOnQuorums, plannedKind } from './fault-plan.ts';
import { findLeader } from './find-leader.ts';
import type { NemesisEvent } from './nemesis-event.ts';
import { NamedQuorums } from './quorum/named-quorums.ts';
import type { FaultStep } from './schedule.ts';
import { StagedFault } from './staged-fault.ts';

const findLeaderTimeoutMs = 2_000;
/** A fast round may be a while in coming: a leader that had no success with them waits before it tries again. */
const findFastRoundTimeoutMs = 3_000;
/** Elections take long on a machine that is busy. */
const successorTimeoutMs = 8_000;
/** Less than any pause between two fast rounds. */
const settledRoundMs = 150;

type WindowActive = Pick<ActiveFault, 'probe' | 'heal'> & Readonly<{ fault: WindowFault }>;

export type SchedulePerformance = Readonly<{
  schedule: readonly FaultStep[];
  cluster: Cluster;
  /** Of the cluster, for faults along quorums; null or absent: the schedule has none. */
  quorums?: QuorumFamily | null;
  recorder: Recorder;
  signal: AbortSignal;
}>;

/**
 * Injects, proves and heals what `schedule` says, its times counted from this call on the cluster's clock, and records
 * a `NemesisEvent` for each thing it does. An abort ends the schedule early and is no error. However it ends, all faults
 * are healed, and each different one is probed once more to see that nothing of it is left. What an injector cannot
 * do is recorded as `failed`, and the schedule goes on.
 * @throws InvariantViolation of the injector, after healing
 */
export async function performSchedule(performance: SchedulePerformance): Promise<void> {
  await new Performer(performance).perform();
}

class Performer {
  readonly #schedule: readonly FaultStep[];
  readonly #cluster: Cluster;
  readonly #quorums: QuorumFamily | null;
  readonly #recorder: Recorder;
  readonly #signal: AbortSignal;
  /** The latest activation of each different fault, with its window. */
  readonly #injected = new Map<string, Readonly<{ active: WindowActive; window: number }>>();

  constructor({ schedule, cluster, quorums = null, recorder, signal }: SchedulePerformance) {
    this.#schedule = schedule;
    this.#cluster = cluster;
    this.#quorums = quorums;
    this.#recorder = recorder;
    this.#signal = signal;
  }

  async perform(): Promise<void> {
    const startNs = this.#cluster.clock.nowNs();
    let restedNs = startNs;
    try {
      for (const [window, step] of this.#schedule.entries()) {
        await this.#sleepUntil(Math.max(startNs + step.atMs * 1e6, restedNs));
        await this.#performStep(window, step, startNs);
        // On a machine that is too slow for the schedule windows come late, and never without a break between them.
        restedNs = this.#cluster.clock.nowNs() + (step.healAfterMs / 2) * 1e6;
      }
    } catch (error) {
      if (!this.#signal.aborted || error instanceof InvariantViolation) throw error;
    } finally {
      await this.#healAndAudit();
    }
  }

  async #performStep(window: number, step: FaultStep, startNs: number): Promise<void> {
    const found = await this.#findFault(step.plan);
    if (found === null) {
      this.#record(plannedKind(step.plan), { phase: 'no-target', window, plan: step.plan });
      return;
    }
    this.#record(found.fault.kind, { phase: 'inject', window, ...found });
    const active = await this.#inject(window, found.fault);
    if (active === null) {
      await this.#attempt(window, 'heal', found.fault, () => this.#cluster.faults.healAll(this.#signal));
      return;
    }
    await this.#probe(window, active, 'injected');
    // A fault that came late, because the leader was long to find, still holds for half of its time.
    const earliestNs = this.#cluster.clock.nowNs() + (step.healAfterMs / 2) * 1e6;
    await this.#sleepUntil(Math.max(startNs + (step.atMs + step.healAfterMs) * 1e6, earliestNs));
    await this.#waitForSuccessor(found.fault);
    await this.#probe(window, active, 'before-heal');
    await this.#heal(window, active);
  }

  async #findFault(
    plan: FaultPlan,
  ): Promise<Readonly<{ fault: WindowFault; target: string | null; leader?: string }> | null> {
    if (plan.on === 'nodes') return { fault: plan.fault, target: plan.target };
    if (plan.on === 'quorums') return this.#findFaultOnQuorums(plan);
    const leader = await findLeader(this.#cluster, findLeaderTimeoutMs, this.#signal);
    if (leader === null) return null;
    return { fault: faultOnLeader(plan, this.#cluster.nodes, leader), target: 'leader', leader };
  }

  async #findFaultOnQuorums(
    plan: Extract<FaultPlan, { on: 'quorums' }>,
  ): Promise<Readonly<{ fault: QuorumFault; target: string; leader: string }> | null> {
    invariant(this.#quorums !== null, 'a schedule along quorums is performed with them', { plan });
    const inFastRound = plan.choice.variant === 'tight-fast' ? await this.#findLeaderInFastRound() : null;
    const leader = inFastRound ?? (await findLeader(this.#cluster, findLeaderTimeoutMs, this.#signal));
    if (leader === null) return null;
    const fault = faultOnQuorums(plan, new NamedQuorums(this.#cluster.nodes, this.#quorums), leader);
    return fault === null ? null : { fault, target: 'quorums', leader };
  }

  /** Who leads a fast round that has lasted: one that was just opened may drown in what was waiting for it. Null when nobody does. */
  async #findLeaderInFastRound(): Promise<string | null> {
    const { clock } = this.#cluster;
    const untilNs = clock.nowNs() + findFastRoundTimeoutMs * 1e6;
    for (;;) {
      const timeoutMs = Math.max(0, (untilNs - clock.nowNs()) / 1e6);
      const first = await findLeader(this.#cluster, timeoutMs, this.#signal, { roundKind: 'fast' });
      if (first === null) return null;
      await clock.sleep(settledRoundMs, this.#signal);
      if (first === (await findLeader(this.#cluster, 0, this.#signal, { roundKind: 'fast' }))) return first;
    }
  }

  async #inject(window: number, fault: WindowFault): Promise<WindowActive | null> {
    const active = await this.#attempt(window, 'inject', fault, () =>
      fault.kind === 'quorum' ? this.#stage(window, fault) : this.#cluster.faults.inject(fault, this.#signal),
    );
    if (active !== null) this.#injected.set(JSON.stringify(fault), { active, window });
    return active;
  }

  /**
   * Goes through all stages but the last, which it enters. They are too brief for a probe: what they led to is counted.
   */
  async #stage(window: number, fault: QuorumFault): Promise<WindowActive> {
    const staged = new StagedFault(fault, this.#cluster.faults);
    for (const [place, stage] of fault.stages.entries()) {
      if (place > 0) this.#record(fault.kind, { phase: 'stage', window, stage: stage.name, fault });
      await staged.enter(stage, this.#signal);
      if (stage.forMs === null) break;
      await this.#waitOut(stage, stage.forMs);
    }
    return staged;
  }

  /** What the stages of a fault led up to is seen only once somebody leads who has not been told. */
  async #waitForSuccessor(fault: WindowFault): Promise<void> {
    const among = fault.kind === 'quorum' ? fault.stages.at(-1)?.untilLedBy : undefined;
    if (among !== undefined) await findLeader(this.#cluster, successorTimeoutMs, this.#signal, { among });
  }

  async #waitOut({ untilRound: roundKind, untilLedBy: among }: FaultStage, forMs: number): Promise<void> {
    if (roundKind === undefined && among === undefined) await this.#cluster.clock.sleep(forMs, this.#signal);
    else await findLeader(this.#cluster, forMs, this.#signal, { roundKind, among });
  }

  async #probe(window: number, active: WindowActive, when: 'injected' | 'before-heal'): Promise<void> {
    const { fault } = active;
    const seen = await this.#attempt(window, 'probe', fault, () => active.probe(this.#signal));
    if (seen === null) return;
    const { effective, evidence, clocks } = seen;
    const told = clocks === undefined ? {} : { clocks };
    this.#record(fault.kind, { phase: 'probe', window, when, fault, effective, evidence, ...told });
  }

  async #heal(window: number, active: WindowActive): Promise<void> {
    const { fault } = active;
    this.#record(fault.kind, { phase: 'healing', window, fault });
    const healed = await this.#attempt(window, 'heal', fault, async () => {
      await active.heal(this.#signal);
      return true;
    });
    if (healed) this.#record(fault.kind, { phase: 'heal', window, fault });
  }

  /** Healing is owed also after an abort; the injector has deadlines of its own. */
  async #healAndAudit(): Promise<void> {
    const unaborted = new AbortController().signal;
    try {
      await this.#cluster.faults.healAll(unaborted);
      this.#record('heal-all', { phase: 'heal-all' });
    } catch (error) {
      this.#record('heal-all', { phase: 'heal-all', error: messageOf(error) });
    }
    for (const { active, window } of this.#injected.values()) {
      const { fault } = active;
      const seen = await this.#attempt(window, 'audit', fault, () => active.probe(unaborted));
      if (seen === null) continue;
      this.#record(fault.kind, { phase: 'audit', window, fault, healed: seen.healed, evidence: seen.evidence });
    }
  }

  /** Null when `act` fails in a way that belongs into the history: not for an abort, nor for an error of ours. */
  async #attempt<T>(
    window: number,
    step: 'inject' | 'probe' | 'heal' | 'audit',
    fault: WindowFault,
    act: () => Promise<T>,
  ): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof InvariantViolation) throw error;
      if (this.#signal.aborted && step !== 'audit') throw error;
      this.#record(fault.kind, { phase: 'failed', window, step, fault, error: messageOf(error) });
      return null;
    }
  }

  async #sleepUntil(timeNs: number): Promise<void> {
    this.#signal.throwIfAborted();
    const delayMs = (timeNs - this.#cluster.clock.nowNs()) / 1e6;
    if (delayMs > 0) await this.#cluster.clock.sleep(delayMs, this.#signal);
  }

  #record(f: string, value: NemesisEvent): void {
    this.#recorder.record({ process: 'nemesis', type: 'info', f, value });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
