import { defineModel } from './define-model.ts';
import { type Model, refused } from './model.ts';

/** What is asked of a counter: to change by `delta`, which may be negative, or for its value. */
export type CounterInput = Readonly<{ f: 'add'; delta: number }> | Readonly<{ f: 'read' }>;

export type CounterState = Readonly<{ count: number }>;

/** A counter that starts with 0: `add`, `increment` and `decrement` (by 1 where they carry no number), and `read`. */
export const counterModel: Model<CounterState, CounterInput, number> = defineModel<CounterState, CounterInput, number>({
  name: 'counter',
  initial: { count: 0 },
  key: ({ count }) => String(count),
  observes: ({ f }) => f === 'read',
  parse(operation) {
    const { f, input, output, type } = operation;
    if (f === 'read' && type !== 'ok') return { input: { f }, output: undefined };
    if (f === 'read' && Number.isSafeInteger(output)) return { input: { f }, output: Number(output) };
    const delta = input === null || input === undefined ? 1 : input;
    if (Number.isSafeInteger(delta)) {
      if (f === 'add' || f === 'increment' || f === 'inc')
        return { input: { f: 'add', delta: Number(delta) }, output: undefined };
      if (f === 'decrement' || f === 'dec') return { input: { f: 'add', delta: -Number(delta) }, output: undefined };
    }
    throw refused('counter', operation, 'add, increment, decrement or read with whole numbers');
  },
  step(state, input, output) {
    if (input.f === 'add') return { count: state.count + input.delta };
    return output === undefined || output === state.count ? state : null;
  },
});
