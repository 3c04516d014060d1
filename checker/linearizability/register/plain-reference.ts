import { neverReturned } from '../../history/operation-table.ts';
import type { Budget } from '../budget.ts';
import type { Calls, Decider, Decision } from '../decider.ts';
import { registerKind } from './register-calls.ts';

/**
 * The search that everybody knows, as plainly as it can be written: Wing & Gong's depth-first search over a linked list
 * of events with Lowe's memory of configurations (the set of linearized calls, and the state). It prunes nothing, and
 * its memory grows with the square of the number of calls. Benchmarks and fuzzing hold the other deciders against it.
 */
export const plainReference: Decider = {
  name: 'plain-reference',
  complexity: 'exponential in the number of calls that overlap',
  source: 'Wing & Gong, JPDC 17 (1993); Lowe, Testing for Linearizability, CCPE 29 (2017), section 3',
  decide: (calls, budget) => new PlainSearch(calls, budget).run(),
};

const stepsBetweenLooks = 4_096;
/** A set in a JavaScript map takes this many bytes beside its words, as far as can be told. */
const entryOverheadBytes = 160;

type Configuration = Readonly<{ linearized: Uint32Array; state: number }>;
/** A call (`match`: its return) or a return (`match`: null), between its neighbours. */
type Event = { readonly id: number; match: Event | null; previous: Event | null; next: Event | null };
type Step = Readonly<{ event: Event; stateBefore: number }>;

class PlainSearch {
  readonly #calls: Calls;
  readonly #budget: Budget;
  readonly #head: Event;
  readonly #linearized: Uint32Array;
  readonly #visited = new Map<number, Configuration[]>();
  #reservedBytes = 0;

  constructor(calls: Calls, budget: Budget) {
    this.#calls = calls;
    this.#budget = budget;
    this.#head = eventList(calls);
    this.#linearized = new Uint32Array(Math.ceil(calls.size / 32));
  }

  run(): Decision {
    const order: Step[] = [];
    let missing = this.#calls.ret.reduce((count, ret) => count + Number(ret !== neverReturned), 0);
    const required = missing;
    let missingMin = missing;
    let state = this.#calls.initial;
    let event = this.#head.next;
    for (let steps = 1; missing > 0; steps++) {
      const limit = steps % stepsBetweenLooks === 0 ? this.#budget.limitReached(required - missingMin) : null;
      if (limit !== null) return this.#end({ kind: 'exhausted', limit, linearizedMax: required - missingMin });
      if (event !== null && event.match !== null) {
        const next = this.#stateAfter(event.id, state);
        if (next === null) {
          event = event.next;
          continue;
        }
        this.#toggle(event.id);
        const remembered = this.#remember(next);
        if (remembered === 'full')
          return this.#end({ kind: 'exhausted', limit: 'memory', linearizedMax: required - missingMin });
        if (remembered === 'known') {
          this.#toggle(event.id);
          event = event.next;
          continue;
        }
        order.push({ event, stateBefore: state });
        state = next;
        if (this.#calls.ret[event.id] !== neverReturned) missingMin = Math.min(missingMin, --missing);
        lift(event);
        event = this.#head.next;
      } else {
        const last = order.pop();
        if (last === undefined) return this.#end({ kind: 'not-linearizable' });
        unlift(last.event);
        this.#toggle(last.event.id);
        if (this.#calls.ret[last.event.id] !== neverReturned) missing++;
        state = last.stateBefore;
        event = last.event.next;
      }
    }
    return this.#end({ kind: 'linearizable', order: order.map((step) => step.event.id) });
  }

  #end(decision: Decision): Decision {
    this.#budget.release(this.#reservedBytes);
    return decision;
  }

  /** Null: not legal. */
  #stateAfter(id: number, state: number): number | null {
    const { kind, a, b } = this.#calls;
    const value = a[id] ?? 0;
    if (kind[id] === registerKind.write) return value;
    if (kind[id] === registerKind.failedCas) return state === value ? null : state;
    if (state !== value) return null;
    return kind[id] === registerKind.cas ? (b[id] ?? 0) : state;
  }

  #toggle(id: number): void {
    this.#linearized[id >>> 5] = (this.#linearized[id >>> 5] ?? 0) ^ (1 << (id & 31));
  }

  #remember(state: number): 'new' | 'known' | 'full' {
    let hash = state;
    for (const word of this.#linearized) hash = Math.imul(hash ^ word ^ (hash >>> 15), 0x2c1b3c6d);
    const bucket = this.#visited.get(hash);
    const isKnown = (other: Configuration): boolean =>
      other.state === state && other.linearized.every((word, index) => word === this.#linearized[index]);
    if (bucket?.some(isKnown) === true) return 'known';
    const bytes = this.#linearized.byteLength + entryOverheadBytes;
    if (!this.#budget.reserve(bytes)) return 'full';
    this.#reservedBytes += bytes;
    const configuration = { linearized: this.#linearized.slice(), state };
    if (bucket === undefined) this.#visited.set(hash, [configuration]);
    else bucket.push(configuration);
    return 'new';
  }
}

/** The calls and returns in real-time order, behind a head; crashed calls return at the end, one after the other. */
function eventList({ size, call, ret }: Calls): Event {
  const events: { position: number; event: Event }[] = [];
  for (let id = 0; id < size; id++) {
    const returning: Event = { id, match: null, previous: null, next: null };
    const calling: Event = { id, match: returning, previous: null, next: null };
    events.push({ position: call[id] ?? 0, event: calling }, { position: ret[id] ?? neverReturned, event: returning });
  }
  events.sort((one, other) => one.position - other.position);
  const head: Event = { id: -1, match: null, previous: null, next: null };
  let last = head;
  for (const { event } of events) {
    last.next = event;
    event.previous = last;
    last = event;
  }
  return head;
}

function lift(event: Event): void {
  if (event.previous) event.previous.next = event.next;
  if (event.next) event.next.previous = event.previous;
  const { match } = event;
  if (match?.previous) match.previous.next = match.next;
  if (match?.next) match.next.previous = match.previous;
}

function unlift(event: Event): void {
  const { match } = event;
  if (match?.previous) match.previous.next = match;
  if (match?.next) match.next.previous = match;
  if (event.previous) event.previous.next = event;
  if (event.next) event.next.previous = event;
}
