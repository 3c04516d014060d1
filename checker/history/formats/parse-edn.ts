import { exactNumber } from './exact-number.ts';
import { MalformedForm, type Parsed, TextEnds } from './form-scanner.ts';
import { printed } from './printed.ts';

const depthMax = 100;

/**
 * The first form of EDN at or after `from`, in JSON's words: nil is null, keywords, symbols and characters are strings
 * without their marks, vectors, lists and sets are lists, maps are objects whose keys are strings (a key that is no
 * text is printed), tags are left out. Whole numbers beyond 2^53 - 1 are bigint; what would be rounded is refused.
 * This is the part of EDN that histories are made of, read strictly; packages for it round numbers and know no places.
 * @throws TextEnds when the text ends inside the form and more may come, MalformedForm when it is not EDN
 */
export function parseEdn(text: string, from: number, isComplete: boolean): Parsed<unknown> {
  const parser = new EdnParser(text, from, isComplete);
  parser.skipSpace();
  const start = parser.at;
  return { form: parser.form(), start, end: parser.at };
}

/** Where the first form at or after `from` begins, past space, comments and discarded forms; -1: the text ends before. */
export function startOfForm(text: string, from: number, isComplete: boolean): number {
  const parser = new EdnParser(text, from, isComplete);
  parser.skipSpace();
  return parser.at < text.length ? parser.at : -1;
}

const closers: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '"': '"', '\\': '\\' };
const namedCharacters: Readonly<Record<string, string>> = { newline: '\n', space: ' ', tab: '\t', return: '\r' };
const beginsNumber = /^[+-]?\d/;
/** Whole numbers that are surely exact, which is what most numbers are. */
const shortInteger = /^-?(?:0|[1-9]\d{0,14})$/;
/** A leading zero would be octal to some readers, and is none of EDN. */
const number = /^[+-]?(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d+)?$/;

class EdnParser {
  readonly #text: string;
  readonly #isComplete: boolean;
  at: number;

  constructor(text: string, from: number, isComplete: boolean) {
    this.#text = text;
    this.at = from;
    this.#isComplete = isComplete;
  }

  form(): unknown {
    this.#depth += 1;
    if (this.#depth > depthMax) throw new MalformedForm(this.at, `at most ${depthMax} levels of nesting`, 'one more');
    this.skipSpace(); // counted, because a discarded form is a form within the space
    const form = this.#bareForm();
    this.#depth -= 1;
    return form;
  }
  /** Forms that are begun and not ended, those that are discarded among them. */
  #depth = 0;

  #bareForm(): unknown {
    const first = this.#text[this.at];
    switch (first) {
      case undefined:
        throw this.#ended('a value');
      case '[':
      case '(':
        return this.#sequence(first);
      case '{':
        return this.#map();
      case '"':
        return this.#string();
      case '\\':
        return this.#character();
      case '#':
        return this.#dispatched();
      case ']':
      case ')':
      case '}':
        throw new MalformedForm(this.at, 'a value', first);
      default:
        return this.#atom();
    }
  }

  skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.at);
      if (isSpace(code)) this.at += 1;
      else if (code === semicolon) this.#skipComment();
      else if (code === hash && this.#next() === '_') this.#discard();
      else return;
    }
  }

  #skipComment(): void {
    const end = this.#text.indexOf('\n', this.at);
    if (end < 0 && !this.#isComplete) throw new TextEnds();
    this.at = end < 0 ? this.#text.length : end + 1;
  }

  /** `#_ form`: the form is there to be left out. */
  #discard(): void {
    this.at += 2;
    this.form();
  }

  #sequence(opener: string): unknown[] {
    const closer = closers[opener] ?? ']';
    const elements: unknown[] = [];
    this.at += 1;
    while (!this.#closes(closer)) elements.push(this.form());
    return elements.slice(); // an array that grew has room for 17, which for a million pairs is twice the memory
  }

  #map(): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    this.at += 1;
    while (!this.#closes('}')) {
      const keyAt = this.at;
      const key = this.form();
      if (this.#closes('}')) throw new MalformedForm(keyAt, 'a value for each key of a map', 'the end of the map');
      const name = typeof key === 'string' ? key : printed(key);
      if (Object.hasOwn(map, name)) throw new MalformedForm(keyAt, 'each key of a map once', `${name} again`);
      const value = this.form();
      if (name === '__proto__') Object.defineProperty(map, name, { value, enumerable: true });
      else map[name] = value;
    }
    return map;
  }

  /** Passes the closing bracket, if that is what comes next. */
  #closes(closer: string): boolean {
    this.skipSpace();
    const character = this.#text[this.at];
    if (character === undefined) throw this.#ended(`"${closer}"`);
    if (character === closer) this.at += 1;
    else if (character === ']' || character === ')' || character === '}') {
      throw new MalformedForm(this.at, `"${closer}"`, `"${character}"`);
    }
    return character === closer;
  }

  #string(): string {
    const start = this.at;
    const parts: string[] = [];
    let from = start + 1;
    for (let at = from; ; at += 1) {
      const character = this.#text[at];
      if (character === undefined) throw this.#ended('the end of a string');
      if (character === '"') {
        parts.push(this.#text.slice(from, at));
        this.at = at + 1;
        return detached(parts.join(''));
      }
      if (character !== '\\') continue;
      parts.push(this.#text.slice(from, at));
      const escaped = this.#text[at + 1];
      if (escaped === undefined) throw this.#ended('the end of a string');
      if (escaped === 'u') {
        parts.push(this.#codeUnit(at + 2));
        at += 5;
      } else {
        const plain = escapes[escaped];
        if (plain === undefined) throw new MalformedForm(at, 'an escape such as \\n', `\\${escaped}`);
        parts.push(plain);
        at += 1;
      }
      from = at + 1;
    }
  }

  #codeUnit(at: number): string {
    const digits = this.#text.slice(at, at + 4);
    if (digits.length < 4 && !this.#isComplete) throw new TextEnds();
    if (!/^[\da-fA-F]{4}$/.test(digits)) throw new MalformedForm(at, 'four hexadecimal digits', digits);
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #character(): string {
    const start = this.at;
    if (this.#next() === undefined) throw this.#ended('a character');
    this.at += 2; // the character itself may be a bracket
    const name = this.#text.slice(start + 1, start + 2) + this.#word();
    if (name.length === 1) return name;
    if (/^u[\da-fA-F]{4}$/.test(name)) return String.fromCharCode(Number.parseInt(name.slice(1), 16));
    const named = namedCharacters[name];
    if (named === undefined) throw new MalformedForm(start, 'a character such as \\a or \\newline', `\\${name}`);
    return named;
  }

  /** `#{…}` is a set; `#tag form` is the form, whatever its tag means elsewhere. */
  #dispatched(): unknown {
    const start = this.at;
    const next = this.#next();
    if (next === undefined) throw this.#ended('a set or a tag');
    this.at += 1;
    if (next === '{') return this.#sequence('{');
    const tag = this.#word();
    if (!/^:?[A-Za-z]/.test(tag)) throw new MalformedForm(start, 'a set or a tag', `#${tag}`);
    return this.form();
  }

  #atom(): unknown {
    const start = this.at;
    const word = this.#word();
    if (word === 'nil') return null;
    if (word === 'true' || word === 'false') return word === 'true';
    if (beginsNumber.test(word)) return this.#number(word, start);
    if (!word.startsWith(':')) return detached(word);
    if (word.length < 2) throw new MalformedForm(start, 'the name of a keyword', word);
    return detached(word.slice(1));
  }

  #number(word: string, start: number): number | bigint {
    if (shortInteger.test(word)) return Number(word);
    const digits = /[NM]$/.test(word) ? word.slice(0, -1) : word; // arbitrary precision, asked for
    const value = number.test(digits) ? exactNumber(digits) : null;
    if (value === null) throw new MalformedForm(start, 'a number that is exact', word);
    return value;
  }

  /** What stands before the next space or bracket. */
  #word(): string {
    let end = this.at;
    while (end < this.#text.length && !endsWord(this.#text.charCodeAt(end))) end += 1;
    if (end === this.#text.length && !this.#isComplete) throw new TextEnds();
    const word = this.#text.slice(this.at, end);
    this.at = end;
    return word;
  }

  #next(): string | undefined {
    const next = this.#text[this.at + 1];
    if (next === undefined && !this.#isComplete) throw new TextEnds();
    return next;
  }

  #ended(expected: string): Error {
    return this.#isComplete ? new MalformedForm(this.#text.length, expected, 'the end of the file') : new TextEnds();
  }
}

const comma = 0x2c;
const semicolon = 0x3b;
const hash = 0x23;

/** These two are asked for every character, so they compare codes; beyond ASCII the language knows what is space. */
function isSpace(code: number): boolean {
  return code <= 0x7f
    ? code === 0x20 || code === comma || (code >= 0x09 && code <= 0x0d)
    : /\s/.test(String.fromCharCode(code));
}

function endsWord(code: number): boolean {
  return code <= 0x7f ? endsWordInAscii[code] === 1 : isSpace(code);
}
const endsWordInAscii: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, code) =>
  isSpace(code) || ';()[]{}"'.includes(String.fromCharCode(code)) ? 1 : 0,
);

/**
 * A copy. A piece cut from a long text would keep all of that text in memory for as long as it lives; V8 copies pieces
 * of up to 12 characters anyway.
 */
function detached(piece: string): string {
  return piece.length <= 12 ? piece : Buffer.from(piece, 'utf16le').toString('utf16le');
}
