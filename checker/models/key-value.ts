import { defineModel } from './define-model.ts';
import { type Model, refused } from './model.ts';

export type KeyValueInput = Readonly<{ f: 'get' }> | Readonly<{ f: 'put' | 'append'; text: string }>;

export type KeyValueState = Readonly<{ text: string }>;

/** A store of texts, each key empty at first: `get`, `put`, and `append`, which writes behind what is there. */
export const keyValueModel: Model<KeyValueState, KeyValueInput, string> = defineModel<
  KeyValueState,
  KeyValueInput,
  string
>({
  name: 'key-value',
  initial: { text: '' },
  key: ({ text }) => text,
  observes: ({ f }) => f === 'get',
  parse(operation) {
    const { f, input, output, type } = operation;
    if (f === 'get' && type !== 'ok') return { input: { f }, output: undefined };
    if (f === 'get' && typeof output === 'string') return { input: { f }, output };
    if ((f === 'put' || f === 'append') && typeof input === 'string')
      return { input: { f, text: input }, output: undefined };
    throw refused('key-value', operation, 'get, put or append with texts');
  },
  step(state, input, output) {
    if (input.f === 'get') return output === undefined || output === state.text ? state : null;
    return { text: input.f === 'put' ? input.text : state.text + input.text };
  },
});
