import { asValue, decodeCommand, type Message, type Round, roundNumber, roundOwner, roundStep } from '#cluster-node';
import type { MessageFate } from '../environments/sim/sim-network.ts';
import type { MessagePattern, MessageRule } from './sim-scenario.ts';

/** A rule, and how many messages have matched it, whether or not an earlier one decided about them. */
type CountedRule = { readonly rule: MessageRule; matched: number };

type Passing = Readonly<{ message: Message; nowMs: number }>;

/** What the rules of a scenario make of messages. It counts what has matched, so it serves one run only. */
export class MessageRules {
  readonly #names: readonly string[];
  readonly #rules: readonly CountedRule[];
  /** Those that can be about a message on a link, by its kind: of thousands, a few. */
  readonly #rulesFor: Map<string, readonly CountedRule[]>[] = [];

  constructor(rules: readonly MessageRule[], names: readonly string[]) {
    this.#names = names;
    this.#rules = rules.map((rule) => ({ rule, matched: 0 }));
  }

  /** Null: no rule is about this message. Nodes are indices. */
  fateOf(from: number, to: number, message: Message, nowMs: number): MessageFate | null {
    const candidates = this.#candidates(from, to, message.kind);
    if (candidates.length === 0) return null;
    const passing = { message, nowMs };
    let fate: MessageFate | null = null;
    for (const counted of candidates) {
      const { match, action } = counted.rule;
      if (!this.#isMatch(match, passing)) continue;
      counted.matched += 1;
      if (match.nth === undefined || match.nth === counted.matched) fate ??= action;
    }
    return fate;
  }

  #candidates(from: number, to: number, kind: string): readonly CountedRule[] {
    const link = from * this.#names.length + to;
    const ofLink = this.#rulesFor[link] ?? new Map<string, readonly CountedRule[]>();
    this.#rulesFor[link] = ofLink;
    const known = ofLink.get(kind);
    if (known !== undefined) return known;
    const fits = (wanted: string | undefined, is: string): boolean => wanted === undefined || wanted === is;
    const found = this.#rules.filter(({ rule: { match } }) => {
      const isOnLink = fits(match.from, this.#names[from] ?? '') && fits(match.to, this.#names[to] ?? '');
      return isOnLink && fits(match.kind, kind);
    });
    ofLink.set(kind, found);
    return found;
  }

  #isMatch(pattern: MessagePattern, { message, nowMs }: Passing): boolean {
    if (pattern.fromMs !== undefined && nowMs < pattern.fromMs) return false;
    if (pattern.untilMs !== undefined && nowMs >= pattern.untilMs) return false;
    if (pattern.instance !== undefined && (!('instance' in message) || message.instance !== pattern.instance))
      return false;
    if (pattern.round !== undefined && (!('round' in message) || !this.#isRound(pattern.round, message.round)))
      return false;
    return pattern.writes === undefined || writes(message, pattern.writes);
  }

  #isRound({ number, owner, step }: NonNullable<MessagePattern['round']>, round: Round): boolean {
    if (number !== undefined && roundNumber(round) !== number) return false;
    if (owner !== undefined && this.#names[roundOwner(round)] !== owner) return false;
    return step === undefined || roundStep(round) === step;
  }
}

/** True when a command in `message` writes `wanted`: the value of a write, what a cas leaves, the micro-operations of a transaction. */
function writes(message: Message, wanted: unknown): boolean {
  const text = JSON.stringify(wanted);
  return valuesIn(message).some((value) => {
    const operation = decodeCommand(asValue(value))?.operation;
    if (operation === undefined || operation.f === 'read') return false;
    const written = operation.f === 'write' ? operation.value : operation.f === 'cas' ? operation.to : operation.micros;
    return JSON.stringify(written) === text;
  });
}

function valuesIn(message: Message): readonly string[] {
  if (message.kind === 'phase1b')
    return [...message.votes.map(([, , value]) => value), ...message.chosen.map(([, value]) => value)];
  if (message.kind === 'phase1b-instance') return message.vote === null ? [] : [message.vote.value];
  if (message.kind === 'chosen') return message.entries.map(([, value]) => value);
  return 'value' in message ? [message.value] : [];
}
