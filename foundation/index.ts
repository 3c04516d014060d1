export type { Brand } from './brand.ts';
export { assertNever, InvariantViolation, invariant, setInvariants } from './invariant.ts';
