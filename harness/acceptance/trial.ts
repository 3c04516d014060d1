import { join } from 'node:path';

/** The directory of package.json. */
export const projectDirectory: string = join(import.meta.dirname, '..', '..');

/** One line of what must hold. */
export type AcceptanceLine = Readonly<{
  number: number;
  title: string;
  /** False: a short replay of everything leaves it out, and of it alone is refused. */
  hasShortForm: boolean;
  /** Does what the line says and checks what it promises. A rejection fails the line. */
  replay(trial: Trial): Promise<void>;
}>;

/** One replay of one line: where it works, and what it has shown so far. Everything is printed at once. */
export class Trial {
  readonly isShort: boolean;
  /** Of this line alone. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly #print: (text: string) => void;
  #held = 0;
  #broken = 0;

  constructor(options: { isShort: boolean; directory: string; signal: AbortSignal; print: (text: string) => void }) {
    this.isShort = options.isShort;
    this.directory = options.directory;
    this.signal = options.signal;
    this.#print = options.print;
  }

  get storeDirectory(): string {
    return join(this.directory, 'store');
  }

  /** A line that checked nothing has shown nothing. */
  get hasPassed(): boolean {
    return this.#held > 0 && this.#broken === 0;
  }

  /** Says what is run, so that a person can repeat it. */
  running(what: string): void {
    this.#print(`  $ ${what}`);
  }

  /** Says something that was seen and that no promise depends on. */
  saw(what: string): void {
    this.#print(`  saw   ${what}`);
  }

  /** Notes whether `promise` holds, with what was seen. */
  check(promise: string, holds: boolean, seen: string | number): void {
    if (holds) this.#held += 1;
    else this.#broken += 1;
    this.#print(`  ${holds ? 'holds' : 'FAILS'} ${promise}: ${seen}`);
  }
}
