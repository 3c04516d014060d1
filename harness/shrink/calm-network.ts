import type { SimScenario } from '../simulation/index.ts';
import { leaveOut, messageList } from './leave-out.ts';
import { withExplicitMessages } from './make-explicit.ts';
import type { Trials } from './trials.ts';

/** What a message or a sync may take, the plainest first. */
const constantsMs = [1, 5, 0.2];
const seedsTried = 12;
/** Past so many explicit decisions the search for those that matter takes too long. */
const rulesMax = 20_000;

/**
 * Takes chance out of the network and the disks: everything takes equally long, and nothing is lost. Where the failure needs what
 * chance decided, these decisions become rules, of which those that it does not need are left out.
 */
export async function calmNetwork(trials: Trials): Promise<boolean> {
  if (isCalm(trials.best)) return false;
  if (await trials.acceptsOneOf(constantDelays(trials.best))) return true;
  const hasCalmDisk = await trials.acceptsOneOf(constantSyncs(trials.best));
  const hasLostLess = await trials.acceptsOneOf(withoutLosses(trials.best));
  return (await listDecisions(trials)) || hasCalmDisk || hasLostLess;
}

function isCalm({ network, disk }: SimScenario): boolean {
  const { delayMinMs, delayMaxMs, straggling, lost, duplicated } = network;
  const isEven = delayMinMs === delayMaxMs && disk.syncMinMs === disk.syncMaxMs;
  return isEven && straggling === 0 && lost === 0 && duplicated === 0;
}

/** Of the calm networks and seeds with which it fails as well, that with which it does so after the fewest events. */
export async function failSooner(trials: Trials): Promise<boolean> {
  if (!isCalm(trials.best)) return false;
  let hasChanged = false;
  for (const candidate of constantDelays(trials.best)) {
    const { seed, network, disk } = candidate;
    if (await trials.accepts({ ...trials.best, seed, network, disk }, 'sooner')) hasChanged = true;
    if (trials.isOver) break;
  }
  return hasChanged;
}

/** The seed is left with timers, and with what crashes leave; so others may do as well. */
function* constantDelays(scenario: SimScenario): Generator<SimScenario> {
  for (const { seed } of seeds(scenario)) {
    for (const delayMs of constantsMs) {
      for (const syncMs of constantsMs) {
        const network = { delayMinMs: delayMs, delayMaxMs: delayMs, straggling: 0, lost: 0, duplicated: 0 };
        yield { ...scenario, seed, network, disk: { syncMinMs: syncMs, syncMaxMs: syncMs } };
      }
    }
  }
}

function* constantSyncs(scenario: SimScenario): Generator<SimScenario> {
  for (const syncMs of constantsMs) yield { ...scenario, disk: { syncMinMs: syncMs, syncMaxMs: syncMs } };
}

function* withoutLosses(scenario: SimScenario): Generator<SimScenario> {
  const { network } = scenario;
  if (network.lost === 0 && network.duplicated === 0 && network.straggling === 0) return;
  for (const { seed } of seeds(scenario)) {
    yield { ...scenario, seed, network: { ...network, lost: 0, duplicated: 0, straggling: 0 } };
  }
}

function* seeds(scenario: SimScenario): Generator<SimScenario> {
  yield scenario;
  for (let seed = 1; seed <= seedsTried; seed += 1) yield { ...scenario, seed };
}

/** First the losses and the late ones, as rules on a network of even delays; if that is not enough, all delays. */
async function listDecisions(trials: Trials): Promise<boolean> {
  const { network } = trials.best;
  const late = 2 * network.delayMaxMs;
  for (const delayMs of [...constantsMs, network.delayMinMs]) {
    const all = withExplicitMessages(trials, delayMs);
    if (all.messages.length > rulesMax) return false;
    const striking = all.messages.filter(({ action }) => action.kind !== 'delay' || action.byMs > late);
    const candidates = [{ ...all, messages: striking }, all];
    if (!(await trials.acceptsOneOf(candidates))) continue;
    await leaveOutKinds(trials);
    await leaveOut(trials, messageList);
    return true;
  }
  return false;
}

/** All rules about one kind of message at once: most kinds do not matter. */
async function leaveOutKinds(trials: Trials): Promise<void> {
  for (const kind of new Set(trials.best.messages.map(({ match }) => match.kind))) {
    const messages = trials.best.messages.filter(({ match }) => match.kind !== kind);
    await trials.accepts({ ...trials.best, messages });
  }
}
