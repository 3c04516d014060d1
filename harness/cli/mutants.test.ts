import { expect, test } from 'vitest';
import { UsageError } from '../harness-error.ts';
import { mutantsCommand } from './mutants.ts';

const given = { directed: true, seeds: '5000', clientSeeds: '300', controlSeeds: '50', tries: '3', store: 'store' };

test.each([
  ['a name that no mutant has', { only: 'amnesa' }, '--only "amnesa" is unknown; did you mean "amnesia"?'],
  ['a bug that the node cannot have', { only: '8,28' }, '--only 28: there is no mutant of bug 28'],
  ['a bug that nobody has named', { only: '65' }, '--only 65: there is no bug 65; docs/protocol-bugs.md lists 64.'],
  ['seeds that are no number', { seeds: 'many' }, '--seeds takes a whole number from 1'],
  ['an environment that is none', { environment: 'kubernetes' }, '--environment'],
  ['a swarm of real nodes', { environment: 'process', swarm: true }, '--swarm is for the simulator'],
  ['no tries', { environment: 'process', tries: '0' }, '--tries takes a whole number from 1'],
  ['no workers', { workers: '0' }, '--workers takes a whole number from 1'],
])('%s is refused in one line', async (_what, wrong, line) => {
  const refused = mutantsCommand({ ...given, ...wrong });
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(line);
});
