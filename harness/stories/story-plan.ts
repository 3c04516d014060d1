import { nodeNames } from '#quorums';
import type { MessagePattern, MessageRule, SimFault, SimOperation, SimScenario } from '../simulation/index.ts';
import { StoryError } from './story-error.ts';

/** What a story says about its cluster before anything happens. */
export type StorySetting = Readonly<{ oracles: 'on' | 'off' }> &
  Pick<SimScenario, 'system' | 'reads' | 'onBrokenPick' | 'roundsBy' | 'mutant'>;

/** From when on something holds and for how long, in milliseconds. */
export type Span = Readonly<{ atMs: number; forMs: number }>;

/** Something that lasts until a command ends it, which names it; null: none has. */
type Lasting<T> = T & { readonly name: string; readonly fromMs: number; untilMs: number | null };
type LastingFault = Lasting<Readonly<{ fault: (span: Span) => SimFault }>>;
type LastingRule = Lasting<Readonly<{ match: MessagePattern; action: (untilMs: number) => MessageRule['action'] }>>;

/** Every message and every sync takes so long, so that it is plain what happens in which order. */
const delayMs = 1;
/** So long after the end everything has to be well. */
const settleMs = 10_000;

/**
 * The scenario that a story amounts to, as it grows command by command. What begins now and ends by a later command is
 * kept under a name until then; what nothing ends lasts until the end of the story.
 */
export class StoryPlan {
  readonly nodes: readonly string[];
  /** Whether anybody looks on but clients. */
  readonly oracles: 'on' | 'off';
  readonly #setting: Omit<StorySetting, 'oracles'>;
  readonly #operations: SimOperation[] = [];
  readonly #faults: LastingFault[] = [];
  readonly #rules: LastingRule[] = [];
  /** Where the last operation of each client is in the list. */
  readonly #lastOf = new Map<number, number>();
  #nowMs = 0;

  constructor({ oracles, ...setting }: StorySetting) {
    this.oracles = oracles;
    this.#setting = setting;
    this.nodes = nodeNames(setting.system);
  }

  /** When the next command happens. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Lets the nodes go on until the next command. */
  wait(ms: number): void {
    this.#nowMs += ms;
  }

  /** A client asks for something. */
  asks(operation: Omit<SimOperation, 'atMs'>): void {
    this.#lastOf.set(operation.client, this.#operations.length);
    this.#operations.push({ ...operation, atMs: this.#nowMs });
  }

  /** It asks at `node` for what it asked for last, under the same number. @throws StoryError unless there is something, asked for once */
  asksAgain(client: number, node: string): void {
    const place = this.#lastOf.get(client);
    const last = place === undefined ? undefined : this.#operations[place];
    if (place === undefined || last === undefined) throw new StoryError(`c${client} has asked for nothing yet`);
    if (last.retry !== undefined) throw new StoryError(`c${client} asks again only once`);
    this.#operations[place] = { ...last, retry: { afterMs: this.#nowMs - last.atMs, node } };
  }

  /** Happens at this moment, and needs no end. */
  once(fault: (atMs: number) => SimFault): void {
    this.begins('', ({ atMs }) => fault(atMs));
  }

  /** Lasts until a command ends `name`. */
  begins(name: string, fault: LastingFault['fault']): void {
    this.#faults.push({ name, fault, fromMs: this.#nowMs, untilMs: null });
  }

  /** From now on `action` is what becomes of these messages, until a command ends `name`; it is told when that is. */
  rules(name: string, patterns: readonly MessagePattern[], action: LastingRule['action']): void {
    for (const match of patterns) this.#rules.push({ name, match, action, fromMs: this.#nowMs, untilMs: null });
  }

  /** The faults and rules under this name are over. @throws StoryError when there are none */
  ends(name: string): void {
    const lasting = [...this.#faults, ...this.#rules].filter((one) => one.name === name && one.untilMs === null);
    if (lasting.length === 0) throw new StoryError(`nothing to end: ${name}`);
    for (const one of lasting) one.untilMs = this.#nowMs;
  }

  /** Everything so far, as what can be run; it is healed now. */
  scenario(because: string): SimScenario {
    const endMs = this.#nowMs;
    return {
      version: 1,
      because,
      seed: 1,
      ...this.#setting,
      network: { delayMinMs: delayMs, delayMaxMs: delayMs, straggling: 0, lost: 0, duplicated: 0 },
      disk: { syncMinMs: delayMs, syncMaxMs: delayMs },
      clockRates: {},
      operations: this.#operations,
      faults: this.#faults.map(({ fault, fromMs, untilMs }) =>
        fault({ atMs: fromMs, forMs: (untilMs ?? endMs) - fromMs }),
      ),
      // the first that matches decides, and what was said last counts
      messages: this.#rules.toReversed().map(({ match, action, fromMs, untilMs }) => ({
        match: { ...match, fromMs, untilMs: untilMs ?? endMs },
        action: action(untilMs ?? endMs),
      })),
      healAtMs: endMs,
      settleMs,
      lostForGood: [],
    };
  }
}
