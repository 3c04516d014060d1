import { assertNever, invariant } from '#foundation';
import type { StepOutcome } from '../counterexample/index.ts';
import { SilenceWindow } from '../counterexample/silence-window.ts';
import type { PlayStage } from '../execute-run.ts';
import { HarnessError } from '../harness-error.ts';
import type { ActiveFault, Fault, HeldMessage, Steering } from '../ports/index.ts';
import { PlayClients } from './play-clients.ts';
import type { PlayScript, PlayStep } from './play-script.ts';
import { stepWords } from './step-words.ts';

/** What has not come by then does not come. */
const patienceMs = 5_000;
/** Once something has not happened, what depends on it will not either. */
const impatienceMs = 300;
const lookEveryMs = 5;
/** In this time what is sent has come to its node, where that does not tell. */
const onTheWayMs = 30;
const statusTimeoutMs = 1_000;

/** Makes the steps of a script happen on a steered cluster, in their order, and lets it go. What did not come is told and no error. */
export async function performScript(script: PlayScript, stage: PlayStage): Promise<readonly StepOutcome[]> {
  return new ScriptPerformer(script, stage).perform();
}

class ScriptPerformer {
  readonly #script: PlayScript;
  readonly #stage: PlayStage;
  readonly #steering: Steering;
  readonly #clients: PlayClients;
  readonly #killed = new Map<string, ActiveFault>();
  readonly #turned = new Map<string, ActiveFault>();
  /** How many messages each node has to have taken in since it was started. */
  readonly #due = new Map<string, number>();
  #patienceMs = patienceMs;
  /** Nodes that are being started, which takes them as long together as alone. */
  #starting: Promise<void>[] = [];
  /** The step before, in a script that is paced: when it was to happen, and when it had. */
  #before: Readonly<{ atMs: number; doneNs: number }> | null = null;

  constructor(script: PlayScript, stage: PlayStage) {
    const { steering } = stage.cluster;
    invariant(steering !== undefined && steering !== null, 'a script needs a steered cluster');
    this.#script = script;
    this.#stage = stage;
    this.#steering = steering;
    this.#clients = new PlayClients(stage);
  }

