/** What is wrong with a scenario file, and where: one line. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly code = 'SCENARIO_MALFORMED';
}

/** A value in a JSON file, together with where it stands, so that whatever does not fit can be told. */
export class JsonReader {
  readonly value: unknown;
  readonly #where: string;

  constructor(value: unknown, where: string) {
    this.value = value;
    this.#where = where;
  }

  /** @throws ScenarioError always: `what` belongs here */
  refuse(what: string): never {
    const text = JSON.stringify(this.value) ?? 'nothing';
    const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
    throw new ScenarioError(`${this.#where} has to be ${what}, not ${shown}`);
  }

  /** Its fields; an unknown key is refused, because whoever wrote it meant something by it. @throws ScenarioError */
  fields(known: readonly string[]): (key: string) => JsonReader {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.refuse('an object');
    const stranger = Object.keys(value).find((key) => !known.includes(key));
    if (stranger !== undefined) {
      throw new ScenarioError(`${this.#where} has an unknown key "${stranger}"; known: ${known.join(', ')}`);
    }
    const entries: ReadonlyMap<string, unknown> = new Map(Object.entries(value));
    return (key) => new JsonReader(entries.get(key), `${this.#where}.${key}`);
  }

  /** @throws ScenarioError */
  list<Item>(read: (item: JsonReader) => Item): readonly Item[] {
    const { value } = this;
    if (!Array.isArray(value)) return this.refuse('a list');
    return value.map((item: unknown, place) => read(new JsonReader(item, `${this.#where}[${place}]`)));
  }

  /** Undefined where there is nothing. */
  optional<Item>(read: (item: JsonReader) => Item): Item | undefined {
    return this.value === undefined ? undefined : read(this);
  }

  /** @throws ScenarioError */
  text(): string {
    return typeof this.value === 'string' ? this.value : this.refuse('a text');
  }

  /** @throws ScenarioError */
  oneOf<Word extends string | number>(words: readonly Word[]): Word {
    return words.find((word) => word === this.value) ?? this.refuse(`one of ${words.join(', ')}`);
  }

  /** @throws ScenarioError */
  numberFrom(min: number, max: number): number {
    const { value } = this;
    const fits = typeof value === 'number' && value >= min && value <= max;
    return fits ? value : this.refuse(`a number from ${min} to ${max}`);
  }

  /** @throws ScenarioError */
  wholeNumberFrom(min: number, max: number): number {
    const { value } = this;
    const fits = typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
    return fits ? value : this.refuse(`a whole number from ${min} to ${max}`);
  }
}
