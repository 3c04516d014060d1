import { acceptorMutants } from './acceptor-mutants.ts';
import { coordinatorMutants } from './coordinator-mutants.ts';
import { learnerMutants } from './learner-mutants.ts';
import { broken, type Mutant, sizes } from './mutant.ts';
import { pickingMutants } from './picking-mutants.ts';
import { quorumMutants } from './quorum-mutants.ts';
import { readMutants } from './read-mutants.ts';

export { type Anomaly, type Bug, bugs } from './bugs.ts';
export type { Mutant } from './mutant.ts';

const list: readonly Mutant[] = [
  ...acceptorMutants,
  ...pickingMutants,
  ...quorumMutants,
  ...coordinatorMutants,
  ...learnerMutants,
  ...readMutants,
  {
    name: 'amnesia',
    number: 34,
    wrongStep: 'a restarted node ignores its data directory',
    system: sizes(3, 2, 2, 3),
    rules: broken({ remembers: false }),
  },
];

/** Every mutant by name, in the order of the bugs. */
export const mutants: ReadonlyMap<string, Mutant> = new Map(
  [...list].sort((one, other) => one.number - other.number).map((mutant) => [mutant.name, mutant]),
);
