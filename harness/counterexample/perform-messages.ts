import type { Op } from '#checker';
import { isRound, roundNumber, roundOwner } from '#cluster-node';
import { assertNever, invariant } from '#foundation';
import type { Cluster, Completion, HeldMessage, Recorder, Steering } from '../ports/index.ts';
import { contenderNamed, contenderOf, contestedKey } from './contender.ts';
import type {
  Contender,
  MessageSchedule,
  RoundOfSchedule,
  ScheduledMessage,
  ScheduleStep,
} from './message-schedule.ts';
import { stepInWords } from './schedule-words.ts';
import { SilenceWindow } from './silence-window.ts';

export type MessagePerformance = Readonly<{
  schedule: MessageSchedule;
  cluster: Cluster;
  recorder: Recorder;
  /** Under which process numbers the two clients are recorded. */
  processes: Readonly<Record<Contender, number>>;
  /** How long a client waits for its answer. */
  opTimeoutMs: number;
  signal: AbortSignal;
}>;

/** What became of one step. `missing`: what of it did not happen; empty: all of it did. */
export type StepOutcome = Readonly<{ step: string; missing: readonly string[] }>;

const patienceMs = 5_000;
/** Once something has not happened, what depends on it will not either. */
const impatienceMs = 1_000;
const lookEveryMs = 5;
const statusTimeoutMs = 1_000;

/**
 * Makes the steps of `schedule` happen on a steered cluster, in their order, and then lets the cluster go. Quorums that
 * meet do not let all of them happen: that is told and no error. The time in which messages are held back is recorded as
 * a fault window, with what was withheld as its proof. Resolves when both clients have their answers, or have given up.
 * @throws InvariantViolation when the cluster is not steered
 */
export async function performMessages(performance: MessagePerformance): Promise<readonly StepOutcome[]> {
  return new Performer(performance).perform();
}

class Performer {
  readonly #given: MessagePerformance;
  readonly #steering: Steering;
  /** Which round of the nodes each round of the schedule is: its number and owner. */
  readonly #rounds = new Map<RoundOfSchedule, string>();
  readonly #answers = new Map<Contender, Promise<void>>();
  readonly #done = new Set<Contender>();
  #patienceMs = patienceMs;

  constructor(given: MessagePerformance) {
    const { steering } = given.cluster;
    invariant(steering !== undefined && steering !== null, 'a schedule of messages needs a steered cluster');
    this.#given = given;
    this.#steering = steering;
  }

