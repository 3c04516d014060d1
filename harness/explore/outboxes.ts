import type { Message } from '#cluster-node';
import type { Exchange } from './bystanders.ts';
import type { Sent } from './explored-node.ts';
import { Interned } from './interned.ts';
import { type Ear, isSpent } from './spent-messages.ts';

/** Numbers below this can be put together with others into one safe integer. */
const idsMax = 2 ** 24;

/**
 * What nodes have ever sent. A message can arrive at any time after it was sent, any number of times: so an outbox is a set of
 * messages for each receiver, and only grows, but for what is spent. Everything is known by its number, and everything is found out once.
 */
export class Outboxes {
  readonly #nodes: number;
  readonly #messages = new Interned<Message>();
  readonly #sets = new Interned<readonly number[]>();
  readonly #outboxes = new Interned<readonly number[]>();
  readonly #ears = new Interned<Ear>();
  readonly #joined = new Map<number, number>();
  readonly #heard = new Map<number, number>();
  readonly #heardSets = new Map<number, number>();

  constructor(nodes: number) {
    this.#nodes = nodes;
  }

  message(id: number): Message {
    return this.#messages.at(id);
  }

  /** The messages of a set, by their numbers. */
  messagesOf(set: number): readonly number[] {
    return this.#sets.at(set);
  }

  /** The set of those that were sent to node `to`. */
  setFor(outbox: number, to: number): number {
    return this.#outboxes.at(outbox)[to] ?? 0;
  }

  ear(ear: Ear): number {
    return checked(this.#ears.id(JSON.stringify(ear), () => ear));
  }

  outboxOf(sent: readonly Sent[]): number {
    const sets = Array.from({ length: this.#nodes }, (): Set<number> => new Set());
    for (const { to, message } of sent) sets[to]?.add(this.#messages.id(contentOf(message), () => message));
    return this.#outboxId(sets.map((set) => this.#setId(set)));
  }

  /** What is in either. */
  join(one: number, other: number): number {
    const key = one * idsMax + other;
    const known = this.#joined.get(key);
    if (known !== undefined) return known;
    const more = this.#outboxes.at(other);
    const sets = this.#outboxes
      .at(one)
      .map((set, to) => this.#setId(new Set([...this.#sets.at(set), ...this.#sets.at(more[to] ?? 0)])));
    const joined = this.#outboxId(sets);
    this.#joined.set(key, joined);
    return joined;
  }

  /** The same without what is spent for node `to`, which listens with `ear`. */
  heardBy(outbox: number, to: number, ear: number): number {
    const key = (outbox * this.#nodes + to) * idsMax + ear;
    const known = this.#heard.get(key);
    if (known !== undefined) return known;
    const sets = this.#outboxes.at(outbox).map((set, node) => (node === to ? this.#heardSet(set, ear) : set));
    const heard = this.#outboxId(sets);
    this.#heard.set(key, heard);
    return heard;
  }

  /** The same with the nodes exchanged. */
  exchanged(outbox: number, exchange: Exchange): number {
    const sets = this.#outboxes.at(outbox);
    const moved: number[] = [...sets];
    for (const [node, place] of exchange.entries()) moved[place] = sets[node] ?? 0;
    return this.#outboxId(moved);
  }

  #heardSet(set: number, ear: number): number {
    const key = set * idsMax + ear;
    const known = this.#heardSets.get(key);
    if (known !== undefined) return known;
    const listens = this.#ears.at(ear);
    const heard = this.#setId(new Set(this.#sets.at(set).filter((id) => !isSpent(this.#messages.at(id), listens))));
    this.#heardSets.set(key, heard);
    return heard;
  }

  #outboxId(sets: readonly number[]): number {
    return checked(this.#outboxes.id(sets.join(), () => sets));
  }

  #setId(messages: ReadonlySet<number>): number {
    const sorted = [...messages].sort((a, b) => a - b);
    return checked(this.#sets.id(sorted.join(), () => sorted));
  }
}

/** Equal for equal messages, in whichever order their fields were put together. */
function contentOf(message: Message): string {
  return JSON.stringify(message, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

function checked(id: number): number {
  if (id >= idsMax) throw new RangeError(`there are more than ${idsMax} of a kind`);
  return id;
}
