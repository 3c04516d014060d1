// Checkers that look for one thing each, after Jepsen's.
export { type BankError, type BankErrors, type BankOptions, type BankResult, checkBank } from './check-bank.ts';
export { type CommentsError, type CommentsResult, checkComments } from './check-comments.ts';
export { type CounterRead, type CounterResult, checkCounter } from './check-counter.ts';
export { checkLongFork, type Fork, type LongForkResult } from './check-long-fork.ts';
export { checkMonotonic, type MonotonicResult, type Regression } from './check-monotonic.ts';
export { checkSequential, type SequentialResult } from './check-sequential.ts';
export { checkSet, type SetResult } from './check-set.ts';
export { checkSetFull, type SetFullResult } from './check-set-full.ts';
export { checkTotalQueue, type TotalQueueResult } from './check-total-queue.ts';
export { checkUniqueIds, type UniqueIdsResult } from './check-unique-ids.ts';
export { plainCheckerNames } from './named-plain-checkers.ts';
export type { PlainResult } from './plain-result.ts';