  async perform(): Promise<readonly StepOutcome[]> {
    const { schedule, cluster, recorder } = this.#given;
    const silence = new SilenceWindow(cluster, this.#steering, recorder);
    const outcomes: StepOutcome[] = [];
    silence.begins();
    for (const step of schedule.steps) {
      const missing = await this.#perform(step);
      if (missing.length > 0) this.#patienceMs = impatienceMs;
      outcomes.push({ step: stepInWords(step), missing });
      if (outcomes.length > 1) continue;
      // the first messages may still be on their way to where they are held
      await this.#until(() => this.#steering.held.length > 0);
      silence.isSeen('injected');
    }
    silence.isSeen('before-heal');
    await silence.ends();
    await Promise.all(this.#answers.values());
    return outcomes;
  }

  /** What of `step` did not happen. */
  async #perform(step: ScheduleStep): Promise<readonly string[]> {
    switch (step.kind) {
      case 'begin':
        return this.#begin(step);
      case 'deliver': {
        const missing = await this.#deliver(step);
        return missing.length > 0 ? missing : this.#arrival(step);
      }
      case 'invoke':
        return this.#invoke(step);
      case 'answered':
        return this.#unless(() => this.#done.has(step.contender), 'no answer came');
      case 'pick':
        return this.#unless(() => this.#hasSent(step.coordinator, step.contender, ['phase2a']), 'it has not');
      case 'alarm':
        return this.#unless(() => this.#hasAlarm(step.coordinator), 'there was no alarm');
      default:
        return assertNever(step);
    }
  }

  async #begin({ round, roundKind, coordinator }: StepOf<'begin'>): Promise<readonly string[]> {
    await this.#steering.beginRound(coordinator, roundKind);
    const before = new Set(this.#rounds.values());
    return this.#unless(async () => {
      const number = (await this.#given.cluster.status(coordinator, statusTimeoutMs))?.round.number ?? 0;
      const name = roundName(number);
      if (name === null || before.has(name) || !this.#isOwner(number, coordinator)) return false;
      this.#rounds.set(round, name);
      return true;
    }, 'it has not begun');
  }

  async #deliver({ message, round, value, from, to }: StepOf<'deliver'>): Promise<readonly string[]> {
    const due = new Set(
      from.flatMap((sender) => to.filter((one) => one !== sender).map((one) => `${sender} to ${one}`)),
    );
    const isMeant = (held: HeldMessage): boolean =>
      due.has(`${held.from} to ${held.to}`) &&
      held.message.kind === message &&
      (message === 'propose' || roundName(held.message['round']) === this.#rounds.get(round)) &&
      (value === null || contenderOf(held.message['value']) === value);
    await this.#until(() => {
      const meant = this.#steering.held.filter(isMeant);
      if (meant.length === 0) return false;
      this.#steering.release(isMeant);
      for (const held of meant) due.delete(`${held.from} to ${held.to}`);
      return due.size === 0;
    });
    return [...due].map((link) => `nothing of the kind was sent from ${link}`);
  }

  /**
   * What is delivered is still on its way. Where nothing that comes later waits for its effect, that is waited for here: the
   * opening of a fast round, and the vote for a proposal.
   */
  async #arrival({ message, value, to }: StepOf<'deliver'>): Promise<readonly string[]> {
    if (message === 'any') {
      return this.#unless(async () => {
        const statuses = await Promise.all(to.map((node) => this.#given.cluster.status(node, statusTimeoutMs)));
        return statuses.every((status) => status?.round.kind === 'fast');
      }, 'not everybody has opened the round');
    }
    if (message !== 'propose' || value === null) return [];
    return this.#unless(
      () => to.every((node) => this.#hasSent(node, value, ['phase2b'])),
      'not everybody has voted for it',
    );
  }

  /** Whether a message of one of `kinds` with the contender's command from `node` is held. */
  #hasSent(node: string, contender: Contender, kinds: readonly ScheduledMessage[]): boolean {
    return this.#steering.held.some(
      ({ from, message }) =>
        from === node && kinds.some((kind) => kind === message.kind) && contenderOf(message['value']) === contender,
    );
  }

  async #invoke({ contender, node }: StepOf<'invoke'>): Promise<readonly string[]> {
    const { cluster, recorder, processes, opTimeoutMs } = this.#given;
    const operation = { process: processes[contender], f: 'cas', key: contestedKey, value: [null, contender], node };
    recorder.record({ ...operation, type: 'invoke' });
    const endpoint = cluster.connect(node);
    const attempt = { client: contenderNamed(contender), sequence: 1, acknowledged: 1, ...operation };
    const answer = endpoint.attempt(attempt, opTimeoutMs).then(async (completion) => {
      recorder.record({ ...operation, ...ending(completion) });
      if (completion.kind === 'ok') this.#done.add(contender);
      await endpoint[Symbol.asyncDispose]();
    });
    this.#answers.set(contender, answer);
    return this.#unless(() => this.#hasSent(node, contender, ['propose', 'phase2a']), `${node} told nobody`);
  }

  async #hasAlarm(node: string): Promise<boolean> {
    const status = await this.#given.cluster.status(node, statusTimeoutMs);
    return status !== null && status.alarms.length > 0;
  }

  #isOwner(number: number, coordinator: string): boolean {
    return isRound(number) && this.#given.cluster.nodes[roundOwner(number)] === coordinator;
  }

  async #unless(condition: () => boolean | Promise<boolean>, complaint: string): Promise<readonly string[]> {
    return (await this.#until(condition)) ? [] : [complaint];
  }

  /** In the time of the cluster, which may be virtual. False: not within the patience that is left. */
  async #until(condition: () => boolean | Promise<boolean>): Promise<boolean> {
    const { clock } = this.#given.cluster;
    const untilNs = clock.nowNs() + this.#patienceMs * 1e6;
    for (;;) {
      if (await condition()) return true;
      if (clock.nowNs() >= untilNs) return false;
      await clock.sleep(lookEveryMs, this.#given.signal);
    }
  }
}

type StepOf<Kind extends ScheduleStep['kind']> = Extract<ScheduleStep, { kind: Kind }>;

/** The same for all steps of a round; null: no round. */
function roundName(round: unknown): string | null {
  return isRound(round) && round > 0 ? `${roundNumber(round)}/${roundOwner(round)}` : null;
}

function ending(completion: Completion): Pick<Op, 'type'> & Readonly<{ error?: string }> {
  switch (completion.kind) {
    case 'ok':
      return { type: 'ok' };
    case 'rejected':
      return { type: 'fail', error: completion.error };
    case 'indefinite':
      return { type: completion.sent ? 'info' : 'fail', error: completion.error };
    default:
      return assertNever(completion);
  }
}
