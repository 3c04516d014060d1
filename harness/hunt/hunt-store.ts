import { writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { HarnessError } from '../harness-error.ts';
import { newDirectory, writeJson } from '../run-store.ts';
import { type SimOutcome, type SimScenario, scenarioText } from '../simulation/index.ts';
import type { HuntReport } from './hunt-report.ts';

/** A failing run as it is kept. */
export type KeptRun = Readonly<{ scenario: SimScenario; outcome: SimOutcome }>;

/** The names of the files of a kept run. */
export const keptFiles = { scenario: 'scenario.json', outcome: 'outcome.json' } as const;

/**
 * Where a hunt keeps what it found: `<store>/hunts/<time>/`, in it a directory for each failing seed, and `hunt.json`. It is made when
 * there is something to keep. Of failures that are alike only the first few are kept.
 */
export class HuntStore {
  readonly #parent: string;
  readonly #name: string;
  #directory: string | null = null;
  readonly #kept = new Map<number, string>();
  readonly #alike = new Map<string, number>();

  constructor(storeDirectory: string, startedAt: string) {
    this.#parent = join(resolve(storeDirectory), 'hunts');
    this.#name = startedAt;
  }

  /** Where the run of `seed` is kept, from here; null: it is not. */
  directoryOf(seed: number): string | null {
    const directory = this.#kept.get(seed);
    return directory === undefined ? null : shownPath(directory);
  }

  /** @throws HarnessError STORE_NOT_WRITABLE */
  keep(seed: number, { scenario, outcome }: KeptRun): void {
    const fingerprint = outcome.violation?.fingerprint ?? '';
    const before = this.#alike.get(fingerprint) ?? 0;
    this.#alike.set(fingerprint, before + 1);
    if (before >= alikeMax) return;
    this.#write((hunt) => {
      const directory = newDirectory(hunt, `seed-${seed}`);
      writeFileSync(join(directory, keptFiles.scenario), scenarioText(scenario));
      writeJson(join(directory, keptFiles.outcome), outcome);
      this.#kept.set(seed, directory);
    });
  }

  /** Writes the report beside what was kept; where nothing was, there is nothing to go with it. */
  finish(report: HuntReport): void {
    if (this.#directory !== null) this.#write((hunt) => writeJson(join(hunt, 'hunt.json'), report));
  }

  #write(write: (directory: string) => void): void {
    try {
      this.#directory ??= newDirectory(this.#parent, this.#name);
      write(this.#directory);
    } catch (error) {
      throw new HarnessError('STORE_NOT_WRITABLE', `cannot write to ${this.#parent}; choose another --store.`, {
        cause: error,
      });
    }
  }
}

const alikeMax = 10;

/** As short as it can be typed. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
