import type { Model } from '../models/model.ts';
import { type Call, stepCall } from './call.ts';

/** A state, as the number under which its key was met first. */
export type StateId = number;

/** No state: the operation is not legal there; in an outline: any state will do, or it stays as it is. */
export const noState = -1;

/** The states of one search, each known by a small number, and the steps between them that were asked for already. */
export class StateTable<State extends object, Input, Output> {
  readonly #model: Model<State, Input, Output>;
  readonly #states: State[] = [];
  readonly #ids = new Map<string, StateId>();
  readonly #steps = new Map<Call<State, Input, Output>, Map<StateId, StateId>>();

  constructor(model: Model<State, Input, Output>) {
    this.#model = model;
  }

  get size(): number {
    return this.#states.length;
  }

  idOf(state: State): StateId {
    const key = this.#model.key(state);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#states.length);
    return this.#states.push(state) - 1;
  }

  step(id: StateId, call: Call<State, Input, Output>): StateId {
    const steps = this.#steps.get(call) ?? new Map<StateId, StateId>();
    this.#steps.set(call, steps);
    const known = steps.get(id);
    if (known !== undefined) return known;
    const state = this.#states[id];
    const next = state === undefined ? null : stepCall(this.#model, state, call);
    const nextId = next === null ? noState : this.idOf(next);
    steps.set(id, nextId);
    return nextId;
  }
}
