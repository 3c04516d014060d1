import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What a node's clocks are set to: the wall clock `offsetMs` ahead (for nodes in mode `wall`), or both clocks to take
 * `rate` seconds for one from where they are (mode `rate`).
 */
export type ClockSetting = Readonly<{ kind: 'offset'; offsetMs: number }> | Readonly<{ kind: 'rate'; rate: number }>;

/** What the file tells the library: `age` being the time since the process began, clocks are `offset + age * (rate - 1)` ahead. */
type FileSetting = Readonly<{ offsetMs: number; rate: number }>;

/** By how much the age of a process may be wrong, and the moment at which it takes up a change. */
const ageErrorMs = 100;

/**
 * The file by which libfaketime is told what the clocks of one node do. It is replaced as a whole, since the library ends a
 * process that finds half of it, and so it cannot be mounted into a container alone, only its directory can.
 */
export class ClockFile {
  readonly path: string;
  #setting: FileSetting = { offsetMs: 0, rate: 1 };

  /** Puts the file there; the clocks are true. */
  constructor(path: string) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    this.#write(this.#setting);
  }

  /** Sets the clocks from now on. `ageMs`: the time since the node's process began. */
  turn(setting: ClockSetting, ageMs: number): void {
    this.#write(
      setting.kind === 'offset'
        ? { offsetMs: setting.offsetMs, rate: 1 }
        : changeRate(this.#setting, { rate: setting.rate, ageMs }),
    );
  }

  #write(setting: FileSetting): void {
    this.#setting = setting;
    const { offsetMs, rate } = setting;
    const sign = offsetMs < 0 ? '-' : '+';
    // The rate is always there: without it the library keeps the last one.
    writeFileSync(`${this.path}.new`, `${sign}${(Math.abs(offsetMs) / 1000).toFixed(6)} x${rate}\n`);
    renameSync(`${this.path}.new`, this.path);
  }
}

/**
 * The setting with another rate in which clocks are where they were. The library counts a rate from the beginning of
 * the process, which is known only about, so the change is reckoned for a moment at which an error makes the clocks
 * step ahead (by less than 2 * 100 ms times the change of rate), never back.
 */
export function changeRate(
  { offsetMs, rate: oldRate }: FileSetting,
  { rate, ageMs }: Readonly<{ rate: number; ageMs: number }>,
): FileSetting {
  const changeAtMs = rate < oldRate ? ageMs + ageErrorMs : ageMs - ageErrorMs;
  return { offsetMs: offsetMs + changeAtMs * (oldRate - rate), rate };
}
