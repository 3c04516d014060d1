import { malformed, type Place } from './place.ts';
import { textChunks } from './text-chunks.ts';

/** A form of more characters is no event of a history, and shall not fill the memory. */
const formLengthMax = 2 ** 26;

const newline = 0x0a;

/** What a parser throws when the text at hand ends before the form does. */
export class TextEnds extends Error {}

/**
 * A file as one long text of which only a window is in memory. A parser takes forms from the start of the window; when
 * the text ends inside a form, the window grows and the parser begins the form again. The window at least doubles each
 * time, so that all attempts together cost no more than a constant factor.
 */
export class FormScanner {
  readonly file: string;
  readonly #chunks: AsyncGenerator<string>;
  #text = '';
  #at = 0;
  #line = 1;
  #column = 1;
  #isComplete = false;

  constructor(file: string) {
    this.file = file;
    this.#chunks = textChunks(file);
  }

  /** Closes the file, also when its end was not reached. */
  async close(): Promise<void> {
    await this.#chunks.return(undefined);
  }

  /**
   * What `parse` makes of the text from the present place on; null: the text at hand ends before, call `more` and try
   * again. `parse` gets the text, where to begin, and whether the file ends with the text; it gives back its form and
   * where that ends, or throws `TextEnds` when it needs more text.
   * @throws HistoryError with line and column for a `MalformedForm`
   */
  take<Form>(parse: (text: string, from: number, isComplete: boolean) => Parsed<Form>): Placed<Form> | null {
    try {
      const { form, start, end } = parse(this.#text, this.#at, this.#isComplete);
      this.#advance(start);
      const place = this.place;
      this.#advance(end);
      return { form, place };
    } catch (error) {
      if (error instanceof MalformedForm) throw malformed(this.#placeOf(error.at), error.expected, error.found);
      if (error instanceof TextEnds) return null;
      throw error;
    }
  }

  get place(): Place {
    return { file: this.file, line: this.#line, column: this.#column };
  }

  /** Reads on. @throws HistoryError when the form that is not complete yet is too long */
  async more(): Promise<void> {
    const held = this.#text.slice(this.#at);
    if (held.length > formLengthMax) {
      throw malformed(this.place, `values of at most ${formLengthMax} characters`, held);
    }
    const pieces = [held];
    for (let length = 0; length <= held.length; ) {
      const { value, done } = await this.#chunks.next();
      if (done) {
        this.#isComplete = true;
        break;
      }
      pieces.push(value);
      length += value.length;
    }
    this.#text = pieces.join('');
    this.#at = 0;
  }

  #advance(to: number): void {
    const { line, column } = this.#placeOf(to);
    this.#line = line;
    this.#column = column;
    this.#at = to;
  }

  #placeOf(at: number): Place {
    let line = this.#line;
    let column = this.#column;
    let from = this.#at;
    // Not by indexOf: without a newline in sight that would search all of the window, for each form again.
    for (let index = from; index < at; index += 1) {
      if (this.#text.charCodeAt(index) !== newline) continue;
      line += 1;
      column = 1;
      from = index + 1;
    }
    column += Math.max(0, at - from);
    return { file: this.file, line, column };
  }
}

/** A form, and where it begins and ends in the text that the parser was given. */
export type Parsed<Form> = Readonly<{ form: Form; start: number; end: number }>;

/** A form, and where it begins in the file. */
export type Placed<Form> = Readonly<{ form: Form; place: Place }>;

/** What a parser throws when the text cannot become a form, whatever follows. */
export class MalformedForm extends Error {
  readonly at: number;
  readonly expected: string;
  readonly found: string;

  constructor(at: number, expected: string, found: string) {
    super(`expected ${expected}, found ${found}`);
    this.at = at;
    this.expected = expected;
    this.found = found;
  }
}
