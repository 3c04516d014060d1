import type { NemesisEvent } from '#nemesis';
import type { Cluster, Fault, Recorder, Steering } from '../ports/index.ts';

/**
 * The time in which messages between nodes wait to be released, recorded as a window in which everybody is cut off from everybody;
 * its proof is that messages are there which their receivers have not had.
 */
export class SilenceWindow {
  readonly #steering: Steering;
  readonly #recorder: Recorder;
  readonly #window: Readonly<{ window: number; fault: Fault }>;

  constructor({ nodes }: Pick<Cluster, 'nodes'>, steering: Steering, recorder: Recorder) {
    this.#steering = steering;
    this.#recorder = recorder;
    this.#window = { window: 0, fault: everybodySilent(nodes) };
  }

  begins(): void {
    this.#record({ phase: 'inject', target: null, ...this.#window });
  }

  /** Notes what is held back. */
  isSeen(when: 'injected' | 'before-heal'): void {
    const { length } = this.#steering.held;
    const evidence = `${length} messages between nodes are held back`;
    this.#record({ phase: 'probe', when, ...this.#window, effective: length > 0, evidence });
  }

  /** Lets the cluster go. */
  async ends(): Promise<void> {
    this.#record({ phase: 'healing', ...this.#window });
    await this.#steering.letGo();
    this.#record({ phase: 'heal', ...this.#window });
  }

  #record(value: NemesisEvent): void {
    this.#recorder.record({ process: 'nemesis', type: 'info', f: 'partition', value });
  }
}

function everybodySilent(nodes: readonly string[]): Fault {
  const grudge = Object.fromEntries(nodes.map((node) => [node, nodes.filter((other) => other !== node)]));
  return { kind: 'partition', variant: 'steered', grudge };
}
