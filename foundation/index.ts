export type { Brand } from './brand.ts';
export { assertNever, InvariantViolation, invariant, setInvariants } from './invariant.ts';
export { nearestWord } from './nearest-word.ts';
