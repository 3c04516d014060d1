import { fractionFor, mixed, streamSeed } from './chance.ts';
import type { SentMessage } from './sent-message.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What the network does to messages; fractions from 0 to 1, delays in milliseconds. */
export type NetworkTiming = Readonly<{
  delayMinMs: number;
  delayMaxMs: number;
  /** This fraction takes ten times the longest delay, and so overtakes nobody. */
  straggling: number;
  lost: number;
  duplicated: number;
  /** What every message takes besides; stragglers too take it once. Absent: 0. */
  linkDelayMs?: number;
}>;

/** What somebody decides about one message, instead of leaving it to the network. */
export type MessageFate =
  /** It is neither lost nor duplicated. */
  | Readonly<{ kind: 'pass' }>
  | Readonly<{ kind: 'drop' }>
  | Readonly<{ kind: 'hold'; untilMs: number }>
  | Readonly<{ kind: 'delay'; byMs: number }>
  | Readonly<{ kind: 'repeat'; afterMs: number }>;

/** What became of a message that was not delivered: its link was cut, the network lost it, or somebody had it dropped. */
export type MessageLoss = 'cut' | 'lost' | 'dropped';

/** Who decides about messages and hears of them. Nodes are indices. */
export type NetworkPeer = Readonly<{
  /** Null: the network decides. */
  fateOf?(from: number, to: number, sent: SentMessage): MessageFate | null;
  receive(to: number, from: number, sent: SentMessage): void;
  missed?(to: number, from: number, sent: SentMessage, why: MessageLoss): void;
}>;

type Link = {
  /** Names all random decisions about its messages. */
  readonly stream: number;
  /** By the place of the kind. */
  readonly sentOfKind: number[];
  isCut: boolean;
  passed: number;
};

/** Which decision about a message a random number is for. */
const purpose = { lost: 1, duplicated: 2, delay: 3, straggling: 4, delayOfCopy: 5, stragglingOfCopy: 6 } as const;

/**
 * Carries messages between nodes, each on its own: so they overtake each other. A link may be cut in one direction; what
 * is under way on it when it is cut is lost. What happens to a message depends on the seed, its link, its kind and how many of
 * that kind went before it on that link, and on nothing else.
 */
export class SimNetwork {
  readonly #time: VirtualTime;
  readonly #nodes: number;
  readonly #links: readonly Link[];
  readonly #extraMs: number[];
  readonly #peer: NetworkPeer;
  #timing: NetworkTiming;

  constructor(
    parts: Readonly<{ time: VirtualTime; names: readonly string[]; seed: number; timing: NetworkTiming }>,
    peer: NetworkPeer,
  ) {
    const { names, seed } = parts;
    this.#time = parts.time;
    this.#nodes = names.length;
    this.#timing = parts.timing;
    this.#peer = peer;
    this.#extraMs = names.map(() => 0);
    this.#links = names.flatMap((from) =>
      names.map(
        (to): Link => ({
          stream: streamSeed(seed, 'network', from, to),
          sentOfKind: [],
          isCut: false,
          passed: 0,
        }),
      ),
    );
  }

  send(from: number, to: number, sent: SentMessage): void {
    const link = this.#link(from, to);
    const { kind } = sent;
    const before = link.sentOfKind[kind.place] ?? 0;
    link.sentOfKind[kind.place] = before + 1;
    if (link.isCut) return this.#peer.missed?.(to, from, sent, 'cut');
    const stream = mixed(mixed(link.stream, kind.hash), before);
    const fate = this.#peer.fateOf?.(from, to, sent) ?? null;
    if (fate !== null) return this.#obey(fate, from, to, sent, stream);
    const { lost, duplicated } = this.#timing;
    if (lost > 0 && fractionFor(stream, purpose.lost) < lost) return this.#peer.missed?.(to, from, sent, 'lost');
    this.#carry(from, to, sent, this.#delayMs(from, stream, purpose.delay, purpose.straggling));
    if (duplicated > 0 && fractionFor(stream, purpose.duplicated) < duplicated) {
      this.#carry(from, to, sent, this.#delayMs(from, stream, purpose.delayOfCopy, purpose.stragglingOfCopy));
    }
  }

  cut(from: number, to: number): void {
    this.#link(from, to).isCut = true;
  }

  healLink(from: number, to: number): void {
    this.#link(from, to).isCut = false;
  }

  isCut(from: number, to: number): boolean {
    return this.#link(from, to).isCut;
  }

  /** Whatever `from` sends from now on takes so much longer, or, with 0, no longer than usual. */
  slowDown(from: number, extraMs: number): void {
    this.#extraMs[from] = extraMs;
  }

  /** How many messages have arrived over a link since the start. */
  passed(from: number, to: number): number {
    return this.#link(from, to).passed;
  }

  /** Restores every link and its speed, and loses and repeats no message from now on. */
  heal(): void {
    for (const link of this.#links) link.isCut = false;
    this.#extraMs.fill(0);
    this.#timing = { ...this.#timing, lost: 0, duplicated: 0, straggling: 0 };
  }

  #obey(fate: MessageFate, from: number, to: number, sent: SentMessage, stream: number): void {
    const delayMs = this.#delayMs(from, stream, purpose.delay, purpose.straggling);
    switch (fate.kind) {
      case 'drop':
        return this.#peer.missed?.(to, from, sent, 'dropped');
      case 'pass':
        return this.#carry(from, to, sent, delayMs);
      case 'hold':
        return this.#carry(from, to, sent, fate.untilMs > this.#time.nowMs ? fate.untilMs - this.#time.nowMs : delayMs);
      case 'delay':
        return this.#carry(from, to, sent, delayMs + fate.byMs);
      case 'repeat':
        this.#carry(from, to, sent, delayMs);
        return this.#carry(from, to, sent, delayMs + fate.afterMs);
    }
  }

  #carry(from: number, to: number, sent: SentMessage, delayMs: number): void {
    this.#time.after(delayMs, () => {
      const link = this.#link(from, to);
      if (link.isCut) return this.#peer.missed?.(to, from, sent, 'cut');
      link.passed += 1;
      this.#peer.receive(to, from, sent);
    });
  }

  #delayMs(from: number, stream: number, delay: number, straggling: number): number {
    const timing = this.#timing;
    const delayMs = timing.delayMinMs + fractionFor(stream, delay) * (timing.delayMaxMs - timing.delayMinMs);
    const isStraggler = timing.straggling > 0 && fractionFor(stream, straggling) < timing.straggling;
    return (isStraggler ? delayMs * 10 : delayMs) + (this.#extraMs[from] ?? 0) + (timing.linkDelayMs ?? 0);
  }

  #link(from: number, to: number): Link {
    const link = this.#links[from * this.#nodes + to];
    if (link === undefined) throw new RangeError(`there is no link from node ${from} to node ${to}`);
    return link;
  }
}
