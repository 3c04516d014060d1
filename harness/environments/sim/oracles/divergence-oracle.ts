import { type CommandOutcome, noOp } from '#cluster-node';
import { mixed, textHash } from '../chance.ts';
import { valueText } from './value-text.ts';
import { OracleViolation } from './violation.ts';

/**
 * What a node has executed so far: how many instances, and a hash of their values and outcomes in order; and the outcomes of what it has
 * executed without having told so yet.
 */
type Executed = { applied: number; state: number; readonly outcomes: number[] };

/**
 * Nodes that have executed equally many instances are in equal states: the same values in the same order, without a gap, and
 * with the same outcomes. One hash per instance is kept for good, because a restarted node executes everything again.
 */
export class DivergenceOracle {
  readonly #nodes: readonly Executed[];
  readonly #names: readonly string[];
  /** After each instance, as the first node to execute it has it; index 0: nothing is executed. */
  #states = new Int32Array(1024);
  #highest = 0;

  /** `names`: of the nodes, in the order of their numbers. */
  constructor(names: readonly string[]) {
    this.#names = names;
    this.#nodes = names.map(() => ({ applied: 0, state: 0, outcomes: [] }));
  }

  /** How many instances every node has executed, those that are down included. */
  get executedByAll(): number {
    let least = Number.POSITIVE_INFINITY;
    for (const { applied } of this.#nodes) if (applied < least) least = applied;
    return least;
  }

  appliedBy(node: number): number {
    return this.#node(node).applied;
  }

  /** A process begins, with nothing executed. */
  onRestart(node: number): void {
    const executed = this.#node(node);
    executed.applied = 0;
    executed.state = 0;
    executed.outcomes.length = 0;
  }

  /** The next command that `onApplied` will name has this outcome. */
  onExecuted(node: number, outcome: CommandOutcome): void {
    this.#node(node).outcomes.push(hashOf(outcome));
  }

  /** @throws OracleViolation */
  onApplied(node: number, instance: number, value: string): void {
    const executed = this.#node(node);
    if (instance !== executed.applied + 1) {
      throw new OracleViolation(
        'divergence',
        `${this.#names[node] ?? node} executes instance ${instance} after ${executed.applied}`,
      );
    }
    const outcome = value === noOp ? 0 : (executed.outcomes.shift() ?? 0);
    const state = mixed(mixed(executed.state, textHash(value)), outcome);
    executed.applied = instance;
    executed.state = state;
    if (instance > this.#highest) return this.#add(instance, state);
    if (this.#states[instance] === state) return;
    throw new OracleViolation(
      'divergence',
      `${this.#names[node] ?? node} is in another state than others after instance ${instance}, in which it executed ${valueText(value)}`,
    );
  }

  #add(instance: number, state: number): void {
    if (instance >= this.#states.length) {
      const larger = new Int32Array(this.#states.length * 2);
      larger.set(this.#states);
      this.#states = larger;
    }
    this.#states[instance] = state;
    this.#highest = instance;
  }

  #node(node: number): Executed {
    const executed = this.#nodes[node];
    if (executed === undefined) throw new RangeError(`there is no node ${node}`);
    return executed;
  }
}

function hashOf(outcome: CommandOutcome): number {
  const { kind } = outcome;
  if (kind === 'unavailable') return 1;
  const { value } = outcome;
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : `${typeof value} ${String(value)}`;
  return mixed(kind === 'ok' ? 2 : 3, textHash(text));
}
