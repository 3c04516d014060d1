import { mutants } from '#cluster-node';
import { invariant } from '#foundation';

/** The name of the file that holds the directed scenario of `mutant`, in `testdata/directed`. */
export function directedFile(mutant: string): string {
  const found = mutants.get(mutant);
  invariant(found !== undefined, 'the mutant exists', { mutant });
  return `${String(found.number).padStart(2, '0')}-${mutant}.json`;
}
