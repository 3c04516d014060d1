import type { Effect } from './protocol/effects.ts';

const longTextCharacters = 24;

/**
 * A running checksum of what a node sends, answers and waits for, 32 bits: equal ones say that two replicas did the same until here, down
 * to the last bit of each number and string. Of records it counts only that they are there, and of trace events nothing: they lie in files
 * of their own. It walks the effects instead of writing them as text, because it is computed for each step of a node.
 */
export class EffectsChecksum {
  #sum = 0x811c9dc5;
  readonly #number = new Float64Array(1);
  readonly #words: Uint32Array = new Uint32Array(this.#number.buffer);
  /** What was broadcast is one object in many effects: it is walked once. */
  #lastMessage: object | null = null;
  #lastSum = 0;
  #lastText = '';
  #lastTextSum = 0;

  /** Of all effects so far, a whole number from 0. */
  get value(): number {
    return this.#sum >>> 0;
  }

  add(effects: readonly Effect[]): void {
    for (const effect of effects) this.#addEffect(effect);
  }

  #addEffect(effect: Effect): void {
    // who compares two lives compares their journals and their traces byte for byte
    if (effect.kind === 'trace') return;
    if (effect.kind === 'persist' || effect.kind === 'note') return this.#mix(effect.kind.length);
    if (effect.kind !== 'send') return this.#addObject(effect);
    if (effect.message !== this.#lastMessage) {
      const before = this.#sum;
      this.#sum = 0;
      this.#addObject(effect.message);
      this.#lastSum = this.#sum;
      this.#lastMessage = effect.message;
      this.#sum = before;
    }
    this.#mix(effect.to);
    this.#mix(this.#lastSum);
  }

  #addValue(value: unknown): void {
    if (typeof value === 'string') this.#addText(value);
    else if (typeof value === 'number') this.#addNumber(value);
    else if (typeof value === 'object' && value !== null) this.#addObject(value);
    else this.#mix(value === true ? 1 : value === false ? 2 : 3);
  }

  #addObject(value: object): void {
    if (Array.isArray(value)) {
      this.#mix(value.length);
      for (const item of value) this.#addValue(item);
      return;
    }
    // an absent field and one that is undefined are written alike, and so count alike
    const fields = value as Readonly<Record<string, unknown>>;
    for (const name in fields) {
      const field = fields[name];
      if (field === undefined) continue;
      // what kind of thing it is has been mixed in before, and decides its names
      this.#mix(name.length);
      this.#addValue(field);
    }
    this.#mix(5);
  }

  #addNumber(value: number): void {
    if ((value | 0) === value) return this.#mix(value);
    this.#number[0] = value;
    this.#mix(this.#words[0] ?? 0);
    this.#mix(this.#words[1] ?? 0);
  }

  /** One event mostly leads to many effects with the same long value: that is walked once. */
  #addText(text: string): void {
    if (text.length < longTextCharacters) return this.#mix(textSum(text));
    if (text !== this.#lastText) {
      this.#lastText = text;
      this.#lastTextSum = textSum(text);
    }
    this.#mix(this.#lastTextSum);
  }

  #mix(word: number): void {
    const mixed = Math.imul(this.#sum ^ word, 0x9e3779b1);
    this.#sum = mixed ^ (mixed >>> 15);
  }
}

/** A plain loop: this is most of what a checksum costs. */
function textSum(text: string): number {
  let sum = text.length;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return sum;
}
