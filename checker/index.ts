export type { Op, OpType } from './history/op.ts';
export { strongestVerdict, type Verdict, type VerdictKind } from './verdict.ts';
