import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimEnvironment } from '../../environments/sim/index.ts';
import { exitStatus } from '../../exit-status.ts';
import { nemesisEvent } from '../../judge/fault-windows.ts';
import { nemesisWords, RunRecorder, wantedHappenings } from '../../message-diagram/index.ts';
import type { RunEvent } from '../../run-event.ts';
import type { RunPlan } from '../../run-plan.ts';
import { type RunFiles, runFiles } from '../../run-store.ts';
import { readObservations } from '../../stored-run.ts';
import { type CarriedOut, carryOut } from '../carry-out.ts';
import { Interrupts } from '../interrupts.ts';
import type { AskedDiagram } from './asked-diagram.ts';
import { differenceBetween, differenceInHistory } from './compare-runs.ts';
import { drawDiagram } from './draw-diagram.ts';

type SimulatedRun = Readonly<{ before: RunFiles; plan: RunPlan }>;

/**
 * Runs the plan of a stored run of the simulator once more, elsewhere, draws what happens in it, and compares the two histories, and
 * the traces and journals of each node, byte by byte. Exit status: the verdict of the repetition; 2 when something differs. A run that is to
 * end at an event is not judged: 1 when an oracle objected until then, 2 when the history until then differs, else 0.
 */
export async function replaySimulatedRun(run: SimulatedRun, diagram: AskedDiagram, isJson: boolean): Promise<number> {
  const store = mkdtempSync(join(tmpdir(), 'ballotproof-replay-'));
  try {
    using interrupts = new Interrupts((line) => void process.stderr.write(`${line}\n`));
    const again = new Repetition(run, diagram);
    const outcome = outcomeOf(run, await again.carryOut(store, interrupts), interrupts.stop.aborted);
    const title = `${run.plan.scenario}, seed ${run.plan.seed}`;
    const drawn = drawDiagram(again.recorder.happenings, diagram, { names: run.plan.nodes, title });
    const { sentence, told } = outcome;
    process.stdout.write(
      isJson ? `${JSON.stringify({ version: 1, ...told })}\n` : `${[...drawn, sentence].join('\n')}\n`,
    );
    return outcome.exitStatus;
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
}

/** What a repetition came to: the whole run, or as much of it as was asked for. */
type Repeated =
  | (CarriedOut & Readonly<{ kind: 'whole' }>)
  | Readonly<{
      kind: 'ended';
      files: RunFiles;
      /** Of the history, recorded until then. */
      lines: number;
      until: number;
      objections: readonly string[];
    }>;

/** A run while it is repeated, with somebody listening. */
class Repetition {
  readonly recorder: RunRecorder;
  readonly #plan: RunPlan;
  readonly #until: number | undefined;
  readonly #past = new AbortController();
  #files: RunFiles | null = null;
  #lines = 0;

  constructor({ plan }: SimulatedRun, diagram: AskedDiagram) {
    const { until } = diagram;
    this.#plan = plan;
    this.#until = until;
    this.recorder = new RunRecorder({
      until,
      onPast: () => this.#past.abort(new Error(`event ${until} is past`)),
      wanted: (happenings) => wantedHappenings(happenings, diagram, plan.nodes),
    });
  }

  async carryOut(store: string, { stop, abandon }: Interrupts): Promise<Repeated> {
    const interrupts = { stop, abandon: AbortSignal.any([abandon, this.#past.signal]) };
    const environment = new SimEnvironment(this.recorder);
    const observe = (event: RunEvent): void => this.#take(event);
    try {
      const carried = await carryOut(this.#plan, { store, interrupts, environment, observe });
      return this.#ended() ?? { kind: 'whole', ...carried };
    } catch (error) {
      const ended = this.#ended();
      if (ended === null) throw error; // else it is the end that was asked for
      return ended;
    }
  }

  #ended(): Extract<Repeated, { kind: 'ended' }> | null {
    if (!this.#past.signal.aborted || this.#files === null || this.#until === undefined) return null;
    const { objections } = this.recorder;
    return { kind: 'ended', files: this.#files, lines: this.#lines, until: this.#until, objections };
  }

  #take(event: RunEvent): void {
    if (event.kind === 'opened') this.#files = runFiles(event.directory);
    if (event.kind !== 'op' || this.#past.signal.aborted) return;
    this.#lines += 1;
    const nemesis = nemesisEvent(event.op);
    if (nemesis === null) return;
    const { nodes: names } = this.#plan;
    for (const { nodes, words } of nemesisWords(nemesis, names)) {
      this.recorder.fault(
        names.flatMap((name, node) => (nodes.includes(name) ? [node] : [])),
        words,
      );
    }
  }
}

type Outcome = Readonly<{ sentence: string; told: Readonly<Record<string, unknown>>; exitStatus: number }>;

function outcomeOf({ before, plan }: SimulatedRun, again: Repeated, wasStopped: boolean): Outcome {
  if (again.kind === 'ended') {
    const { until, lines, objections } = again;
    const difference = differenceInHistory(before, again.files, lines);
    const [objection = null] = objections;
    const same =
      difference === null
        ? `As recorded: the same ${lines} lines of the history`
        : `This commit differs: ${difference}`;
    const objected = objection === null ? 'no oracle objected' : `an oracle objected: ${objection}`;
    const status = objection === null ? exitStatus.valid : exitStatus.invalid;
    return {
      sentence: `Ended after event ${until}, and so not judged; until then ${objected}. ${same}.`,
      told: { difference, until, objection },
      exitStatus: difference === null ? status : exitStatus.unknown,
    };
  }
  const { verdict, exitStatus: judged } = again.judgement;
  const difference = differenceBetween(before, again.files, plan.nodes);
  return {
    sentence: `${comparison(before, difference, wasStopped)}; ${verdict}.`,
    told: { difference, verdict },
    exitStatus: difference === null ? judged : exitStatus.unknown,
  };
}

function comparison(before: RunFiles, difference: string | null, wasStopped: boolean): string {
  if (difference === null) return 'As recorded: the same history, the same traces and the same journals, byte for byte';
  if (wasStopped) return `Stopped, and so not compared to its end: ${difference}`;
  return readObservations(before)?.isInterrupted === true
    ? `The run was interrupted then, and now it was not: ${difference}`
    : `This commit differs: ${difference}`;
}
