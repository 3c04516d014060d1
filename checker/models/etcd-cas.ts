import { assertNever } from '#foundation';
import { defineModel } from './define-model.ts';
import { type Model, refused } from './model.ts';
import { type RegisterState, type RegisterValue, registerModel } from './register.ts';

/** A register's operation, or a cas that failed because the register held something other than `from`. */
export type EtcdCasInput =
  | Readonly<{ f: 'read' }>
  | Readonly<{ f: 'write'; value: RegisterValue }>
  | Readonly<{ f: 'cas'; from: RegisterValue; to: RegisterValue }>
  | Readonly<{ f: 'failed-cas'; from: RegisterValue; to: RegisterValue }>;

/** Registers as in `register`, of which a cas that ended in `fail` has seen another value than the one it expected. */
export const etcdCasModel: Model<RegisterState, EtcdCasInput, RegisterValue> = defineModel<
  RegisterState,
  EtcdCasInput,
  RegisterValue
>({
  name: 'etcd-cas',
  initial: { value: null },
  key: ({ value }) => JSON.stringify(value),
  observes: ({ f }) => f === 'read' || f === 'failed-cas',
  hearsFailure: ({ f }) => f === 'cas',
  parse(operation) {
    const { input, output } = registerModel.parse(operation);
    if (operation.type === 'fail' && input.f !== 'cas') throw refused('etcd-cas', operation, 'failures of cas only');
    if (input.f !== 'cas') return { input, output };
    const f = operation.type === 'fail' ? 'failed-cas' : 'cas';
    return { input: { f, from: input.from, to: input.to }, output };
  },
  describe(input, output) {
    if (input.f !== 'failed-cas') return registerModel.describe({ key: '', ...input }, output);
    return `failed cas ${JSON.stringify(input.from)} to ${JSON.stringify(input.to)}`;
  },
  step(state, input, output) {
    switch (input.f) {
      case 'read':
        return output === undefined || output === state.value ? state : null;
      case 'write':
        return { value: input.value };
      case 'cas':
        return input.from === state.value ? { value: input.to } : null;
      case 'failed-cas':
        return input.from === state.value ? null : state;
      default:
        return assertNever(input);
    }
  },
});
