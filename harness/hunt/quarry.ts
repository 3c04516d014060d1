import { type DrawOptions, drawScenario, type SimScenario } from '../simulation/index.ts';

/** Where the scenarios of a hunt come from: each is drawn from its seed, or all are one scenario of which only the seed varies. */
export type Quarry =
  | Readonly<{ kind: 'drawn'; options: DrawOptions }>
  | Readonly<{ kind: 'varied'; scenario: SimScenario }>;

/** The scenario of one seed. */
export function scenarioOf(quarry: Quarry, seed: number): SimScenario {
  return quarry.kind === 'drawn' ? drawScenario(seed, quarry.options) : { ...quarry.scenario, seed };
}
