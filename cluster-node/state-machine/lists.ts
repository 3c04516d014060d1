import type { ListElement, MicroOperation, MicroResult } from '../client-protocol.ts';
import type { CommandOutcome } from '../protocol/state-machine.ts';

/** A list that is this long takes no more: whoever appends leaves keys behind and begins new ones. */
export const listLengthMax = 1024;
/** So many elements one answer holds at most, whatever it reads, so that it fits into a client's frame. */
export const answeredElementsMax = 2048;

/** The replicated lists. A list is never changed but replaced, so that an answer can hold on to what it read. */
export class Lists {
  readonly #lists = new Map<string, readonly ListElement[]>();

  /** Does all of `micros`, in their order and at one moment, or nothing: what is past a bound is rejected whole. */
  execute(micros: readonly MicroOperation[]): CommandOutcome {
    const changed = new Map<string, readonly ListElement[]>();
    const results: MicroResult[] = [];
    let answered = 0;
    for (const micro of micros) {
      const [f, key, element] = micro;
      const list = changed.get(key) ?? this.#lists.get(key);
      if (f === 'append') {
        if (list !== undefined && list.length >= listLengthMax) return rejected('list-full');
        changed.set(key, [...(list ?? []), element]);
        results.push(micro);
      } else {
        answered += list?.length ?? 0;
        if (answered > answeredElementsMax) return rejected('answer-too-long');
        results.push([f, key, list ?? null]);
      }
    }
    for (const [key, list] of changed) this.#lists.set(key, list);
    return { kind: 'ok', value: results };
  }

  /** All lists, in an order that is the same on every replica; for digests. */
  entries(): readonly (readonly [key: string, list: readonly ListElement[]])[] {
    return [...this.#lists].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

function rejected(reason: string): CommandOutcome {
  return { kind: 'rejected', reason, value: null };
}
