import { type PastLife, type ReplayedBatch, replayLife } from '#cluster-node';

/** A step may have thousands of effects, as the first one of a life does. */
const effectsShownMax = 20;

/** A past life, and what it left. */
export type ComparedLife = Readonly<{
  past: PastLife;
  /** What it appended to the journal. */
  journal: Buffer;
  /** What it told its trace file, each event as JSON. */
  trace: readonly string[];
}>;

/** Where a replay first does something else than the node did, with both sides as far as they are known. */
export type LifeDifference = Readonly<{
  /** The step of this life, from 1: a batch of events; 0: its beginning. */
  step: number;
  what: 'effects' | 'journal' | 'trace' | 'failure';
  recorded: string;
  replayed: string;
  /** What the node was given in that step, as JSON. */
  events: readonly string[];
}>;

/** What came of replaying one life. */
export type LifeReplay = Readonly<{
  incarnation: number;
  /** Batches of events, events, and what they made the node do. */
  steps: number;
  events: number;
  effects: number;
  /** How much of what it left was compared. */
  journalBytes: number;
  traceEvents: number;
  /** `whole`: until it ended in good order. `cut`: it was killed, and its last moments were not written down. `full`: it was too long. */
  end: 'whole' | 'cut' | 'full';
  /** When the last step was made, in milliseconds of its own clock since the first one. */
  lastedMs: number;
  /** What it left that no step of the replay explains, because the inputs were lost with the node. */
  beyond: Readonly<{ journalBytes: number; traceEvents: number }>;
  difference: LifeDifference | null;
}>;

/** Lives a life once more, and stops where it first differs from what was recorded. */
export function compareLife(life: ComparedLife): LifeReplay {
  return new Comparison(life).run();
}

class Comparison {
  readonly #life: ComparedLife;
  #steps = 0;
  #events = 0;
  #effects = 0;
  #journalBytes = 0;
  #traceEvents = 0;

  constructor(life: ComparedLife) {
    this.#life = life;
  }

  run(): LifeReplay {
    let difference: LifeDifference | null = null;
    for (const replayed of replayLife(this.#life.past)) {
      if (replayed.batch !== null) this.#steps += 1;
      this.#events += replayed.events.length;
      this.#effects += replayed.effects.length;
      difference = this.#differenceIn(replayed);
      if (difference !== null) break;
    }
    const { past, journal, trace } = this.#life;
    const { incarnation, end, batches } = past.inputs;
    const beyond = {
      journalBytes: Math.max(0, journal.length - this.#journalBytes),
      traceEvents: Math.max(0, trace.length - this.#traceEvents),
    };
    if (difference === null && end === 'whole' && beyond.journalBytes + beyond.traceEvents > 0) {
      difference = {
        step: this.#steps,
        what: beyond.journalBytes > 0 ? 'journal' : 'trace',
        recorded: `${beyond.journalBytes} more bytes of journal, ${beyond.traceEvents} more events of the trace`,
        replayed: 'nothing more',
        events: [],
      };
    }
    return {
      incarnation,
      steps: this.#steps,
      events: this.#events,
      effects: this.#effects,
      journalBytes: Math.min(this.#journalBytes, journal.length),
      traceEvents: Math.min(this.#traceEvents, trace.length),
      end,
      lastedMs: (batches[this.#steps - 1]?.nowMs ?? 0) - (batches[0]?.nowMs ?? 0),
      beyond,
      difference,
    };
  }

  #differenceIn(replayed: ReplayedBatch): LifeDifference | null {
    const found = this.#lookAt(replayed);
    if (found === null) return null;
    return { step: this.#steps, ...found, events: replayed.events.map((event) => JSON.stringify(event)) };
  }

  #lookAt(replayed: ReplayedBatch): Pick<LifeDifference, 'what' | 'recorded' | 'replayed'> | null {
    // what says most comes first: a checksum only says that something differs
    return this.#lookAtJournal(replayed) ?? this.#lookAtTrace(replayed) ?? lookAtEffects(replayed);
  }

  #lookAtJournal({ journal }: ReplayedBatch): Pick<LifeDifference, 'what' | 'recorded' | 'replayed'> | null {
    if (journal === null) return null;
    const from = this.#journalBytes;
    this.#journalBytes += journal.length;
    const recorded = this.#life.journal.subarray(from, from + journal.length);
    // what a killed node had not written yet is none of its journal
    const isSame = recorded.equals(journal.subarray(0, recorded.length));
    const isCut = recorded.length < journal.length && this.#life.past.inputs.end === 'whole';
    return isSame && !isCut ? null : { what: 'journal', recorded: shown(recorded), replayed: shown(journal) };
  }

  #lookAtTrace({ trace }: ReplayedBatch): Pick<LifeDifference, 'what' | 'recorded' | 'replayed'> | null {
    const isWhole = this.#life.past.inputs.end === 'whole';
    for (const event of trace) {
      const recorded = this.#life.trace[this.#traceEvents];
      const replayed = JSON.stringify(event);
      this.#traceEvents += 1;
      if (recorded === undefined ? isWhole : recorded !== replayed)
        return { what: 'trace', recorded: recorded ?? 'nothing more', replayed };
    }
    return null;
  }
}

function lookAtEffects({
  batch,
  checksum,
  effects,
  failure,
  lacksOwnMessage,
}: ReplayedBatch): Pick<LifeDifference, 'what' | 'recorded' | 'replayed'> | null {
  if (batch === null) return null;
  if (failure !== batch.failure)
    return { what: 'failure', recorded: batch.failure ?? 'none', replayed: failure ?? 'none' };
  if (checksum === batch.checksum && !lacksOwnMessage) return null;
  return {
    what: 'effects',
    recorded: lacksOwnMessage ? 'a message of its own that it does not send' : `checksum ${batch.checksum}`,
    replayed: `checksum ${checksum}: ${effects
      .slice(0, effectsShownMax)
      .map((effect) => JSON.stringify(effect))
      .join(' ')}${effects.length > effectsShownMax ? ` and ${effects.length - effectsShownMax} more` : ''}`,
  };
}

/** Journals are JSON behind their headers; nobody reads more than a few records. */
function shown(bytes: Buffer): string {
  const text = bytes.toString('latin1').replace(/[^ -~]+/g, '·');
  return text.length <= 400 ? text : `${text.slice(0, 400)}…`;
}
