import { defineModel } from './define-model.ts';
import { type Model, refused } from './model.ts';

export type MutexInput = Readonly<{ f: 'acquire' | 'release' }>;

export type MutexState = Readonly<{ isLocked: boolean }>;

/** A lock that one holds at a time, free at first; whoever releases it need not be who acquired it. */
export const mutexModel: Model<MutexState, MutexInput, never> = defineModel<MutexState, MutexInput, never>({
  name: 'mutex',
  initial: { isLocked: false },
  parse(operation) {
    const { f } = operation;
    if (f === 'acquire' || f === 'release') return { input: { f }, output: undefined };
    throw refused('mutex', operation, 'acquire or release');
  },
  describe: ({ f }) => f,
  step: ({ isLocked }, { f }) => (isLocked === (f === 'release') ? { isLocked: !isLocked } : null),
});
