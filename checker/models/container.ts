import { isScalar, type Scalar } from './json.ts';
import { type Attempt, refused } from './model.ts';

/** What is asked of a queue, a stack or a priority queue: to keep a value, or to hand one out (null: it had none). */
export type ContainerInput = Readonly<{ f: 'put'; value: Scalar }> | Readonly<{ f: 'take' }>;

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
  if (puts.has(f) && isScalar(input) && input !== null) return { input: { f: 'put', value: input }, output: undefined };
  if (takes.has(f)) {
    if (type !== 'ok') return { input: { f: 'take' }, output: undefined };
    if (output === undefined || output === 'empty') return { input: { f: 'take' }, output: null };
    if (isScalar(output)) return { input: { f: 'take' }, output };
  }
  throw refused(model, operation, 'enqueue, push, add or insert of a scalar, or dequeue, pop, remove or poll');
}
