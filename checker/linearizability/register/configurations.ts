import type { Budget } from '../budget.ts';

/** How many words of each kind a configuration has. */
export type ConfigurationLayout = Readonly<{ slotWords: number; classCount: number }>;

/** In front of each configuration in the arena: its event, the next of its list, its state. */
const eventAt = 0;
const nextAt = 1;
const stateAt = 2;
const headerWords = 3;
const noRecord = -1;

/**
 * All configurations met so far, but those that a better one makes needless, in one array. Of two at the same event and
 * with the same state the better one owes nothing that the other does not owe, has available all that the other has, and
 * has used up no more crashed calls of any class: whatever the other can become, it can become, too. So a search that
 * remembers the better ones needs no others. Lists by event and state hang on a table with open addressing.
 */
export class Configurations {
  readonly #slotWords: number;
  readonly #words: number;
  readonly #budget: Budget;
  #arena: Int32Array = new Int32Array(0);
  #used = 0;
  #free = noRecord;
  #heads: Int32Array = new Int32Array(0);
  #headCount = 0;

  constructor({ slotWords, classCount }: ConfigurationLayout, budget: Budget) {
    this.#slotWords = slotWords;
    this.#words = 2 * slotWords + classCount;
    this.#budget = budget;
  }

  /** Words of a configuration: what it owes, what it has available, and how many of each class it has used up. */
  get words(): number {
    return this.#words;
  }

  release(): void {
    this.#budget.release(this.#arena.byteLength + this.#heads.byteLength);
  }

  /** Remembers a configuration, unless one as good as it is known, or there is no room for it. */
  add(event: number, state: number, words: Int32Array): 'new' | 'known' | 'full' {
    if (!this.#makeRoom()) return 'full';
    const arena = this.#arena;
    const head = this.#headOf(event, state);
    const isFirst = this.#heads[head] === noRecord;
    let previous = noRecord;
    for (let other = this.#heads[head] ?? noRecord; other !== noRecord; ) {
      const next = arena[other + nextAt] ?? noRecord;
      const order = this.#compare(other + headerWords, words);
      if (order === 'at least as good') return 'known';
      if (order === 'worse') {
        if (previous === noRecord) this.#heads[head] = next;
        else arena[previous + nextAt] = next;
        arena[other + nextAt] = this.#free;
        this.#free = other;
      } else previous = other;
      other = next;
    }
    const record = this.#place();
    arena[record + eventAt] = event;
    arena[record + stateAt] = state;
    arena[record + nextAt] = this.#heads[head] ?? noRecord;
    arena.set(words, record + headerWords);
    this.#heads[head] = record;
    if (isFirst) this.#headCount++;
    return 'new';
  }

  /** The states of what was remembered at `event`. O(of all that is remembered). */
  statesAt(event: number): ReadonlySet<number> {
    const states = new Set<number>();
    // A record that made room for a better one, and was not used again, has the state that the better one has, too.
    for (let record = 0; record < this.#used; record += headerWords + this.#words) {
      if (this.#arena[record + eventAt] === event) states.add(this.#arena[record + stateAt] ?? 0);
    }
    return states;
  }

  /** How the configuration at `at` compares with `words`. */
  #compare(at: number, words: Int32Array): 'at least as good' | 'worse' | 'neither' {
    const arena = this.#arena;
    const slotWords = this.#slotWords;
    let isAtLeastAsGood = true;
    let isAtMostAsGood = true;
    for (let word = 0; word < slotWords; word++) {
      const owed = arena[at + word] ?? 0;
      const otherOwed = words[word] ?? 0;
      const available = arena[at + slotWords + word] ?? 0;
      const otherAvailable = words[slotWords + word] ?? 0;
      if ((owed & ~otherOwed) !== 0 || (otherAvailable & ~available) !== 0) isAtLeastAsGood = false;
      if ((otherOwed & ~owed) !== 0 || (available & ~otherAvailable) !== 0) isAtMostAsGood = false;
      if (!isAtLeastAsGood && !isAtMostAsGood) return 'neither';
    }
    for (let word = 2 * slotWords; word < this.#words; word++) {
      const used = arena[at + word] ?? 0;
      const otherUsed = words[word] ?? 0;
      if (used > otherUsed) isAtLeastAsGood = false;
      if (used < otherUsed) isAtMostAsGood = false;
      if (!isAtLeastAsGood && !isAtMostAsGood) return 'neither';
    }
    return isAtLeastAsGood ? 'at least as good' : 'worse';
  }

  /** Where the list of (event, state) begins: the slot of its first record, or a free one. */
  #headOf(event: number, state: number): number {
    const mask = this.#heads.length - 1;
    let hash = Math.imul(event, 0x9e3779b1) ^ Math.imul(state + 1, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let head = hash & mask; ; head = (head + 1) & mask) {
      const record = this.#heads[head] ?? noRecord;
      if (record === noRecord) return head;
      if (this.#arena[record + eventAt] === event && this.#arena[record + stateAt] === state) return head;
    }
  }

  #place(): number {
    const free = this.#free;
    if (free !== noRecord) {
      this.#free = this.#arena[free + nextAt] ?? noRecord;
      return free;
    }
    const record = this.#used;
    this.#used += headerWords + this.#words;
    return record;
  }

  /** Room for one more configuration in both arrays. */
  #makeRoom(): boolean {
    if (this.#used + headerWords + this.#words > this.#arena.length) {
      const grown = this.#grown(this.#arena, Math.max(512, 2 * this.#arena.length, headerWords + this.#words));
      if (grown === null) return false;
      grown.set(this.#arena);
      this.#arena = grown;
    }
    if (2 * (this.#headCount + 1) > this.#heads.length) {
      const old = this.#heads;
      const grown = this.#grown(old, Math.max(128, 2 * old.length));
      if (grown === null) return false;
      this.#heads = grown.fill(noRecord);
      for (const record of old) {
        if (record === noRecord) continue;
        this.#heads[this.#headOf(this.#arena[record + eventAt] ?? 0, this.#arena[record + stateAt] ?? 0)] = record;
      }
    }
    return true;
  }

  /** A longer array in place of `old`; null when the budget has no room for it beside the old one. */
  #grown(old: Int32Array, length: number): Int32Array<ArrayBuffer> | null {
    if (!this.#budget.reserve(4 * length)) return null;
    this.#budget.release(old.byteLength);
    return new Int32Array(length);
  }
}
