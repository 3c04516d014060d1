import type {
  CommandOutcome,
  Effect,
  JournalRecord,
  Message,
  ReadMode,
  ReplicaEvent,
  TraceEvent,
  Value,
} from '#cluster-node';
import { nodeNames, type QuorumSystem } from '#quorums';
import { AgreementOracle } from './agreement-oracle.ts';
import { DivergenceOracle } from './divergence-oracle.ts';
import { judgeDurability } from './durability-oracle.ts';
import { DurableMemory } from './durable-memory.ts';
import { judgeAnswer } from './early-answer-oracle.ts';
import { listedQuorums } from './listed-quorums.ts';
import { PickingOracle } from './picking-oracle.ts';
import { judgeRegression } from './regression-oracle.ts';
import { OracleViolation } from './violation.ts';

/**
 * So many instances that all nodes have executed are still judged, since something may yet go wrong there; older ones are
 * forgotten, so that a long run needs no more memory than a short one.
 */
const judgedAfterwards = 1_024;

/**
 * All that looks at a simulated cluster after each event. Whatever breaks a rule is an `OracleViolation`, thrown at the event at
 * which it shows. The oracles have their own idea of what nodes may do, and share no code with them or with `#quorums`.
 */
export class Oracles {
  readonly agreement: AgreementOracle;
  readonly picking: PickingOracle;
  readonly divergence: DivergenceOracle;
  readonly #names: readonly string[];
  readonly #memories: readonly DurableMemory[];
  readonly #reads: ReadMode;
  readonly #objected: ((violation: OracleViolation) => void) | null;
  /** What was judged last, and whose it is: a broadcast is one message, and what was on disk for one recipient is for the next. */
  #sent: Message | null = null;
  #sender = -1;

  /** `objected` hears of violations instead of having them thrown; null: they are thrown. */
  constructor(system: QuorumSystem, reads: ReadMode, objected: ((violation: OracleViolation) => void) | null = null) {
    const listed = listedQuorums(system);
    this.#names = nodeNames(system);
    this.#reads = reads;
    this.#objected = objected;
    this.agreement = new AgreementOracle(listed, this.#names);
    this.picking = new PickingOracle(listed, this.#names);
    this.divergence = new DivergenceOracle(this.#names);
    this.#memories = this.#names.map(() => new DurableMemory());
  }

  onStepped(node: number, event: ReplicaEvent, effects: readonly Effect[]): void {
    try {
      this.#judgeStep(node, event, effects);
    } catch (error) {
      this.#object(error);
    }
  }

  onSent(node: number, message: Message): void {
    if (message === this.#sent && node === this.#sender) return;
    this.#sent = message;
    this.#sender = node;
    try {
      judgeDurability(this.#name(node), message, this.#memory(node), this.#names);
    } catch (error) {
      this.#object(error);
    }
  }

  onDurable(node: number, record: JournalRecord): void {
    const memory = this.#memory(node);
    try {
      judgeRegression(this.#name(node), record, memory, this.#names);
    } catch (error) {
      this.#object(error);
    }
    memory.add(record);
    try {
      this.agreement.onDurable(node, record);
    } catch (error) {
      this.#object(error);
    }
  }

  onExecuted(node: number, outcome: CommandOutcome): void {
    this.divergence.onExecuted(node, outcome);
  }

  onTrace(node: number, event: TraceEvent): void {
    try {
      this.#judgeTrace(node, event);
    } catch (error) {
      this.#object(error);
    }
  }

  onAnswer(node: number, value: Value, outcome: CommandOutcome): void {
    try {
      judgeAnswer({ node: this.#name(node), value, outcome }, this.#reads, this.agreement);
    } catch (error) {
      this.#object(error);
    }
  }

  onRestart(node: number): void {
    this.picking.onRestart(node);
    this.divergence.onRestart(node);
  }

  #judgeStep(node: number, event: ReplicaEvent, effects: readonly Effect[]): void {
    if (event.kind === 'message') {
      // what a node tells itself does not pass the network
      if (event.from === node) judgeDurability(this.#name(node), event.message, this.#memory(node), this.#names);
      this.picking.onReceived(node, event.from, event.message);
    }
    let before: Message | null = null;
    for (const effect of effects) {
      if (effect.kind !== 'send' || effect.message === before) continue;
      before = effect.message;
      this.picking.onSent(before);
    }
  }

  #judgeTrace(node: number, event: TraceEvent): void {
    if (event.kind === 'decided') return this.agreement.onLearned(node, event.instance, event.value);
    if (event.kind !== 'applied') return;
    this.agreement.onLearned(node, event.instance, event.value);
    this.divergence.onApplied(node, event.instance, event.value);
    if (event.instance % judgedAfterwards === 0) this.#forget();
  }

  #object(error: unknown): void {
    if (!(error instanceof OracleViolation) || this.#objected === null) throw error;
    this.#objected(error);
  }

  #forget(): void {
    const through = this.divergence.executedByAll - judgedAfterwards;
    this.agreement.forgetThrough(through);
    this.picking.forgetThrough(through);
    for (const memory of this.#memories) memory.forgetThrough(through);
  }

  #name(node: number): string {
    return this.#names[node] ?? String(node);
  }

  #memory(node: number): DurableMemory {
    const memory = this.#memories[node];
    if (memory === undefined) throw new RangeError(`there is no node ${node}`);
    return memory;
  }
}
