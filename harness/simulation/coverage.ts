import type { Effect, JournalRecord, Message, ReadMode, ReplicaEvent, TraceEvent } from '#cluster-node';
import type { CrashedAppend } from '../environments/sim/sim-disk.ts';

/** What a hunt wants to have seen. `situations` says what each is. */
export type Situation =
  | 'fast commit'
  | 'classic commit'
  | 'commit after recovery'
  | 'collision certain'
  | 'collision suspected'
  | 'coordinated recovery'
  | 'pick K1'
  | 'pick K2a'
  | 'pick K2b'
  | 'pick K2c'
  | 'round begun'
  | 'leader change'
  | 'deposed in mid-recovery'
  | 'fast round opened'
  | 'back to classic'
  | 'back to fast'
  | 'hole filled with no-op'
  | 'duplicate suppressed'
  | 'retry answered from session'
  | 'answered rejected'
  | 'catch-up'
  | 'nack'
  | 'phase 1 in parts'
  | 'lease read'
  | 'index read'
  | 'crash'
  | 'crash inside persist'
  | 'torn tail cut'
  | 'crash between persist and send'
  | 'restart with a vote'
  | 'failed sync'
  | 'corrupted journal noticed'
  | 'message lost'
  | 'message cut'
  | 'message ruled'
  | 'pause';

/**
 * The situations that a hunt has to bring about before its silence means anything, each with what it is. A run counts how often each
 * occurred.
 */
export const situations: Readonly<Record<Situation, string>> = {
  'fast commit': 'a value was chosen in a fast round',
  'classic commit': 'a value was chosen in a classic round',
  'commit after recovery': 'a value was chosen in the step that recovers a collision',
  'collision certain': 'no value could reach a fast quorum any more',
  'collision suspected': 'an instance of a fast round stayed undecided for too long',
  'coordinated recovery': 'the coordinator gathered reports for one instance',
  'pick K1': 'nobody reported a vote: anything may be sent',
  'pick K2a': 'one value was reported in the highest round: it has to be sent',
  'pick K2b': 'several values were reported, and one may have been chosen',
  'pick K2c': 'several values were reported, and none can have been chosen',
  'round begun': 'a coordinator began a round',
  'leader change': 'another node than before came to lead',
  'deposed in mid-recovery': 'a leader was deposed between collecting reports and deciding',
  'fast round opened': 'a leader sent ANY',
  'back to classic': 'a leader gave its fast round up for a new classic one',
  'back to fast': 'a fast round was opened after one had been given up',
  'hole filled with no-op': 'a no-op was chosen',
  'duplicate suppressed': 'a command was chosen twice and executed once',
  'retry answered from session': 'a node answered a command that had been executed before it was asked',
  'answered rejected': 'a cas did not match',
  'catch-up': 'a node asked for what was chosen, and was answered',
  nack: 'a message of a round below the promise was refused',
  'phase 1 in parts': 'a report of votes came in several parts',
  'lease read': 'a leader let a read pass on its lease',
  'index read': 'a read was answered outside of the log after a leader had confirmed its office',
  crash: 'a node crashed',
  'crash inside persist': 'nothing or a part was left of an append that a crash interrupted',
  'torn tail cut': 'a restarted node cut an unfinished append off its journal',
  'crash between persist and send': 'an append was on disk, and its node did not live to act on it',
  'restart with a vote': 'a node came back with votes',
  'failed sync': 'a sync failed, and the node stopped',
  'corrupted journal noticed': 'a node did not start on a damaged journal',
  'message lost': 'the network lost a message',
  'message cut': 'a message was lost on a link that was cut',
  'message ruled': 'a rule of the scenario decided about a message',
  pause: 'a node was paused',
};

/** Counts the situations of one run from what its nodes do and tell. */
export class Coverage {
  readonly #reads: ReadMode;
  readonly #counts = new Map<Situation, number>();
  #leader: number | null = null;
  #hasGivenUpFast = false;
  readonly #openFast = new Set<number>();
  readonly #recovering = new Map<number, number>();

  constructor(reads: ReadMode) {
    this.#reads = reads;
  }

  /** How often each situation occurred, those that never did left out, in the order of `situations`. */
  get counts(): Readonly<Record<string, number>> {
    const names = Object.keys(situations) as Situation[];
    return Object.fromEntries(
      names.flatMap((name) => (this.#counts.has(name) ? [[name, this.#counts.get(name) ?? 0]] : [])),
    );
  }

  count(situation: Situation, times = 1): void {
    if (times > 0) this.#counts.set(situation, (this.#counts.get(situation) ?? 0) + times);
  }

  onTrace(node: number, event: TraceEvent): void {
    switch (event.kind) {
      case 'round':
        return this.#onRound(node, event);
      case 'pick':
        return event.case === 'broken' ? undefined : this.count(`pick ${event.case}`);
      case 'collision':
        return this.count(event.certain ? 'collision certain' : 'collision suspected');
      case 'recovery':
        this.#recovering.set(node, event.instance);
        return this.count('coordinated recovery');
      case 'decided':
        return this.#onDecided(node, event);
      case 'applied':
        if (event.duplicate) this.count('duplicate suppressed');
        return;
      case 'alarm':
        return;
    }
  }

  onDelivered(message: Message): void {
    if (message.kind === 'nack') this.count('nack');
    else if (message.kind === 'phase1b' && message.parts > 1) this.count('phase 1 in parts');
    else if (message.kind === 'read-index' && this.#reads === 'index') this.count('index read');
    else if (message.kind === 'chosen' && message.vouched !== true) this.count('catch-up');
  }

  /** What a command that a client asked for again came to at once. */
  onStepped(event: ReplicaEvent, effects: readonly Effect[]): void {
    if (event.kind !== 'command') return;
    if (effects.some((effect) => effect.kind === 'answer' && effect.value === event.value)) {
      this.count('retry answered from session');
    }
  }

  onDurable(record: JournalRecord): void {
    if (record.kind === 'start' && record.votes > 0) this.count('restart with a vote');
  }

  onCrashed(node: number, append: CrashedAppend): void {
    this.count('crash');
    // what it was about ends with it: it neither gives its fast round up nor is deposed later
    this.#openFast.delete(node);
    this.#recovering.delete(node);
    if (append === 'lost' || append === 'torn') this.count('crash inside persist');
    if (append === 'whole') this.count('crash between persist and send');
  }

  #onRound(node: number, { what }: Extract<TraceEvent, { kind: 'round' }>): void {
    if (what === 'began') {
      this.count('round begun');
      // a leader whose fast round is open and that begins another gives it up
      if (this.#openFast.delete(node)) {
        this.count('back to classic');
        this.#hasGivenUpFast = true;
      }
    } else if (what === 'led') {
      if (this.#leader !== null && this.#leader !== node) this.count('leader change');
      this.#leader = node;
    } else if (what === 'deposed') {
      this.#openFast.delete(node);
      if (this.#recovering.delete(node)) this.count('deposed in mid-recovery');
    } else {
      this.#openFast.add(node);
      this.count('fast round opened');
      if (this.#hasGivenUpFast) this.count('back to fast');
    }
  }

  #onDecided(node: number, { round, asCoordinator, value, instance }: Extract<TraceEvent, { kind: 'decided' }>): void {
    if (!asCoordinator) return;
    if (this.#recovering.get(node) === instance) this.#recovering.delete(node);
    const step = round % 4;
    this.count(step === 1 ? 'fast commit' : 'classic commit');
    if (step === 2) this.count('commit after recovery');
    if (value === '') this.count('hole filled with no-op');
  }
}
