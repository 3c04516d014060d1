import type { Operation } from '../history/operation.ts';
import { registerModel } from '../models/register.ts';
import type { Verdict } from '../verdict.ts';
import { type CheckOptions, checkLinearizability } from './check-linearizability.ts';

/** The models that a worker knows by name: functions cannot be sent to it. */
export type CheckedModelName = 'register';

type Check = (operations: readonly Operation[], options: CheckOptions) => Verdict;

/** `checkLinearizability` against the model of that name. */
export const namedChecks: Readonly<Record<CheckedModelName, Check>> = {
  register: (operations, options) => checkLinearizability(operations, registerModel, options),
};
