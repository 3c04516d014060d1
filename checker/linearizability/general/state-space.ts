import { type AnyModel, ModelError } from '../../models/model.ts';
import type { Budget, Limit } from '../budget.ts';
import type { Action } from './model-calls.ts';

/** No state: the action is not legal there. */
export const noState = -1;

/** What a state costs, roughly: objects, headers, entries in the map and the list; and per character of its key. */
const bytesPerState = 320;
const bytesPerCharacter = 8;

/**
 * The states of a model as small numbers, in the order in which they are met, and the steps between them: each is asked
 * of the model once and then looked up in a table with open addressing, by state and action.
 */
export class StateSpace {
  readonly #model: AnyModel;
  readonly #actions: readonly Action[];
  readonly #budget: Budget;
  readonly #states: object[] = [];
  readonly #ids = new Map<string, number>();
  #heldBytes = 0;
  /** Per slot: state, action, next state + 2 (0: the slot is free). */
  #steps: Int32Array<ArrayBuffer> = new Int32Array(3 << 6);
  #stepCount = 0;
  /** What ran out: there was no room to remember a state or a step, or no time to ask. What came after is worthless. */
  limit: Limit | null = null;
  readonly #done: () => number;

  /** `done`: how many operations are in order at best, for those who wait while the model is slow. */
  constructor(model: AnyModel, actions: readonly Action[], budget: Budget, done: () => number = () => 0) {
    this.#model = model;
    this.#actions = actions;
    this.#budget = budget;
    this.#done = done;
    this.#reserve(this.#steps.byteLength);
  }

  initial(): number {
    return this.#idOf(this.#model.initial);
  }

  /** The state after `action`; `noState` when it is not legal in `state`, or when something ran out. */
  step(state: number, action: number): number {
    const steps = this.#steps;
    const mask = steps.length / 3 - 1;
    let slot = mixed(state, action) & mask;
    while (steps[3 * slot + 2] !== 0) {
      if (steps[3 * slot] === state && steps[3 * slot + 1] === action) return (steps[3 * slot + 2] ?? 0) - 2;
      slot = (slot + 1) & mask;
    }
    if (this.limit !== null) return noState;
    const next = this.#ask(state, action);
    steps[3 * slot] = state;
    steps[3 * slot + 1] = action;
    steps[3 * slot + 2] = next + 2;
    if (2 * ++this.#stepCount > mask) this.#grow();
    return next;
  }

  /** The model's own form of a state. */
  stateOf(id: number): object {
    return this.#states[id] ?? this.#model.initial;
  }

  /** Gives back to the budget what was accounted. */
  release(): void {
    this.#budget.release(this.#heldBytes);
    this.#heldBytes = 0;
  }

  /** A step may take as long as its author likes, so that the clock is read after each: cheap beside any step. */
  #ask(state: number, action: number): number {
    const { input, output } = this.#actions[action] ?? {};
    const next = this.#model.step(this.stateOf(state), input, output);
    this.limit ??= this.#budget.limitReached(this.#done());
    if (next === null) return noState;
    if (typeof next === 'object') return this.#idOf(next);
    const { name } = this.#model;
    throw new ModelError(`a step of the ${name} model is to give the next state or null; it gave ${String(next)}`);
  }

  #idOf(state: object): number {
    const key = this.#model.key(state);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#reserve(bytesPerState + bytesPerCharacter * key.length); // the state is about as long as its key
    this.#ids.set(key, this.#states.length);
    return this.#states.push(state) - 1;
  }

  #reserve(bytes: number): void {
    if (this.#budget.reserve(bytes)) this.#heldBytes += bytes;
    else this.limit ??= 'memory';
  }

  #grow(): void {
    const old = this.#steps;
    this.#reserve(2 * old.byteLength);
    if (this.limit !== null) return;
    const grown = new Int32Array(2 * old.length);
    const mask = grown.length / 3 - 1;
    for (let from = 0; from < old.length; from += 3) {
      if (old[from + 2] === 0) continue;
      let slot = mixed(old[from] ?? 0, old[from + 1] ?? 0) & mask;
      while (grown[3 * slot + 2] !== 0) slot = (slot + 1) & mask;
      grown.set(old.subarray(from, from + 3), 3 * slot);
    }
    this.#steps = grown;
    this.#budget.release(old.byteLength);
    this.#heldBytes -= old.byteLength;
  }
}

function mixed(state: number, action: number): number {
  const hash = Math.imul(state, 0x9e3779b1) ^ Math.imul(action, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}
