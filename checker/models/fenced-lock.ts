import { defineModel } from './define-model.ts';
import { type Model, refused } from './model.ts';

export type FencedLockInput = Readonly<{ f: 'acquire' | 'release'; process: number }>;

/** Who holds the lock (null: nobody), and the highest fence handed out so far. */
export type FencedLockState = Readonly<{ holder: number | null; fence: number }>;

/**
 * A lock that only its holder releases. Who acquires it is told a fence, a number from 1 that is greater than every fence
 * before, by which others may refuse an earlier holder. An answer that is no number tells nothing of the fence.
 */
export const fencedLockModel: Model<FencedLockState, FencedLockInput, number> = defineModel<
  FencedLockState,
  FencedLockInput,
  number
>({
  name: 'fenced-lock',
  initial: { holder: null, fence: 0 },
  parse(operation) {
    const { f, process, output, type } = operation;
    if (f === 'release') return { input: { f, process }, output: undefined };
    if (f === 'acquire') {
      return {
        input: { f, process },
        output: type === 'ok' && Number.isSafeInteger(output) ? Number(output) : undefined,
      };
    }
    throw refused('fenced-lock', operation, 'acquire or release');
  },
  step({ holder, fence }, { f, process }, told) {
    if (f === 'release') return holder === process ? { holder: null, fence } : null;
    if (holder !== null || (told !== undefined && told <= fence)) return null;
    return { holder: process, fence: told ?? fence };
  },
});
