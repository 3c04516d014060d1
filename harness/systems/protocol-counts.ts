/** What the traces of all nodes add up to; an instance that several coordinators decided counts once. */
export type ProtocolCounts = Readonly<{
  /** Instances decided in a fast, and in a classic round. */
  fast: number;
  classic: number;
  /** Instances in which acceptors were seen, or suspected, to have voted differently in one fast round. */
  collisions: number;
  /** Coordinated recoveries. */
  recoveries: number;
  /** How often PICK came to each of its cases. */
  picks: Readonly<Record<string, number>>;
}>;

/** Adds up trace events, one by one. */
export class ProtocolCounter {
  readonly #decided = new Map<unknown, unknown>();
  readonly #collided = new Set<unknown>();
  readonly #recovered = new Set<string>();
  readonly #picks: Record<string, number> = { K1: 0, K2a: 0, K2b: 0, K2c: 0, broken: 0 };

  /** An event of another kind counts nothing. */
  count(event: Readonly<Record<string, unknown>>): void {
    const { kind, instance, round } = event;
    if (kind === 'decided' && !this.#decided.has(instance)) this.#decided.set(instance, event['roundKind']);
    if (kind === 'collision') this.#collided.add(instance);
    if (kind === 'recovery') this.#recovered.add(`${String(instance)}/${String(round)}`);
    if (kind === 'pick') {
      const pickCase = String(event['case']);
      this.#picks[pickCase] = (this.#picks[pickCase] ?? 0) + 1;
    }
  }

  counts(): ProtocolCounts {
    const kinds = [...this.#decided.values()];
    return {
      fast: kinds.filter((kind) => kind === 'fast').length,
      classic: kinds.filter((kind) => kind === 'classic').length,
      collisions: this.#collided.size,
      recoveries: this.#recovered.size,
      picks: { ...this.#picks },
    };
  }
}
