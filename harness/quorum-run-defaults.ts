import type { RunRequest } from './run-request.ts';

/**
 * The defaults of a run in which faults along quorums are all that happens. Its windows are short, so that each kind of
 * tight event comes several times in a minute; and so few operations collide seldom, so that leaders stay in the fast
 * rounds whose decisions are to be brought to their bound.
 */
export const quorumRunDefaults: Pick<RunRequest, 'nemesisInterval' | 'rate'> = { nemesisInterval: '6', rate: '50' };
