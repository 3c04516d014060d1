import { counterModel } from '../../models/counter.ts';
import { etcdCasModel } from '../../models/etcd-cas.ts';
import { fencedLockModel } from '../../models/fenced-lock.ts';
import { fifoQueueModel } from '../../models/fifo-queue.ts';
import { keyValueModel } from '../../models/key-value.ts';
import type { AnyModel } from '../../models/model.ts';
import { multiRegisterModel } from '../../models/multi-register.ts';
import { mutexModel } from '../../models/mutex.ts';
import { priorityQueueModel } from '../../models/priority-queue.ts';
import { registerModel } from '../../models/register.ts';
import { setModel } from '../../models/set.ts';
import { stackModel } from '../../models/stack.ts';
import { uniqueIdsModel } from '../../models/unique-ids.ts';
import type { ObjectShape, Request } from './random-object-history.ts';

const someone = [null, ...Array.from({ length: 31 }, (_, place) => place)];
const registerKinds = ['read', 'read', 'write', 'cas'] as const;

/** Objects of every family, by what is told of them: with distinct values, where the fast deciders answer, and without. */
export const objectShapes: Readonly<Record<string, ObjectShape>> = {
  'fifo-queue': container(fifoQueueModel, 'distinct'),
  'fifo-queue, repeated': container(fifoQueueModel, 'repeated'),
  stack: container(stackModel, 'distinct'),
  'stack, repeated': container(stackModel, 'repeated'),
  'priority-queue': container(priorityQueueModel, 'distinct'),
  'priority-queue, repeated': container(priorityQueueModel, 'repeated'),
  register: register(registerModel, 'distinct'),
  'register, repeated': register(registerModel, 'repeated'),
  'etcd-cas': register(etcdCasModel, 'distinct'),
  'etcd-cas, repeated': register(etcdCasModel, 'repeated'),
  set: setOf('distinct'),
  'set, repeated': setOf('repeated'),
  'set, untold': { ...setOf('distinct'), answers: ({ f }) => (f === 'contains' ? [true, false] : [null]) },
  'set, read whole': {
    model: setModel,
    request: (random, fresh) => (random(2) === 0 ? { f: 'read', value: null } : { f: 'add', value: fresh() % 3 }),
    answers: ({ f, value }) => (f === 'read' ? [[], [0], [1], [0, 1], [2], [0, 2], [1, 2], [0, 1, 2]] : [value]),
  },
  mutex: {
    model: mutexModel,
    request: (random) => ({ f: random(2) === 0 ? 'acquire' : 'release', value: null }),
    answers: () => [null],
  },
  'fenced-lock': {
    model: fencedLockModel,
    request: (random) => ({ f: random(2) === 0 ? 'acquire' : 'release', value: null }),
    answers: ({ f }) => (f === 'acquire' ? [...someone.slice(2), null] : [null]),
  },
  counter: counter([1]),
  'counter, backwards': counter([-2]),
  'counter, mixed': counter([1, 2, -1]),
  'unique-ids': {
    model: uniqueIdsModel,
    request: () => ({ f: 'generate', value: null }),
    answers: () => someone.slice(1),
  },
  'key-value': {
    model: keyValueModel,
    request: (random) => ({
      f: (['get', 'get', 'append', 'put', 'put'] as const)[random(5)] ?? 'get',
      value: ['', 'a', 'b'][random(3)],
    }),
    answers: ({ f, value }) => (f === 'get' ? ['', 'a', 'b', 'aa', 'ab', 'ba', 'bb', 'aab', 'aba'] : [value]),
  },
  'multi-register': {
    model: multiRegisterModel({ x: 0, y: 0 }),
    request: (random) => ({
      f: 'txn',
      value: Array.from({ length: 1 + random(2) }, () => {
        const name = random(2) === 0 ? 'x' : 'y';
        return random(2) === 0 ? ['read', name, null] : ['write', name, random(2)];
      }),
    }),
    answers: ({ value }) => answersOfTransaction(Array.isArray(value) ? value : []),
  },
};

type Values = 'distinct' | 'repeated';

function container(model: AnyModel, values: Values): ObjectShape {
  return {
    model,
    request: (random, fresh) => {
      if (random(2) === 0) return { f: 'dequeue', value: null };
      if (values === 'repeated') return { f: 'enqueue', value: random(3) };
      // Not in the order in which they are drawn, or a priority queue would be a queue.
      return { f: 'enqueue', value: ((fresh() + 1) * 7) % 31 };
    },
    answers: ({ f, value }) => (f === 'dequeue' ? someone.toReversed() : [value]),
  };
}

function register(model: AnyModel, values: Values): ObjectShape {
  return {
    model,
    request: (random, fresh) => {
      const f = registerKinds[random(4)] ?? 'read';
      const value = values === 'distinct' ? fresh() : random(3);
      if (f === 'read') return { f, value: null };
      return {
        f,
        value: f === 'write' ? value : [random(4) === 0 ? null : random(values === 'distinct' ? value + 1 : 3), value],
      };
    },
    answers: ({ f, value }) => (f === 'read' ? someone : [value]),
  };
}

function setOf(values: Values): ObjectShape {
  return {
    model: setModel,
    request: (random, fresh) => {
      const f = (['add', 'remove', 'contains', 'contains'] as const)[random(4)] ?? 'add';
      return { f, value: f === 'add' && values === 'distinct' ? fresh() : random(3) };
    },
    answers: ({ f }: Request) => (f === 'contains' ? [true, false] : [true, false, null]),
  };
}

function counter(deltas: readonly number[]): ObjectShape {
  return {
    model: counterModel,
    request: (random) =>
      random(2) === 0 ? { f: 'read', value: null } : { f: 'add', value: deltas[random(deltas.length)] },
    answers: ({ f, value }) => (f === 'read' ? Array.from({ length: 121 }, (_, place) => place - 60) : [value]),
  };
}

/** All ways to fill in the reads with 0 and 1. */
function answersOfTransaction(accesses: readonly unknown[]): readonly unknown[] {
  return accesses.reduce<unknown[][]>(
    (answers, access) => {
      if (!Array.isArray(access) || access[0] === 'write') return answers.map((answer) => [...answer, access]);
      return answers.flatMap((answer) => [0, 1].map((value) => [...answer, ['read', access[1], value]]));
    },
    [[]],
  );
}
