import { asValue, decodeCommand } from '#cluster-node';
import {
  type Happening,
  messageWords,
  outcomeWords,
  recordsWords,
  traceWords,
  valueWords,
} from '../message-diagram/index.ts';
import { inWords } from './in-words.ts';
import { type Told, toldLines, toldTogether } from './told.ts';

/** Said with every heartbeat, and told once for each receiver. */
const repeated: ReadonlySet<string> = new Set(['any', 'lease-request', 'lease-grant']);

const losses = { cut: 'cut off', lost: 'lost', dropped: 'lost', down: 'down' } as const;
const appends = {
  idle: '',
  lost: '; nothing of what it was writing is on disk',
  torn: '; a part of what it was writing is on disk',
  whole: '; what it was writing is on disk',
} as const;

/** Tells what happens in the words of the message diagram, to people who see no columns. It remembers what it has told. */
export class Teller {
  readonly #names: readonly string[];
  readonly #said = new Set<string>();
  readonly #started = new Set<number>();
  /** Who has crashed or stopped, and not started again. */
  readonly #down = new Set<number>();

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** The lines for what happens next. */
  lines(happenings: readonly Happening[]): readonly string[] {
    const all = happenings.flatMap((happening) => {
      const told = this.#told(happening);
      return told === null ? [] : [{ atMs: happening.atMs, ...told }];
    });
    return toldLines(toldTogether(all), this.#names);
  }

  /** Null: it goes without saying. */
  #told(happening: Happening): Omit<Told, 'atMs'> | null {
    const names = this.#names;
    switch (happening.kind) {
      case 'delivered':
      case 'missed':
        return this.#message(happening);
      case 'asked': {
        const { node, value } = happening;
        return arrow(clientOf(value), '→', this.#name(node), `asks for ${valueWords(value)}`);
      }
      case 'answered': {
        const { node, value, outcome } = happening;
        return arrow(this.#name(node), '→', clientOf(value), `${valueWords(value)}: ${outcomeWords(outcome)}`);
      }
      case 'durable':
        return this.#does(happening.node, recordsWords(happening.records, names));
      case 'trace':
        return this.#does(happening.node, this.#traceWords(happening.told));
      case 'started':
        return this.#start(happening);
      case 'crashed':
        return this.#end(happening.node, `crashes${appends[happening.append]}`);
      case 'stopped':
        return this.#end(happening.node, `stops: ${inWords(happening.reason, names)}`);
      case 'fault':
        return null; // the command says it
      case 'violation':
        return does('VIOLATION', violationWords(happening.words, names));
    }
  }

  #message(happening: Extract<Happening, { kind: 'delivered' | 'missed' }>): Omit<Told, 'atMs'> | null {
    const { message } = happening;
    const [from, to] = [this.#name(happening.from), this.#name(happening.to)];
    const words = messageWords(message, this.#names);
    const loss = happening.kind === 'missed' ? losses[happening.why] : null;
    if (repeated.has(message.kind) && !this.#isNew(`${from} ${to} ${words} ${loss}`)) return null;
    return loss === null ? arrow(from, '→', to, words) : arrow(from, '↛', to, `${words} (${loss})`);
  }

  #traceWords(told: Extract<Happening, { kind: 'trace' }>['told']): string | null {
    if (told.kind === 'applied' && !told.duplicate)
      return `executes ${valueWords(told.value)}, instance ${told.instance}`;
    const words = traceWords(told, this.#names);
    return words === null ? null : inWords(words, this.#names);
  }

  #start({ node, tornBytes }: Extract<Happening, { kind: 'started' }>): Omit<Told, 'atMs'> | null {
    const isFirst = !this.#started.has(node);
    this.#started.add(node);
    this.#down.delete(node);
    if (isFirst) return null;
    return this.#does(node, `starts again${tornBytes > 0 ? ', and cuts a half-written record off' : ''}`);
  }

  /** Who stops, crashes with it. */
  #end(node: number, words: string): Omit<Told, 'atMs'> | null {
    if (this.#down.has(node)) return null;
    this.#down.add(node);
    return this.#does(node, words);
  }

  #isNew(text: string): boolean {
    const isNew = !this.#said.has(text);
    this.#said.add(text);
    return isNew;
  }

  #does(node: number, words: string | null): Omit<Told, 'atMs'> | null {
    return words === null ? null : does(this.#name(node), words);
  }

  #name(node: number): string {
    return this.#names[node] ?? '';
  }
}

function does(who: string, words: string): Omit<Told, 'atMs'> {
  return { from: [who], arrow: null, to: [], words };
}

function arrow(from: string, kind: '→' | '↛', to: string, words: string): Omit<Told, 'atMs'> {
  return { from: [from], arrow: kind, to: [to], words };
}

/** How clients' histories are argued about is for the checker to say, and changes with it. */
function violationWords(words: string, names: readonly string[]): string {
  const [judge] = words.split(':');
  const isOfClients = judge === 'linearizability' || judge === 'transactions';
  return isOfClients ? `${judge}: what the clients saw fits no order of what they asked for` : inWords(words, names);
}

function clientOf(value: string): string {
  return decodeCommand(asValue(value))?.client ?? 'a client';
}
