import { describe, expect, test } from 'vitest';
import { EffectsChecksum } from './effects-checksum.ts';
import { type DecodedInputs, decodeInputs, encodeInputFrame, endLine, headLine } from './input-codec.ts';
import { InputLines } from './input-lines.ts';
import { encodeJournalFrame } from './journal-codec.ts';
import { configurationOf, parseNodeOptions } from './node-options.ts';
import type { InputLog, SteppedBatch } from './ports.ts';
import { Replica } from './protocol/replica.ts';
import type { TraceEvent } from './protocol/trace-event.ts';
import { type ReplayedBatch, replayLife } from './replay-life.ts';
import { Runtime } from './runtime.ts';
import { encodeCommand } from './state-machine/command.ts';
import { KeyValueStore } from './state-machine/key-value-store.ts';

const place = ['--id', 'n1', '--nodes', 'n1', '--data', '.', '--trace', 't'];
const options = parseNodeOptions([...place, '--protocol', 'classic', '--phase1', '1', '--classic', '1']);
const life = { node: 'n1', incarnation: 1 };

/** The file that a node would write. */
class HeldInputs implements InputLog {
  readonly #file: Buffer[] = [encodeInputFrame([headLine(life)])];
  readonly #lines = new InputLines();
  readonly #checksum = new EffectsChecksum();

  record({ events, effects, nowMs, wallMs, failure }: SteppedBatch): void {
    this.#checksum.add(effects);
    this.#lines.addBatch(0, events, { nowMs, wallMs, checksum: this.#checksum.value, failure }, null);
    this.#file.push(Buffer.from(this.#lines.takeFrame()));
  }

  decoded(): DecodedInputs {
    const decoded = decodeInputs(Buffer.concat([...this.#file, encodeInputFrame([endLine])]));
    if (decoded === null) throw new Error('a life has a first line');
    return decoded;
  }
}

/** A cluster of one node that leads itself and answers `writes` clients; what it left behind. */
function lived(writes: number): {
  inputs: DecodedInputs;
  journal: Buffer;
  trace: readonly TraceEvent[];
  answers: number;
} {
  const inputs = new HeldInputs();
  const journal = [encodeJournalFrame(1, [{ kind: 'start', ...life, promised: 0, votes: 0 }])];
  const trace: TraceEvent[] = [];
  const soon: (() => void)[] = [];
  const timers = new Map<string, () => void>();
  let nowMs = 0.1;
  let answers = 0;
  const runtime = new Runtime({
    replica: new Replica(configurationOf(options), options.rules, new KeyValueStore()),
    self: 0,
    frames: 1,
    storage: {
      append: (bytes, done) => {
        journal.push(bytes);
        soon.push(() => done(null));
      },
    },
    network: { send: () => {} },
    clock: {
      nowMs: () => nowMs,
      wallMs: () => 1_795_000_000_000 + Math.round(nowMs),
      setTimer: (timer, _min, _max, fire) => void timers.set(timer, fire),
      soon: (task) => void soon.push(task),
    },
    observer: {
      trace: (event) => trace.push(event),
      answer: () => {
        answers += 1;
      },
      alarm: () => {},
      halt: () => {},
    },
    inputs,
  });
  const drain = (): void => {
    for (let task = soon.shift(); task !== undefined; task = soon.shift()) task();
  };
  runtime.deliver({ kind: 'start' });
  drain();
  timers.get('election')?.();
  drain();
  for (let sequence = 1; sequence <= writes; sequence += 1) {
    nowMs += 7.3;
    const operation = { f: 'write', key: 'x', value: sequence } as const;
    runtime.deliver({
      kind: 'command',
      value: encodeCommand({ client: 'c', sequence, acknowledged: sequence, operation }),
    });
    if (sequence % 3 === 0) timers.get('tick')?.();
    if (sequence % 2 === 0) drain();
  }
  drain();
  runtime.shutDown(() => {});
  drain();
  return { inputs: inputs.decoded(), journal: Buffer.concat(journal), trace, answers };
}

const replayOf = (inputs: DecodedInputs): readonly ReplayedBatch[] => [
  ...replayLife({ options, records: [], frames: 0, inputs }),
];

describe('a life that is lived once more', () => {
  test('comes to the same effects, the same journal and the same trace', () => {
    const { inputs, journal, trace, answers } = lived(20);
    expect(answers).toBe(20);
    const replay = replayOf(inputs);
    expect(replay.flatMap(({ batch, checksum }) => (batch === null ? [] : [checksum]))).toEqual(
      inputs.batches.map(({ checksum }) => checksum),
    );
    expect(Buffer.concat(replay.flatMap((one) => one.journal ?? [])).equals(journal)).toBe(true);
    expect(replay.flatMap((one) => one.trace)).toEqual(trace);
    expect(inputs.batches.flatMap(({ events }) => events)).toContain('own message');
    expect(replay.some(({ lacksOwnMessage }) => lacksOwnMessage)).toBe(false);
  });

  test('comes to other effects when a batch is left out, or two change places', () => {
    const { inputs } = lived(20);
    const lastOf = (batches: DecodedInputs['batches']): number | undefined =>
      replayOf({ ...inputs, batches }).findLast(({ batch }) => batch !== null)?.checksum;
    const { batches } = inputs;
    const commands = batches.flatMap(({ events }, at) =>
      events.some((event) => event !== 'own message' && event.kind === 'command') ? [at] : [],
    );
    const [, second = 0, third = 0] = commands;
    expect(lastOf(batches)).toBe(batches.at(-1)?.checksum);
    expect(lastOf(batches.toSpliced(second, 1))).not.toBe(lastOf(batches));
    const swapped = batches.map((batch, at) => batches[at === second ? third : at === third ? second : at] ?? batch);
    expect(lastOf(swapped)).not.toBe(lastOf(batches));
  });

  test('says when it was given a message of its own that it has not sent', () => {
    const { inputs } = lived(1);
    const [first] = inputs.batches;
    const batches = first === undefined ? [] : [{ ...first, events: ['own message'] as const }];
    expect(replayOf({ ...inputs, batches })[1]?.lacksOwnMessage).toBe(true);
  });

  test('that broke is recorded with the batch it broke in', () => {
    const inputs = new HeldInputs();
    const soon: (() => void)[] = [];
    const runtime = new Runtime({
      replica: {
        step: () => {
          throw new Error('a vote never passes the promise');
        },
      },
      self: 0,
      frames: 1,
      storage: { append: () => {} },
      network: { send: () => {} },
      clock: { nowMs: () => 1, wallMs: () => 2, setTimer: () => {}, soon: (task) => void soon.push(task) },
      observer: { trace: () => {}, answer: () => {}, alarm: () => {}, halt: () => {} },
      inputs,
    });
    runtime.deliver({ kind: 'start' });
    expect(() => soon[0]?.()).toThrow('a vote never passes the promise');
    expect(inputs.decoded().batches).toMatchObject([
      { events: [{ kind: 'start' }], failure: 'Error: a vote never passes the promise' },
    ]);
    expect(replayOf(inputs.decoded())[1]?.failure).toBeNull();
  });
});
