import { expect, test } from 'vitest';
import { mutants } from '#cluster-node';
import { tryMutants } from './try-mutants.ts';

const list = [...mutants.values()].filter(({ name }) => name === 'fast-too-small' || name === 'no-sessions');

test('mutants are tried in threads, and come back in their order', async () => {
  const swarm = { seeds: 20, clientSeeds: 5, controlSeeds: 3 };
  const { signal } = new AbortController();
  const tried = await tryMutants(list, { directed: true, swarm, workers: 2, signal });
  expect(tried.map(({ mutant }) => mutant)).toEqual(list);
  for (const { directed, swarm: inSwarm, shrunk } of tried) {
    expect(directed?.byEverybody).not.toBeNull();
    expect(directed?.byClients).not.toBeNull();
    expect(directed?.control).toBeNull();
    expect(inSwarm?.byEverybody.conviction?.seed).toBe(inSwarm?.byEverybody.seeds);
    expect(inSwarm?.control).toEqual({ seeds: 3, violation: null });
    expect(shrunk?.operations).toBeLessThanOrEqual(12);
  }
});

test('only what was asked for is tried', async () => {
  const { signal } = new AbortController();
  const [tried] = await tryMutants(list.slice(0, 1), { directed: true, swarm: null, workers: 1, signal });
  expect(tried?.swarm).toBeNull();
  expect(tried?.shrunk?.operations).toBeLessThanOrEqual(12); // of the directed scenario
});

test('what is stopped comes back with those that are done', async () => {
  const stopping = new AbortController();
  const tried = await tryMutants(list, {
    directed: true,
    swarm: null,
    workers: 1,
    signal: stopping.signal,
    observe: () => stopping.abort(new Error('interrupted')),
  });
  expect(tried).toHaveLength(1);
});
