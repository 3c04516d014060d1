import type { Op } from '#checker';
import { assertNever } from '#foundation';
import { clientsSender } from '#nemesis';
import { faultWindows } from '../judge/fault-windows.ts';
import type { Fault, WindowFault } from '../ports/index.ts';
import type { RunPlan } from '../run-plan.ts';
import type { SimFault, SimOperation, SimScenario } from '../simulation/index.ts';
import type { SentAgain } from './sent-again.ts';

/** In the simulator there is a leader by then, as there is in a run when its first operation comes. */
const firstOperationMs = 700;
const settleMs = 60_000;
const leastMs = 1;

/**
 * The run as a scenario for the simulator: what clients asked for and when, what they sent again and where, and what the nemesis did, from the
 * history; how long messages took there is not known, and is left to the seed. `sentAgain`: by command, see `commandsSentAgain`.
 */
export function scenarioOfRun(plan: RunPlan, ops: readonly Op[], sentAgain: readonly SentAgain[]): SimScenario {
  const invoked = ops.filter(({ type, process }) => type === 'invoke' && process !== 'nemesis');
  const offsetMs = firstOperationMs - (invoked[0]?.timeNs ?? 0) / 1e6;
  const atMs = (timeNs: number): number => Math.max(leastMs, roundedMs(timeNs / 1e6 + offsetMs));
  const operations = withRetries(
    invoked.flatMap((op) => operationOf(op, atMs(op.timeNs), plan.nodes)),
    sentAgain,
  );
  const faults = faultWindows(ops).flatMap(({ fault, startNs, endNs }) =>
    fault === null ? [] : faultsOf(fault, atMs(startNs), Math.max(leastMs, roundedMs((endNs - startNs) / 1e6))),
  );
  const lastMs = Math.max(
    0,
    ...faults.map((fault) => fault.atMs + ('forMs' in fault ? fault.forMs : 0)),
    ...operations.map((operation) => operation.atMs),
  );
  return {
    version: 1,
    because: `from a run on ${plan.environment} with seed ${plan.seed}: ${operations.length} operations, ${faults.length} faults`,
    seed: 1,
    system: plan.quorums,
    reads: plan.reads,
    onBrokenPick: plan.onBrokenPick,
    roundsBy: 'timeouts',
    mutant: plan.mutant,
    network: { delayMinMs: 0.1, delayMaxMs: 1, straggling: 0.02, lost: 0, duplicated: 0 },
    disk: { syncMinMs: 0.2, syncMaxMs: 3 },
    clockRates: {},
    operations,
    faults: faults.toSorted((one, other) => one.atMs - other.atMs),
    messages: [],
    healAtMs: lastMs + leastMs,
    settleMs,
    lostForGood: [],
  };
}

function operationOf({ f, key, value, process, node }: Op, atMs: number, nodes: readonly string[]): SimOperation[] {
  if (process === 'nemesis' || (f !== 'read' && f !== 'write' && f !== 'cas' && f !== 'txn')) return [];
  const home = node ?? nodes[process % nodes.length] ?? '';
  return [{ atMs, client: process, node: home, f, key: f === 'txn' ? '' : String(key), value }];
}

/** What was sent again is known by what it does: of the operations that do so it is the next one that has no retry yet. */
function withRetries(operations: readonly SimOperation[], sentAgain: readonly SentAgain[]): readonly SimOperation[] {
  const wanted = Map.groupBy(sentAgain, ({ client, what }) => `${client} ${what}`);
  return operations.map((operation) => {
    const found = wanted.get(`${operation.client} ${whatOf(operation)}`)?.shift();
    return found === undefined ? operation : { ...operation, retry: { afterMs: found.afterMs, node: found.node } };
  });
}

/** What an operation does, as `SentAgain.what` has it. */
function whatOf({ f, key, value }: SimOperation): string {
  return JSON.stringify(f === 'txn' ? [f, value] : f === 'read' ? [f, key] : [f, key, value]);
}

function faultsOf(fault: WindowFault, atMs: number, forMs: number): readonly SimFault[] {
  if (fault.kind !== 'quorum') return faultOf(fault, atMs, forMs);
  const faults: SimFault[] = [];
  let beganMs = 0;
  for (const stage of fault.stages) {
    const lastsMs = Math.min(stage.forMs ?? Number.POSITIVE_INFINITY, forMs - beganMs);
    if (lastsMs <= 0) break;
    for (const one of stage.faults) faults.push(...faultOf(one, atMs + beganMs, lastsMs));
    beganMs += lastsMs;
  }
  return faults;
}

function faultOf(fault: Fault, atMs: number, forMs: number): readonly SimFault[] {
  switch (fault.kind) {
    case 'kill':
      return [{ kind: 'crash', nodes: fault.nodes, atMs, forMs }];
    case 'pause':
      return fault.nodes.map((node) => ({ kind: 'pause', node, atMs, forMs }));
    case 'partition': {
      const links = Object.entries(fault.grudge).flatMap(([to, senders]) =>
        senders.filter((from) => from !== clientsSender).map((from) => ({ from, to })),
      );
      return links.length === 0 ? [] : [{ kind: 'cut', links, atMs, forMs }];
    }
    case 'clock':
      return Object.entries(fault.skews).map(([node, skew]) => {
        const lie = skew.kind === 'rate' ? { rate: skew.rate } : { wallOffsetMs: offsetOf(skew) };
        return { kind: 'clock', nodes: [node], ...lie, atMs, forMs };
      });
    default:
      return assertNever(fault);
  }
}

/** The simulator's wall clocks do not strobe: of two offsets it takes the larger lie. */
function offsetOf(
  skew:
    | Readonly<{ kind: 'jump'; offsetMs: number }>
    | Readonly<{ kind: 'strobe'; offsetsMs: readonly [number, number] }>,
): number {
  if (skew.kind === 'jump') return skew.offsetMs;
  const [one, other] = skew.offsetsMs;
  return Math.abs(one) > Math.abs(other) ? one : other;
}

function roundedMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
