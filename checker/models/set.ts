import { defineModel } from './define-model.ts';
import { isScalar, type Scalar } from './json.ts';
import { type Attempt, type Model, refused } from './model.ts';

/** What is asked of a set: about one element, or for all of them. */
export type SetInput = Readonly<{ f: 'add' | 'remove' | 'contains'; element: Scalar }> | Readonly<{ f: 'read' }>;

/** Of `add` and `remove`: whether the set was changed; of `contains`: whether it was there; of `read`: everything. */
export type SetOutput = boolean | readonly Scalar[];

/** The elements as canonical texts, in their order. */
export type SetState = Readonly<{ elements: readonly string[] }>;

/** A set, empty at first. An `add` or `remove` whose answer is neither true nor false tells nothing. */
export const setModel: Model<SetState, SetInput, SetOutput> = defineModel<SetState, SetInput, SetOutput>({
  name: 'set',
  initial: { elements: [] },
  observes: ({ f }) => f === 'contains' || f === 'read',
  parse(operation) {
    const { input, output, type } = operation;
    const answer = type === 'ok' ? output : undefined;
    const f = named(operation);
    if (f === 'read' && answer === undefined) return { input: { f }, output: undefined };
    if (f === 'read' && Array.isArray(answer) && answer.every(isScalar)) return { input: { f }, output: answer };
    if (f !== 'read' && isScalar(input)) {
      return { input: { f, element: input }, output: typeof answer === 'boolean' ? answer : undefined };
    }
    throw refused('set', operation, 'add, remove or contains of a scalar, or read with a list of scalars');
  },
  step(state, input, output) {
    const { elements } = state;
    if (input.f === 'read') {
      if (!Array.isArray(output)) return state;
      const read = [...new Set(output.map((element) => JSON.stringify(element)))].toSorted();
      return read.length === elements.length && read.every((element, i) => element === elements[i]) ? state : null;
    }
    const element = JSON.stringify(input.element);
    const isThere = elements.includes(element);
    if (typeof output === 'boolean' && output !== (input.f === 'add' ? !isThere : isThere)) return null;
    if (input.f === 'contains' || isThere === (input.f === 'add')) return state;
    return {
      elements: input.f === 'add' ? [...elements, element].toSorted() : elements.filter((other) => other !== element),
    };
  },
});

function named(operation: Attempt): SetInput['f'] {
  const { f } = operation;
  if (f === 'add' || f === 'remove' || f === 'contains' || f === 'read') return f;
  throw refused('set', operation, 'add, remove, contains or read');
}
