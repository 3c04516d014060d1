import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { fileAsRun } from '#foundation';
import type {
  ControlResult,
  DirectedResult,
  MutantTask,
  runControl,
  runDirected,
  runShrink,
  runSwarm,
  ShrunkSize,
  SwarmResult,
} from './mutant-task.ts';

type Tasks = {
  runDirected: typeof runDirected;
  runSwarm: typeof runSwarm;
  runControl: typeof runControl;
  runShrink: typeof runShrink;
};

/** Threads that try mutants, one task at a time each. */
export class MutantThreads implements AsyncDisposable {
  readonly #pool: Piscina;
  readonly #signal: AbortSignal;

  /** `signal` ends everything that is under way. */
  constructor(threads: number, signal: AbortSignal) {
    this.#signal = signal;
    this.#pool = new Piscina({
      filename: fileURLToPath(new URL(fileAsRun('./mutant-task.ts'), import.meta.url)),
      minThreads: threads,
      maxThreads: threads,
    });
  }

  directed(mutant: string): Promise<DirectedResult> {
    return this.#run('runDirected', { kind: 'directed', mutant });
  }

  swarm(task: Omit<Extract<MutantTask, { kind: 'swarm' }>, 'kind'>): Promise<SwarmResult> {
    return this.#run('runSwarm', { kind: 'swarm', ...task });
  }

  control(mutant: string, seeds: number): Promise<ControlResult> {
    return this.#run('runControl', { kind: 'control', mutant, seeds });
  }

  /** `seed`: of the drawn scenario that convicts; null: the directed one. */
  shrink(mutant: string, seed: number | null): Promise<ShrunkSize> {
    return this.#run('runShrink', { kind: 'shrink', mutant, seed });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.destroy();
  }

  async #run<Result>(name: keyof Tasks, task: MutantTask): Promise<Result> {
    const result: Result = await this.#pool.run(task, { name, signal: this.#signal });
    return result;
  }
}
