import { any, begins, passes, phase1, phase2, proposes, type Step, writes } from './schedule.ts';

/** At `atMs` `owner` begins a classic round, in which `promising` hear it and promise; `number`: in that round alone. */
export function leads(owner: string, atMs: number, promising: readonly string[], number?: number): readonly Step[] {
  return [phase1(owner, promising, number), begins(atMs, owner)];
}

/** The same, and what it finds is finished: `others` promise and vote. */
export function finishes(owner: string, atMs: number, others: readonly string[]): readonly Step[] {
  return [...leads(owner, atMs, others), phase2(owner, others)];
}

/** At `atMs` `owner` begins a fast round, in which `promising` promise, and `open` hear ANY. */
export function opensFast(
  owner: string,
  atMs: number,
  promising: readonly string[],
  open: readonly string[],
): readonly Step[] {
  return [phase1(owner, promising), any(owner, open), begins(atMs, owner, 'fast')];
}

/** n1 leads the first round and is asked for x. It votes for x; who else hears of x, further steps say. */
export function n1ProposesX(promising: readonly string[], number?: number): readonly Step[] {
  return [...leads('n1', 10, promising, number), writes(20, 'n1', 'x')];
}

/** x is chosen by n1 and n2 in the first round, and acknowledged; n3 does not hear of it. */
export const xIsChosen: readonly Step[] = [...n1ProposesX(['n2']), phase2('n1', ['n2'])];

/** x and z are chosen by n1 and n2, in instances 1 and 2, and acknowledged. */
export const xAndZAreChosen: readonly Step[] = [...n1ProposesX(['n2']), writes(30, 'n1', 'z'), phase2('n1', ['n2'])];

/** `owner` leads another round from `atMs` on and is asked for y at `askedAtMs`: `promising` promise, and `voting` vote for y. */
export function proposesY(
  owner: string,
  [atMs, askedAtMs]: readonly [number, number],
  promising: readonly string[],
  voting: readonly string[] = promising,
): readonly Step[] {
  return [...leads(owner, atMs, promising), writes(askedAtMs, owner, 'y'), phase2(owner, voting)];
}

/** In a fast round n1 and n2 vote for x, and n3 for y, which comes first in the order of values; n1 hears of the votes for x. */
export const twoForXOneForY: readonly Step[] = [
  ...opensFast('n1', 10, ['n2'], ['n2', 'n3']),
  writes(30, 'n1', 'x', { client: 2 }),
  proposes('n1', ['n2'], 'x'),
  writes(40, 'n3', 'y', { client: 1 }),
];

/** n1 leads, and n2 knows that, so that it hands commands on. */
export const n1IsFollowed: readonly Step[] = [
  ...leads('n1', 10, ['n2']),
  passes({ kind: 'heartbeat', from: 'n1', to: 'n2', nth: 1 }),
];
