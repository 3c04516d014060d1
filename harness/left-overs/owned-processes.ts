import { randomUUID } from 'node:crypto';
import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { invariant } from '#foundation';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';

/** Name of the file in a run's directory; it is there as long as the run may own living processes. */
export const ownedFileName = 'owned.jsonl';

/** The environment variable that marks every process of a run. */
export const markVariable = 'BALLOTPROOF_RUN';

/** The first line of the file: who started the run, and the mark of all that it starts. */
export type Claim = Readonly<{ runId: string; mark: string; controller: ProcessIdentity }>;

/** Each further line: a process that was started. */
export type OwnedProcess = Readonly<{ name: string; process: ProcessIdentity }>;

/**
 * What a run owns, on file before anything is started: if the controller is killed, `removeLeftOvers` finds its
 * processes by their identity on file, and one that was started but not yet noted by the mark in its environment.
 * Needs /proc. Each line is written at once; the page cache outlives the controller, and nothing outlives the machine.
 */
export class OwnedProcesses implements Disposable {
  readonly #path: string;
  readonly #mark: string;

  /** Puts the claim on file. `runDirectory` exists. */
  constructor(runDirectory: string, runId: string) {
    const controller = identifyProcess(process.pid);
    invariant(controller !== null, 'this process lives');
    this.#path = join(runDirectory, ownedFileName);
    this.#mark = `${runId}/${randomUUID()}`;
    const claim: Claim = { runId, mark: this.#mark, controller };
    writeFileSync(`${this.#path}.new`, `${JSON.stringify(claim)}\n`);
    renameSync(`${this.#path}.new`, this.#path);
  }

  /** Every process of the run is started with these variables. */
  get environment(): Readonly<Record<string, string>> {
    return { [markVariable]: this.#mark };
  }

  /** Notes a process that was just started; null when it is gone already. */
  add(name: string, pid: number): ProcessIdentity | null {
    const identity = identifyProcess(pid);
    if (identity === null) return null;
    const line: OwnedProcess = { name, process: identity };
    appendFileSync(this.#path, `${JSON.stringify(line)}\n`);
    return identity;
  }

  /** The run owns nothing any more. */
  [Symbol.dispose](): void {
    rmSync(this.#path, { force: true });
  }
}
