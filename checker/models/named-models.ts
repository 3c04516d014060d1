import { counterModel } from './counter.ts';
import { etcdCasModel } from './etcd-cas.ts';
import { fencedLockModel } from './fenced-lock.ts';
import { fifoQueueModel } from './fifo-queue.ts';
import { keyValueModel } from './key-value.ts';
import { type AnyModel, ModelError } from './model.ts';
import { multiRegisterModel } from './multi-register.ts';
import { mutexModel } from './mutex.ts';
import { priorityQueueModel } from './priority-queue.ts';
import { registerModel } from './register.ts';
import { setModel } from './set.ts';
import { stackModel } from './stack.ts';
import { uniqueIdsModel } from './unique-ids.ts';

/** The name of a model: what a command line takes, and what can be sent to a worker, which functions cannot. */
export type ModelName =
  | 'register'
  | 'etcd-cas'
  | 'multi-register'
  | 'key-value'
  | 'set'
  | 'counter'
  | 'mutex'
  | 'fenced-lock'
  | 'fifo-queue'
  | 'stack'
  | 'priority-queue'
  | 'unique-ids';

/** The models that go by a name, each with the other names it is known by. */
export const namedModels: Readonly<Record<ModelName, Readonly<{ model: AnyModel; aliases: readonly string[] }>>> = {
  register: { model: registerModel, aliases: ['cas-register', 'kv-register', 'ballotproof'] },
  'etcd-cas': { model: etcdCasModel, aliases: ['etcd', 'etcd-register'] },
  'multi-register': { model: multiRegisterModel(), aliases: ['multiregister'] },
  'key-value': { model: keyValueModel, aliases: ['kv', 'kv-string'] },
  set: { model: setModel, aliases: [] },
  counter: { model: counterModel, aliases: [] },
  mutex: { model: mutexModel, aliases: ['lock'] },
  'fenced-lock': { model: fencedLockModel, aliases: ['fenced-mutex'] },
  'fifo-queue': { model: fifoQueueModel, aliases: ['queue', 'atomic-queue'] },
  stack: { model: stackModel, aliases: ['atomic-stack'] },
  'priority-queue': { model: priorityQueueModel, aliases: ['heap'] },
  'unique-ids': { model: uniqueIdsModel, aliases: ['ids'] },
};

/** The names that `modelNamed` takes, aliases left out. */
export const modelNames: readonly string[] = Object.keys(namedModels);

/**
 * The model known by `name` or by one of its aliases: `cas-register` is `register`, which begins with null and swaps.
 *
 * ```ts
 * import { modelNamed } from 'ballotproof/checker';
 *
 * console.log(modelNamed('cas-register').name); // → register
 * ```
 * @throws ModelError when there is none
 */
export function modelNamed(name: string): AnyModel {
  for (const [ownName, { model, aliases }] of Object.entries(namedModels)) {
    if (ownName === name || aliases.some((alias) => alias === name)) return model;
  }
  throw new ModelError(`there is no model "${name}"; there are ${modelNames.join(', ')}`);
}
