import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Capabilities, Cluster, Environment, RunPlace, System } from '../../ports/index.ts';
import { startedOrDisposed } from '../started-or-disposed.ts';
import { DockerCluster } from './docker-cluster.ts';
import { type Engine, engineOrThrow, findEngine, isEngine } from './engine.ts';
import { ensureNodeImage } from './node-image.ts';

export type DockerEnvironmentOptions = Readonly<{
  /** How long a node may take to answer `/health` after a start (default 20 000). */
  readyTimeoutMs?: number;
  /** Takes a line when something takes longer than one would expect (default: says nothing). */
  announce?: (line: string) => void;
}>;

/** Runs nodes in containers of the engine that answers here, on a network of their own. */
export class DockerEnvironment implements Environment {
  readonly name = 'docker';
  readonly #readyTimeoutMs: number;
  readonly #announce: (line: string) => void;

  constructor({ readyTimeoutMs = 20_000, announce = () => {} }: DockerEnvironmentOptions = {}) {
    this.#readyTimeoutMs = readyTimeoutMs;
    this.#announce = announce;
  }

  async capabilities(): Promise<Capabilities> {
    const found = await findEngine();
    return isEngine(found)
      ? { available: true, remedies: [], faults: ['partition', 'kill', 'pause', 'clock'] }
      : { available: false, remedies: [`${found.reason}.`, found.remedy], faults: [] };
  }

  /** Makes sure that the engine has the image of the nodes. @throws HarnessError saying what is missing */
  async prepare(): Promise<Readonly<{ engine: Engine; image: string }>> {
    const engine = await engineOrThrow();
    const image = await ensureNodeImage(engine, () =>
      this.#announce('building the image of the nodes, which is done once for these sources ...'),
    );
    return { engine, image };
  }

  async start(system: System, place: RunPlace, signal: AbortSignal): Promise<Cluster> {
    const { engine, image } = await this.prepare();
    signal.throwIfAborted();
    const directory = resolve(place.directory);
    await mkdir(directory, { recursive: true });
    const cluster = new DockerCluster({
      engine,
      image,
      name: `ballotproof-${place.runId}-${randomBytes(3).toString('hex')}`,
      system,
      place: { ...place, directory },
      readyTimeoutMs: this.#readyTimeoutMs,
    });
    return startedOrDisposed(cluster, signal);
  }
}
