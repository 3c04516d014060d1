import { simulate } from '../hunt/simulate.ts';
import type { RunOptions, SimJudge, SimOutcome, SimScenario } from '../simulation/index.ts';

/** Objections that nobody makes in a run of real nodes, which is judged by journals, traces and clients: why not, in a sentence. */
export const unseenOnNodes: ReadonlyMap<SimJudge, string> = new Map([
  [
    'picking',
    'The simulator objects when a wrong value is sent; real runs are judged by what came of it, if anything did.',
  ],
  [
    'durability',
    'The simulator objects when something leaves before it is on disk; a kill loses nothing that was handed to the system, so nothing comes of it here.',
  ],
  [
    'early-answer',
    'The simulator objects when a client is answered too early; real runs are judged by what was lost of it, if anything was.',
  ],
]);

/** `simulate`, but what nobody would see on real nodes ends no run: what comes of it may. */
export function simulateAsSeenOnNodes(scenario: SimScenario, options: RunOptions = {}): SimOutcome {
  return simulate(scenario, {
    ...options,
    listener: {
      ...options.listener,
      objected: (violation) => {
        if (!unseenOnNodes.has(violation.oracle)) throw violation;
      },
    },
  });
}
