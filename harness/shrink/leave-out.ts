import type { SimScenario } from '../simulation/index.ts';
import type { Trials } from './trials.ts';

/** A list in a scenario: how to read it, and the scenario with another one in its place. */
export type ListInScenario<Item> = Readonly<{
  of: (scenario: SimScenario) => readonly Item[];
  with: (scenario: SimScenario, items: readonly Item[]) => SimScenario;
}>;

/**
 * Leaves out of a list whatever the failure does not need: halves, then quarters, down to single items, until not one can be
 * missed any more. Zeller & Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002 (the complements of ddmin). True when
 * something was left out.
 */
export async function leaveOut<Item>(trials: Trials, list: ListInScenario<Item>): Promise<boolean> {
  const before = list.of(trials.best).length;
  if (before === 0) return false;
  if (await trials.accepts(list.with(trials.best, []))) return true;
  let size = Math.ceil(before / 2);
  while (!trials.isOver) {
    const hasShrunk = await leaveOutChunks(trials, list, size);
    if (size === 1 && !hasShrunk) break;
    if (size > 1) size = Math.ceil(Math.min(size, list.of(trials.best).length) / 2);
  }
  return list.of(trials.best).length < before;
}

/** From the end, where more is superfluous. */
async function leaveOutChunks<Item>(trials: Trials, list: ListInScenario<Item>, size: number): Promise<boolean> {
  let hasShrunk = false;
  for (let end = list.of(trials.best).length; end > 0; end -= size) {
    const items = list.of(trials.best);
    const rest = [...items.slice(0, Math.max(0, end - size)), ...items.slice(end)];
    if (await trials.accepts(list.with(trials.best, rest))) hasShrunk = true;
    if (trials.isOver) break;
  }
  return hasShrunk;
}

/** The lists of a scenario. */
export const faultList: ListInScenario<SimScenario['faults'][number]> = {
  of: ({ faults }) => faults,
  with: (scenario, faults) => ({ ...scenario, faults }),
};

export const operationList: ListInScenario<SimScenario['operations'][number]> = {
  of: ({ operations }) => operations,
  with: (scenario, operations) => ({ ...scenario, operations }),
};

export const messageList: ListInScenario<SimScenario['messages'][number]> = {
  of: ({ messages }) => messages,
  with: (scenario, messages) => ({ ...scenario, messages }),
};

export const lostList: ListInScenario<string> = {
  of: ({ lostForGood }) => lostForGood,
  with: (scenario, lostForGood) => ({ ...scenario, lostForGood }),
};
