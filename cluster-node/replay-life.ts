import { assertNever } from '#foundation';
import { EffectsChecksum } from './effects-checksum.ts';
import type { DecodedInputs, InputBatch } from './input-codec.ts';
import { encodeJournalFrame } from './journal-codec.ts';
import { configurationOf, type NodeOptions } from './node-options.ts';
import { PendingRecords } from './pending-records.ts';
import type { Effect, ReplicaEvent } from './protocol/effects.ts';
import type { Message } from './protocol/messages.ts';
import type { JournalRecord } from './protocol/records.ts';
import { Replica } from './protocol/replica.ts';
import type { Rules } from './protocol/rules.ts';
import type { TraceEvent } from './protocol/trace-event.ts';
import { KeyValueStore } from './state-machine/key-value-store.ts';

/** A life that is to be lived once more. */
export type PastLife = Readonly<{
  /** As the node was started. */
  options: NodeOptions;
  /** Instead of those of `options`. */
  rules?: Rules;
  /** What its journal held when this life began: its records, and how many frames. */
  records: readonly JournalRecord[];
  frames: number;
  inputs: DecodedInputs;
}>;

/** What a replayed batch came to. */
export type ReplayedBatch = Readonly<{
  /** Null: the beginning of the life, before anything was given. */
  batch: InputBatch | null;
  events: readonly ReplicaEvent[];
  effects: readonly Effect[];
  /** Of all effects of this life so far. */
  checksum: number;
  failure: string | null;
  /** What was appended to the journal; null: nothing. */
  journal: Buffer | null;
  /** What was told to the trace file, once the journal had been synced. */
  trace: readonly TraceEvent[];
  /** A message to itself was given that the replay has not sent. */
  lacksOwnMessage: boolean;
}>;

/**
 * Lives a life of a node once more: a fresh replica, the same journal, the same events at the same times. It yields what each batch came
 * to; that this is what it came to then is for the caller to compare.
 */
export function* replayLife(life: PastLife): Generator<ReplayedBatch> {
  const { options, records, frames, inputs } = life;
  const rules = life.rules ?? options.rules;
  const replica = new Replica(configurationOf(options), rules, new KeyValueStore(rules.sessions));
  if (rules.remembers) for (const record of records) replica.restore(record);
  const started = { kind: 'start', node: inputs.node, incarnation: inputs.incarnation, ...replica.memory } as const;
  const pending = new PendingRecords(rules, frames + 1);
  const checksum = new EffectsChecksum();
  const self = options.names.indexOf(options.id);
  const ownMessages: Message[] = [];
  const nothing = { events: [], effects: [], failure: null, trace: [], lacksOwnMessage: false } as const;
  yield { ...nothing, batch: null, journal: encodeJournalFrame(frames + 1, [started]), checksum: checksum.value };

  for (const batch of inputs.batches) {
    const events: ReplicaEvent[] = [];
    const effects: Effect[] = [];
    let lacksOwnMessage = false;
    for (const event of batch.events) {
      if (event !== 'own message') events.push(event);
      else {
        const message = ownMessages.shift();
        if (message === undefined) lacksOwnMessage = true;
        else events.push({ kind: 'message', from: self, message });
      }
    }
    const failure = step(replica, events, batch, effects);
    checksum.add(effects);
    const journal = failure === null ? pending.takeFor(effects) : null;
    const trace = failure === null ? perform(effects, self, ownMessages) : [];
    yield { batch, events, effects, checksum: checksum.value, failure, journal, trace, lacksOwnMessage };
  }
  if (inputs.end !== 'whole') return;
  yield { ...nothing, batch: null, journal: pending.takeRest(), checksum: checksum.value };
}

/** Puts what the events make the replica do behind `effects`; returns what it broke with, or null. */
function step(
  replica: Replica,
  events: readonly ReplicaEvent[],
  { nowMs, wallMs }: InputBatch,
  effects: Effect[],
): string | null {
  try {
    for (const event of events) effects.push(...replica.step(event, nowMs, wallMs));
    return null;
  } catch (error) {
    return String(error);
  }
}

/** What the node tells its trace file, and its messages to itself; behind an alarm that stops it nothing happens. */
function perform(effects: readonly Effect[], self: number, ownMessages: Message[]): readonly TraceEvent[] {
  const trace: TraceEvent[] = [];
  for (const effect of effects) {
    switch (effect.kind) {
      case 'trace':
        trace.push(effect.event);
        break;
      case 'send':
        if (effect.to === self) ownMessages.push(effect.message);
        break;
      case 'alarm':
        trace.push({ kind: 'alarm', message: effect.message });
        if (effect.stops) return trace;
        break;
      case 'persist':
      case 'note':
      case 'answer':
      case 'timer':
        break;
      default:
        assertNever(effect);
    }
  }
  return trace;
}
