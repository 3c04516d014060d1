import { nodeNames } from '#quorums';
import type { MessagePattern, MessageRule, SimFault, SimOperation, SimScenario } from '../simulation/index.ts';
import { StoryError } from './story-error.ts';

/** What a story says about its cluster before anything happens. */
export type StorySetting = Readonly<{ oracles: 'on' | 'off' }> &
  Pick<SimScenario, 'system' | 'reads' | 'onBrokenPick' | 'roundsBy' | 'mutant'>;

/** From when on something holds and for how long, in milliseconds. */
export type Span = Readonly<{ atMs: number; forMs: number }>;

/** What a fault is once it is known for how long. */
type LastingFault = Readonly<{ atMs: number; name: string; lasting: (span: Span) => SimFault }>;
type LastingRule = Readonly<{
  fromMs: number;
  name: string;
  pattern: MessagePattern;
  until: (untilMs: number) => MessageRule['action'];
}>;

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
  readonly #faults: { fault: LastingFault; untilMs: number | null }[] = [];
  readonly #rules: { rule: LastingRule; untilMs: number | null }[] = [];
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

  asks(operation: Omit<SimOperation, 'atMs'>): void {
    this.#lastOf.set(operation.client, this.#operations.length);
    this.#operations.push({ ...operation, atMs: this.#nowMs });
  }

  /** The client asks at `node` for what it asked for last, under the same number. */
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

  /** `name` is what ends it. */
  begins(name: string, lasting: LastingFault['lasting']): void {
    this.#faults.push({ fault: { atMs: this.#nowMs, name, lasting }, untilMs: null });
  }

  /** The fault begun last under this name is over. @throws StoryError when there is none */
  ends(name: string): void {
    const lasting = this.#faults.findLast(({ fault, untilMs }) => fault.name === name && untilMs === null);
    if (lasting === undefined) throw new StoryError(`nothing to end: ${name}`);
    lasting.untilMs = this.#nowMs;
  }

  /** From now on `until` is what becomes of these messages; it is told until when that holds. */
  rules(name: string, patterns: readonly MessagePattern[], until: LastingRule['until']): void {
    for (const pattern of patterns)
      this.#rules.push({ rule: { fromMs: this.#nowMs, name, pattern, until }, untilMs: null });
  }

  /** The rules under this name hold no longer. @throws StoryError when there are none */
  lifts(name: string): void {
    const lifted = this.#rules.filter(({ rule, untilMs }) => rule.name === name && untilMs === null);
    if (lifted.length === 0) throw new StoryError(`nothing to end: ${name}`);
    for (const rule of lifted) rule.untilMs = this.#nowMs;
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
      faults: this.#faults.map(({ fault: { atMs, lasting }, untilMs }) =>
        lasting({ atMs, forMs: (untilMs ?? endMs) - atMs }),
      ),
      // the first that matches decides, and what was said last counts
      messages: this.#rules.toReversed().map(({ rule, untilMs }) => ({
        match: { ...rule.pattern, fromMs: rule.fromMs, untilMs: untilMs ?? endMs },
        action: rule.until(untilMs ?? endMs),
      })),
      healAtMs: endMs,
      settleMs,
      lostForGood: [],
    };
  }
}
