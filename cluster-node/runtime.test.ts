import { beforeEach, describe, expect, test } from 'vitest';
import { decodeJournalFrame } from './journal-codec.ts';
import type { Effect, ReplicaEvent } from './protocol/effects.ts';
import type { Message } from './protocol/messages.ts';
import type { JournalRecord } from './protocol/records.ts';
import { roundOf } from './protocol/round.ts';
import { asValue } from './protocol/value.ts';
import { exitAfterAlarm, exitAfterFailedSync, Runtime } from './runtime.ts';

const self = 0;
const peer = 1;
const round = roundOf(1, 0, 0);

/** A runtime whose replica says what the test wants, and whose disk and clock move when the test says so. */
class HandHeldNode {
  /** Everything that left the node, in order, one line each. */
  readonly left: string[] = [];
  readonly written: (readonly JournalRecord[])[] = [];
  readonly seen: ReplicaEvent[] = [];
  /** What the replica answers to each command. */
  readonly script = new Map<string, readonly Effect[]>();
  readonly runtime: Runtime;
  #soon: (() => void)[] = [];
  #done: ((error: Error | null) => void) | null = null;
  #nowMs = 0;

  constructor() {
    this.runtime = new Runtime({
      replica: { step: (event) => this.#step(event) },
      self,
      frames: 0,
      storage: {
        append: (bytes, done) => {
          if (this.#done !== null) throw new Error('the disk takes one append at a time');
          this.written.push(decodeJournalFrame(bytes));
          this.#done = done;
        },
      },
      network: { send: (to, messages) => this.left.push(`to ${to}: ${messages.map(({ kind }) => kind).join(' ')}`) },
      clock: {
        wallMs: () => 0,
        nowMs: () => this.#nowMs,
        setTimer: (timer) => this.left.push(`timer ${timer}`),
        soon: (task) => this.#soon.push(task),
      },
      observer: {
        trace: (event) => this.left.push(`trace ${event.kind}`),
        answer: (value) => this.left.push(`answer ${value}`),
        alarm: (message) => this.left.push(`alarm ${message}`),
        halt: (reason, exitStatus) => this.left.push(`halt ${exitStatus}: ${reason}`),
      },
    });
  }

  get isSyncing(): boolean {
    return this.#done !== null;
  }

  /** Commands that come while the node is at something else. */
  deliver(...commands: readonly string[]): void {
    for (const command of commands) this.runtime.deliver({ kind: 'command', value: asValue(command) });
  }

  /** Lets the node do what it can without its disk. */
  work(): void {
    for (let task = this.#soon.shift(); task !== undefined; task = this.#soon.shift()) task();
  }

  /** Ends the sync that is under way, after `takesMs`, and lets the node go on. */
  sync(error: Error | null = null, takesMs = 0): void {
    const done = this.#done;
    this.#done = null;
    this.#nowMs += takesMs;
    done?.(error);
    this.work();
  }

  #step(event: ReplicaEvent): readonly Effect[] {
    this.seen.push(event);
    return event.kind === 'command' ? (this.script.get(event.value) ?? []) : [];
  }
}

const promise: Effect = { kind: 'persist', record: { kind: 'promise', round } };
const heartbeat: Message = { kind: 'heartbeat', round, next: 1, chosenThrough: 0 };

function send(to: number, message: Message = heartbeat): Effect {
  return { kind: 'send', to, message };
}

function vote(instance: number): Effect {
  return { kind: 'persist', record: { kind: 'vote', instance, round, value: 'x' } };
}

function note(instance: number): Effect {
  return { kind: 'note', record: { kind: 'chosen', instance, value: 'x' } };
}

let node: HandHeldNode;

beforeEach(() => {
  node = new HandHeldNode();
});

describe('what follows a record', () => {
  test('leaves only after that record is on disk', () => {
    node.script.set('a', [
      promise,
      send(peer),
      { kind: 'answer', value: asValue('a'), outcome: { kind: 'ok', value: 1 } },
      { kind: 'timer', timer: 'tick', minMs: 1, maxMs: 2 },
      { kind: 'trace', event: { kind: 'alarm', message: '' } },
      { kind: 'alarm', message: 'strange', stops: false },
    ]);
    node.deliver('a');
    node.work();
    expect(node.left).toEqual([]);
    node.sync();
    expect(node.left).toEqual(['answer a', 'timer tick', 'trace alarm', 'alarm strange', 'to 1: heartbeat']);
  });

  test('waits, too, when it is of a later event of the same batch', () => {
    node.script.set('a', [promise]);
    node.script.set('b', [send(peer)]);
    node.deliver('a', 'b');
    node.work();
    expect(node.left).toEqual([]);
    node.sync();
    expect(node.left).toEqual(['to 1: heartbeat']);
  });

  test('waits for the record even when it is a message to the node itself', () => {
    node.script.set('a', [promise, send(self)]);
    node.deliver('a');
    node.work();
    expect(node.seen).toHaveLength(1);
    node.sync();
    expect(node.seen.slice(1)).toEqual([{ kind: 'message', from: self, message: heartbeat }]);
  });

  test('never leaves when the sync fails, and the node halts', () => {
    node.script.set('a', [send(2), promise, send(peer), send(self)]);
    node.deliver('a');
    node.work();
    node.sync(new Error('no space left'));
    expect(node.left).toEqual([
      'to 2: heartbeat',
      `halt ${exitAfterFailedSync}: the journal could not be synced: no space left`,
    ]);
    node.deliver('a');
    node.work();
    expect(node.seen).toHaveLength(1);
    expect(node.isSyncing).toBe(false);
  });
});

describe('what precedes every record', () => {
  test('leaves at once', () => {
    node.script.set('a', [send(peer), promise, send(2)]);
    node.deliver('a');
    node.work();
    expect(node.left).toEqual(['to 1: heartbeat']);
    node.sync();
    expect(node.left).toEqual(['to 1: heartbeat', 'to 2: heartbeat']);
  });

  test('does not wait for a disk that nobody needs', () => {
    node.script.set('a', [send(peer), send(self)]);
    node.deliver('a');
    node.work();
    expect(node.written).toEqual([]);
    expect(node.left).toEqual(['to 1: heartbeat']);
    expect(node.seen).toHaveLength(2);
  });
});

describe('a sync', () => {
  test('is shared by all events that were waiting', () => {
    const commands = Array.from({ length: 100 }, (_, index) => String(index + 1));
    for (const command of commands) node.script.set(command, [vote(Number(command)), send(peer)]);
    node.deliver(...commands);
    node.work();
    expect(node.written).toHaveLength(1);
    expect(node.written[0]).toHaveLength(100);
    node.sync();
    expect(node.left).toEqual([`to 1: ${Array.from({ length: 100 }, () => 'heartbeat').join(' ')}`]);
  });

  test('is followed by one for everything that came meanwhile', () => {
    for (const command of ['1', '2', '3']) node.script.set(command, [vote(Number(command))]);
    node.deliver('1');
    node.work();
    node.deliver('2', '3');
    node.work();
    expect(node.written.map((records) => records.length)).toEqual([1]);
    node.sync();
    expect(node.written.map((records) => records.length)).toEqual([1, 2]);
  });

  test('takes along the notes that nobody waits for, before the records', () => {
    node.script.set('a', [note(1), send(peer)]);
    node.script.set('b', [note(2), vote(3)]);
    node.deliver('a');
    node.work();
    expect([node.written, node.left]).toEqual([[], ['to 1: heartbeat']]);
    node.deliver('b');
    node.work();
    expect(node.written[0]?.map(({ kind }) => kind)).toEqual(['chosen', 'chosen', 'vote']);
  });

  test('is made for notes alone when very many have gathered', () => {
    node.script.set(
      'a',
      Array.from({ length: 600 }, (_, index) => note(index + 1)),
    );
    node.deliver('a');
    node.work();
    expect(node.written[0]).toHaveLength(600);
  });

  test('that is slow again and again makes the replica more patient', () => {
    for (let count = 0; count < 64; count += 1) {
      node.script.set(String(count), [vote(count + 1)]);
      node.deliver(String(count));
      node.work();
      node.sync(null, 50);
    }
    expect(node.seen.at(-1)).toEqual({ kind: 'pace', electionTimeoutMs: 1_000 });
    expect(node.runtime.electionTimeoutMs).toBe(1_000);
    expect(node.runtime.syncP99Ms).toBe(50);
  });
});

describe('an alarm that stops the node', () => {
  const alarm: Effect = { kind: 'alarm', message: 'two values', stops: true };
  const end = ['alarm two values', `halt ${exitAfterAlarm}: alarm: two values`];

  test('is the last thing that leaves it', () => {
    node.script.set('a', [alarm, send(peer), { kind: 'trace', event: { kind: 'alarm', message: '' } }]);
    node.deliver('a', 'b');
    node.work();
    expect(node.left).toEqual(end);
  });

  test.each<[string, readonly Effect[]]>([
    ['before it', [send(peer), alarm]],
    ['after the record that is being written', [alarm, promise, send(peer)]],
  ])('keeps back what would have left %s', (_when, effects) => {
    node.script.set('a', effects);
    node.deliver('a');
    node.work();
    node.sync();
    expect(node.left).toEqual(end);
  });
});

describe('shutting down', () => {
  test('writes the notes that are left, and does nothing more', () => {
    node.script.set('a', [note(1)]);
    node.deliver('a');
    node.work();
    let isDown = false;
    node.runtime.shutDown(() => {
      isDown = true;
    });
    expect(node.written.flat()).toEqual([{ kind: 'chosen', instance: 1, value: 'x' }]);
    node.sync();
    expect(isDown).toBe(true);
    node.deliver('a');
    node.work();
    expect(node.seen).toHaveLength(1);
  });

  test('waits for the sync under way, and what follows it still leaves', () => {
    node.script.set('a', [promise, send(peer)]);
    node.deliver('a');
    node.work();
    let isDown = false;
    node.runtime.shutDown(() => {
      isDown = true;
    });
    expect(isDown).toBe(false);
    node.sync();
    expect([isDown, node.left]).toEqual([true, ['to 1: heartbeat']]);
  });
});
