import type { Message } from '#cluster-node';
import { nodeNames } from '#quorums';
import type { SimCluster } from '../environments/sim/sim-cluster.ts';
import type { MessageRule, SimScenario } from '../simulation/index.ts';
import type { Trials } from './trials.ts';

/** A message that was handed to the network, and what became of it. */
type Carried = {
  readonly from: number;
  readonly to: number;
  readonly kind: string;
  /** Its number among those of its kind on its link, from 1. */
  readonly nth: number;
  readonly sentAtMs: number;
  isLost: boolean;
  readonly arrivedAtMs: number[];
};

/** A delay that differs from the usual one by less is not worth a rule. */
const noticedMs = 0.001;

/**
 * The best scenario on a network where every message takes `delayMs` and none is lost, with a rule for each message that took another
 * time, was lost or came twice in its run: what chance decided is listed, and can be left out one by one. The order is
 * that in which they were sent.
 */
export function withExplicitMessages(trials: Trials, delayMs: number): SimScenario {
  const { best } = trials;
  const names = nodeNames(best.system);
  const rules = carriedIn(trials).flatMap((carried): MessageRule[] => {
    const { from, to, kind, nth } = carried;
    const match = { from: names[from] ?? '', to: names[to] ?? '', kind, nth };
    return actionsOf(carried, delayMs).map((action) => ({ match, action }));
  });
  const network = { delayMinMs: delayMs, delayMaxMs: delayMs, straggling: 0, lost: 0, duplicated: 0 };
  return { ...best, network, messages: rules };
}

/** At most one; a message that arrives earlier than usual arrives as usual. */
function actionsOf({ sentAtMs, arrivedAtMs, isLost }: Carried, delayMs: number): readonly MessageRule['action'][] {
  if (isLost) return [{ kind: 'drop' }];
  const [first, second] = arrivedAtMs.toSorted((a, b) => a - b);
  if (first === undefined) return [];
  if (second !== undefined) return [{ kind: 'repeat', afterMs: second - first }];
  const byMs = first - sentAtMs - delayMs;
  return byMs > noticedMs ? [{ kind: 'delay', byMs }] : [];
}

function carriedIn(trials: Trials): readonly Carried[] {
  const all: Carried[] = [];
  const numbers = new Map<string, number>();
  const under = new WeakMap<Message, Map<string, Carried>>();
  let cluster: SimCluster | null = null;
  const nowMs = (): number => cluster?.time.nowMs ?? 0;
  const find = (from: number, to: number, message: Message): Carried | undefined =>
    under.get(message)?.get(`${from} ${to}`);
  trials.simulate(trials.best, {
    watch: (watched) => {
      cluster = watched;
    },
    listener: {
      fateOf: (from, to, message) => {
        const link = `${from} ${to} ${message.kind}`;
        const nth = (numbers.get(link) ?? 0) + 1;
        numbers.set(link, nth);
        const carried = { from, to, kind: message.kind, nth, sentAtMs: nowMs(), isLost: false, arrivedAtMs: [] };
        const byLink = under.get(message) ?? new Map<string, Carried>();
        under.set(message, byLink.set(`${from} ${to}`, carried));
        all.push(carried);
        return null;
      },
      missed: (from, to, message, why) => {
        const carried = find(from, to, message);
        if (carried !== undefined && why !== 'cut') carried.isLost = true;
      },
      delivered: (from, to, message) => {
        find(from, to, message)?.arrivedAtMs.push(nowMs());
      },
    },
  });
  return all;
}
