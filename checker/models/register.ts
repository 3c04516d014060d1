import { assertNever } from '#foundation';
import { isScalar, type Scalar } from './json.ts';
import { type Attempt, type Model, refused } from './model.ts';

/** What a register holds: a JSON scalar; null until the first write. */
export type RegisterValue = Scalar;

export type RegisterInput =
  | Readonly<{ f: 'read'; key: string }>
  | Readonly<{ f: 'write'; key: string; value: RegisterValue }>
  | Readonly<{ f: 'cas'; key: string; from: RegisterValue; to: RegisterValue }>;

/** An object of its own, since a bare null would be the model's word for «not legal». */
export type RegisterState = Readonly<{ value: RegisterValue }>;

/** Registers with read, write and compare-and-set; one register per key, null at first. Answers count for reads only. */
export const registerModel: Model<RegisterState, RegisterInput, RegisterValue> = {
  name: 'register',
  initial: { value: null },
  key: (state) => JSON.stringify(state.value),
  observes: (input) => input.f === 'read',

  parse(operation) {
    const key = JSON.stringify(operation.key);
    const { f, input } = operation;
    if (f === 'read') {
      const isAnswered = operation.type === 'ok';
      return { input: { f, key }, output: isAnswered ? scalar(operation.output, operation) : undefined };
    }
    if (f === 'write') return { input: { f, key, value: scalar(input, operation) }, output: undefined };
    if (f === 'cas' && Array.isArray(input) && input.length === 2) {
      return {
        input: { f, key, from: scalar(input[0], operation), to: scalar(input[1], operation) },
        output: undefined,
      };
    }
    throw refused('register', operation, 'read, write with a scalar, or cas with [from, to]');
  },

  step(state, input, output) {
    switch (input.f) {
      case 'read':
        return output === undefined || output === state.value ? state : null;
      case 'write':
        return { value: input.value };
      case 'cas':
        return input.from === state.value ? { value: input.to } : null;
      default:
        return assertNever(input);
    }
  },

  outline(input, output) {
    switch (input.f) {
      case 'read':
        return output === undefined ? {} : { needs: { value: output } };
      case 'write':
        return { leaves: { value: input.value } };
      case 'cas':
        return input.from === input.to
          ? { needs: { value: input.from } }
          : { needs: { value: input.from }, leaves: { value: input.to } };
      default:
        return assertNever(input);
    }
  },

  describe(input, output) {
    switch (input.f) {
      case 'read':
        return output === undefined ? 'read' : `read ${JSON.stringify(output)}`;
      case 'write':
        return `write ${JSON.stringify(input.value)}`;
      case 'cas':
        return `cas ${JSON.stringify(input.from)} to ${JSON.stringify(input.to)}`;
      default:
        return assertNever(input);
    }
  },
};

function scalar(value: unknown, operation: Attempt): RegisterValue {
  if (isScalar(value)) return value;
  throw refused('register', operation, 'JSON scalars as values');
}
