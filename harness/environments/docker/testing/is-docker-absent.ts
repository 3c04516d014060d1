import { findEngine, isEngine } from '../engine.ts';

const found = await findEngine();
const isRequired = process.env['BALLOTPROOF_DOCKER'] === 'required';
if (!isEngine(found)) {
  console.warn(`${isRequired ? 'Docker tests will fail' : 'Docker tests are skipped'}: ${found.reason}.`);
}

/** Whether tests on containers are skipped: no engine answers, and `BALLOTPROOF_DOCKER=required` does not insist. */
export const isDockerAbsent: boolean = !isEngine(found) && !isRequired;