  async perform(): Promise<readonly StepOutcome[]> {
    const { cluster, recorder, signal } = this.#stage;
    const silence = new SilenceWindow(cluster, this.#steering, recorder);
    const outcomes: StepOutcome[] = [];
    let isSeen = false;
    silence.begins();
    const { steps } = this.#script;
    for (const [place, step] of steps.entries()) {
      signal.throwIfAborted();
      if (step.kind !== 'restart') await this.#started();
      await this.#pace(step.atMs);
      const done = await this.#perform(step);
      const missing =
        step.kind === 'deliver' && !isWith(step, steps[place + 1]) ? [...done, ...(await this.#arrival(step))] : done;
      if (missing.length > 0) this.#patienceMs = impatienceMs;
      outcomes.push({ step: stepWords(step), missing });
      if (isSeen || this.#steering.held.length === 0) continue;
      isSeen = true;
      silence.isSeen('injected');
    }
    await this.#started();
    silence.isSeen('before-heal');
    for (const fault of [...this.#killed.values(), ...this.#turned.values()]) await fault.heal(signal);
    await silence.ends();
    await this.#clients.ended();
    return outcomes;
  }

  /** What of the step did not happen. */
  async #perform(step: PlayStep): Promise<readonly string[]> {
    const { signal, cluster } = this.#stage;
    switch (step.kind) {
      case 'deliver':
        return this.#deliver(step);
      case 'withhold':
        return this.#unless(() => this.#find(step) !== undefined, 'nothing like it was sent');
      case 'ask':
        this.#clients.ask(step.node, step.value);
        await cluster.clock.sleep(onTheWayMs, signal);
        return [];
      case 'answered':
        return this.#unless(() => !this.#clients.isWaiting(step.node, step.value), 'no answer came');
      case 'begin-round':
        return this.#unless(() => this.#begins(step), 'it does not run');
      case 'recover':
        await this.#steering.recover(step.node, step.instance);
        return [];
      case 'let-go':
        await this.#steering.leaveToTimeouts(step.node);
        return [];
      case 'kill':
        this.#killed.set(step.node, await this.#inject({ kind: 'kill', nodes: [step.node] }));
        return [];
      case 'restart':
        this.#starting.push(this.#killed.get(step.node)?.heal(signal) ?? Promise.resolve());
        this.#killed.delete(step.node);
        this.#due.delete(step.node);
        return [];
      case 'turn-clock': {
        const { node, skew } = step;
        const turned = await this.#inject({ kind: 'clock', variant: skew.kind, skews: { [node]: skew } });
        this.#turned.set(node, turned);
        return skew.kind === 'jump' && !(await turned.probe(signal)).effective ? ['its clock did not follow'] : [];
      }
      case 'right-clock':
        await this.#turned.get(step.node)?.heal(signal);
        this.#turned.delete(step.node);
        return [];
      default:
        return assertNever(step);
    }
  }

  /** What a node says before it has its connections is lost; while others are down it has not all of them. */
  async #started(): Promise<void> {
    if (this.#starting.length === 0) return;
    await Promise.all(this.#starting.splice(0));
    if (this.#killed.size > 0) return;
    try {
      await this.#stage.cluster.ready(patienceMs, this.#stage.signal);
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error; // a node that stopped again is told by what does not come
    }
  }

  /** A node that has just been started, or has stopped, begins nothing. */
  async #begins({ node, roundKind }: Extract<PlayStep, { kind: 'begin-round' }>): Promise<boolean> {
    try {
      await this.#steering.beginRound(node, roundKind);
      return true;
    } catch (error) {
      if (error instanceof HarnessError && error.code === 'ROUND_NOT_BEGUN') return false;
      throw error;
    }
  }

  #inject(fault: Fault): Promise<ActiveFault> {
    const { cluster, signal } = this.#stage;
    return cluster.faults.inject(fault, signal);
  }

  /** One message of that content on that link. */
  async #deliver(step: Deliver): Promise<readonly string[]> {
    const missing = await this.#unless(() => this.#find(step) !== undefined, 'nothing like it was sent');
    const found = this.#find(step);
    if (found === undefined) return missing;
    const isFound = firstOnly(found);
    if (step.isLast) this.#steering.release(isFound);
    else this.#steering.repeat(isFound);
    this.#due.set(step.to, (this.#due.get(step.to) ?? 0) + 1);
    return [];
  }

  /** The next step follows when the receiver has what was released, so that all comes in its order. */
  async #arrival({ to }: Deliver): Promise<readonly string[]> {
    const due = this.#due.get(to) ?? 0;
    const { cluster, signal } = this.#stage;
    if ((await this.#receivedBy(to)) !== null) {
      return this.#unless(async () => ((await this.#receivedBy(to)) ?? 0) >= due, 'it did not arrive');
    }
    await cluster.clock.sleep(onTheWayMs, signal);
    return [];
  }

  /** What bears a reading of a clock is as good as any of its kind, and the newest of them is worth most. */
  #find({ from, to, message }: Extract<PlayStep, { kind: 'deliver' | 'withhold' }>): HeldMessage | undefined {
    const content = canonical(message);
    const isMeant = (held: HeldMessage): boolean =>
      held.from === from && held.to === to && canonical(held.message) === content;
    return 'sentAtMs' in message ? this.#steering.held.findLast(isMeant) : this.#steering.held.find(isMeant);
  }

  /** How many messages the node has taken in; null where that is not told. */
  async #receivedBy(node: string): Promise<number | null> {
    return (await this.#stage.cluster.status(node, statusTimeoutMs))?.receivedMessages ?? null;
  }

  /** Between two steps at least as long passes as in the simulation: a lease that is to be over by then is. */
  async #pace(atMs: number): Promise<void> {
    const { cluster, signal } = this.#stage;
    if (!this.#script.isPaced) return;
    const { clock } = cluster;
    const before = this.#before ?? { atMs, doneNs: clock.nowNs() };
    const earlyMs = atMs - before.atMs - (clock.nowNs() - before.doneNs) / 1e6;
    if (earlyMs > 0) await clock.sleep(earlyMs, signal);
    this.#before = { atMs, doneNs: clock.nowNs() };
  }

  async #unless(condition: () => boolean | Promise<boolean>, complaint: string): Promise<readonly string[]> {
    const { cluster, signal } = this.#stage;
    const untilNs = cluster.clock.nowNs() + this.#patienceMs * 1e6;
    while (!(await condition())) {
      if (cluster.clock.nowNs() >= untilNs) return [complaint];
      await cluster.clock.sleep(lookEveryMs, signal);
    }
    return [];
  }
}

type Deliver = Extract<PlayStep, { kind: 'deliver' }>;

/** Whether both come to one node at one moment: the node may take them in together, in the midst of what it is writing. */
function isWith({ to, atMs }: Deliver, next: PlayStep | undefined): boolean {
  return next?.kind === 'deliver' && next.to === to && next.atMs === atMs;
}

/** Of several places at which the very same message is held, the first. */
function firstOnly(meant: HeldMessage): (held: HeldMessage) => boolean {
  let isFirst = true;
  return (held) => {
    const isMeant = isFirst && held === meant;
    if (isMeant) isFirst = false;
    return isMeant;
  };
}

/** Equal for messages that say the same, in whatever order their fields come, whenever they were sent. */
function canonical(message: Readonly<Record<string, unknown>>): string {
  const { sentAtMs: _, ...said } = message;
  return JSON.stringify(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)));
}
