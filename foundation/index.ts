export type { Brand } from './brand.ts';
export { fileAsRun } from './file-as-run.ts';
export { assertNever, InvariantViolation, invariant, setInvariants } from './invariant.ts';
export { nearestWord } from './nearest-word.ts';
