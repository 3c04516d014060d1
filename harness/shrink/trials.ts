import { simulate } from '../hunt/simulate.ts';
import type { Clock } from '../ports/index.ts';
import type { RunOptions, SimOutcome, SimScenario, SimViolation } from '../simulation/index.ts';

/** How far a shrinking has come. */
export type ShrinkProgress = Readonly<{ runs: number; step: string; best: SimScenario }>;

export type TrialsRequest = Readonly<{
  scenario: SimScenario;
  /** What the run of `scenario` ends with. */
  violation: SimViolation;
  events: number;
  clock: Clock;
  timeLimitMs: number;
  /** How candidates are run. Absent: as hunting does. */
  simulate?: typeof simulate;
  /** Once it holds of the best scenario it has to hold of all that follow. Absent: there is nothing of the kind. */
  keeps?: (scenario: SimScenario, violation: SimViolation) => boolean;
  /** So many candidates are run at most: unlike a time limit, that gives the same everywhere. Absent: any number. */
  runsMax?: number;
  stop: AbortSignal;
  observe(progress: ShrinkProgress): void;
}>;

/** So long the process hears nothing else. */
const sliceMs = 50;

/** The smallest scenario so far that fails as the first one did, and what may still be spent on smaller ones. */
export class Trials {
  readonly #request: TrialsRequest;
  readonly #endNs: number;
  #best: SimScenario;
  #violation: SimViolation;
  #events: number;
  #runs = 0;
  #step = '';
  #sliceEndNs = 0;

  constructor(request: TrialsRequest) {
    this.#request = request;
    this.#endNs = request.clock.nowNs() + request.timeLimitMs * 1e6;
    this.#best = request.scenario;
    this.#violation = request.violation;
    this.#events = request.events;
  }

  get best(): SimScenario {
    return this.#best;
  }

  /** What the best one ends with. */
  get violation(): SimViolation {
    return this.#violation;
  }

  get runs(): number {
    return this.#runs;
  }

  /** True when time is over, or the runs are used up, or somebody has had enough. */
  get isOver(): boolean {
    const { stop, clock, runsMax } = this.#request;
    return stop.aborted || clock.nowNs() > this.#endNs || (runsMax !== undefined && this.#runs >= runsMax);
  }

  /** Runs a scenario as candidates are run. */
  simulate(scenario: SimScenario, options: RunOptions = {}): SimOutcome {
    return (this.#request.simulate ?? simulate)(scenario, options);
  }

  /** What is being tried, for people. */
  begin(step: string): void {
    this.#step = step;
    this.#tell();
  }

  /**
   * Runs a candidate; if it fails in the same way it is the best one from now on; `sooner`: only if it does so after fewer events;
   * `unhealed`: only if it does so before all is healed. False also when nothing may be spent any more.
   */
  async accepts(candidate: SimScenario, when: 'ever' | 'sooner' | 'unhealed' = 'ever'): Promise<boolean> {
    await this.#breathe();
    if (this.isOver) return false;
    this.#runs += 1;
    const outcome = this.#run(candidate);
    if (outcome === null || outcome.violation?.fingerprint !== this.#request.violation.fingerprint) return false;
    if (!this.#keepsWhatItHas(candidate, outcome.violation)) return false;
    if (when === 'sooner' && outcome.events >= this.#events) return false;
    if (when === 'unhealed' && outcome.violation.atMs >= candidate.healAtMs) return false;
    this.#best = candidate;
    this.#violation = outcome.violation;
    this.#events = outcome.events;
    return true;
  }

  /** The first of `candidates` that is accepted; false: none is. */
  async acceptsOneOf(candidates: Iterable<SimScenario>): Promise<boolean> {
    for (const candidate of candidates) {
      if (await this.accepts(candidate)) return true;
      if (this.isOver) return false;
    }
    return false;
  }

  #keepsWhatItHas(candidate: SimScenario, violation: SimViolation): boolean {
    const { keeps } = this.#request;
    return keeps === undefined || keeps(candidate, violation) || !keeps(this.#best, this.#violation);
  }

  /** A candidate that goes on for much longer than the best one does not fail as that does. Null: it did not come to an end. */
  #run(candidate: SimScenario): SimOutcome | null {
    const until = 2 * this.#events + 2_000;
    const outcome = this.simulate(candidate, { until });
    return outcome.events < until ? outcome : null;
  }

  /** Lets interrupts and progress through. */
  async #breathe(): Promise<void> {
    const { clock } = this.#request;
    if (clock.nowNs() < this.#sliceEndNs) return;
    await clock.sleep(0);
    this.#sliceEndNs = clock.nowNs() + sliceMs * 1e6;
    this.#tell();
  }

  #tell(): void {
    this.#request.observe({ runs: this.#runs, step: this.#step, best: this.#best });
  }
}
