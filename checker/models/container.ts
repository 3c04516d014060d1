import { isScalar, type Scalar } from './json.ts';
import { type Attempt, refused } from './model.ts';

/**
 * What is asked of a queue, a stack or a priority queue: to keep a value, or to hand one out (null: it had none).
 * `called` is the history's own word for it.
 */
export type ContainerInput =
  | Readonly<{ f: 'put'; called: string; value: Scalar }>
  | Readonly<{ f: 'take'; called: string }>;

const puts = new Set(['put', 'enqueue', 'push', 'add', 'insert', 'offer']);
const takes = new Set(['take', 'dequeue', 'pop', 'remove', 'poll', 'delete-min', 'extract-min']);

/**
 * The operation of a container, under whichever of the usual names. A value may be any scalar but null, which stands for
 * «nothing there», as does the word `empty`.
 * @throws ModelError
 */
export function parseContainer(
  model: string,
  operation: Attempt,
): Readonly<{ input: ContainerInput; output: Scalar | undefined }> {
  const { f, input, output, type } = operation;
  if (puts.has(f) && isScalar(input) && input !== null) {
    return { input: { f: 'put', called: f, value: input }, output: undefined };
  }
  if (takes.has(f)) {
    const take = { f: 'take', called: f } as const;
    if (type !== 'ok') return { input: take, output: undefined };
    if (output === undefined || output === 'empty') return { input: take, output: null };
    if (isScalar(output)) return { input: take, output };
  }
  throw refused(model, operation, `${[...puts].join(', ')} of a scalar, or ${[...takes].join(', ')}`);
}

/** In the history's own words: `enqueue 3`, `dequeue 3`, `dequeue nothing`; of a take without an answer only `dequeue`. */
export function describeContainer(input: ContainerInput, output: Scalar | undefined): string {
  if (input.f === 'put') return `${input.called} ${JSON.stringify(input.value)}`;
  if (output === undefined) return input.called;
  return `${input.called} ${output === null ? 'nothing' : JSON.stringify(output)}`;
}
