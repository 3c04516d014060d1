import type { Op } from '../../history/op.ts';
import type { AnyModel } from '../../models/model.ts';

/** What is asked of an object: the `f` and `value` of an `invoke`. */
export type Request = Readonly<{ f: string; value: unknown }>;

/** An object under test, and what its clients do. `random(n)` draws from 0 to n - 1; `fresh()` a value not drawn before. */
export type ObjectShape = Readonly<{
  model: AnyModel;
  request(random: (limit: number) => number, fresh: () => number): Request;
  /** Answers that an `ok` may carry for the request, the right one among them. */
  answers(request: Request): readonly unknown[];
}>;

/** How much of it. Percentages are of operations. */
export type HistoryExtent = Readonly<{
  clients: number;
  operations: number;
  crashPercent: number;
  /** Answers replaced by any other, and successes of what had no effect: the history may be wrong then. */
  wrongPercent: number;
  /** Neighbouring events that change places, whatever they are, in each of several passes: it may be wrong then, subtly. */
  swapPercent: number;
}>;

type Client = { process: number; running: Running | null };
type Running = { request: Request; process: number; answer: unknown; isEffective: boolean };

const passes = 3;

/**
 * A history of one object: each operation takes effect on the model at a random moment between its two lines (a crashed
 * one at any later moment, or never), or fails where it is not legal. Without wrong answers and swaps it is
 * linearizable by construction. One stream of numbers, one history.
 */
export function randomObjectHistory(
  { model, request, answers }: ObjectShape,
  extent: HistoryExtent,
  random: (limit: number) => number,
): readonly Op[] {
  const ops: Op[] = [];
  const ghosts: Running[] = [];
  const clients = Array.from({ length: extent.clients }, (_, process): Client => ({ process, running: null }));
  let state = model.initial;
  let nextProcess = extent.clients;
  let nextValue = 0;
  let begun = 0;

  const record = (op: Pick<Op, 'process' | 'type' | 'f' | 'value'>): void => {
    ops.push({ index: ops.length, timeNs: ops.length, ...op });
  };
  const takeEffect = (running: Running): void => {
    const { f, value } = running.request;
    for (const answer of answers(running.request)) {
      const attempt = {
        process: running.process,
        f,
        key: null,
        input: value,
        output: answer,
        type: 'ok',
        invokeIndex: 0,
      } as const;
      const { input, output } = model.parse(attempt);
      const next = model.step(state, input, output);
      if (next === null) continue;
      state = next;
      running.answer = answer;
      running.isEffective = true;
      return;
    }
  };
  const complete = (client: Client, running: Running): void => {
    const { f, value } = running.request;
    client.running = null;
    if (random(100) < extent.crashPercent) {
      if (!running.isEffective && random(2) === 0) ghosts.push(running);
      record({ process: client.process, type: 'info', f, value });
      client.process = nextProcess++;
      return;
    }
    if (!running.isEffective) takeEffect(running);
    const isWrong = random(100) < extent.wrongPercent;
    const choices = answers(running.request);
    if (running.isEffective || isWrong) {
      const answer = isWrong ? choices[random(choices.length)] : running.answer;
      record({ process: client.process, type: 'ok', f, value: answer });
    } else record({ process: client.process, type: 'fail', f, value });
  };

  while (begun < extent.operations || clients.some(({ running }) => running !== null)) {
    const client = clients[random(clients.length)];
    if (client === undefined) break;
    const { running } = client;
    if (running === null) {
      if (begun === extent.operations) continue;
      begun++;
      const asked = request(random, () => nextValue++);
      client.running = { request: asked, process: client.process, answer: null, isEffective: false };
      record({ process: client.process, type: 'invoke', f: asked.f, value: asked.value });
    } else if (!running.isEffective && random(2) === 0) takeEffect(running);
    else if (random(3) > 0) complete(client, running);
    if (ghosts.length > 0 && random(8) === 0) {
      const [ghost] = ghosts.splice(random(ghosts.length), 1);
      if (ghost !== undefined) takeEffect(ghost);
    }
  }
  for (let pass = 0; pass < passes; pass++) swapNeighbours(ops, extent.swapPercent, random);
  return ops.map((op, index) => ({ ...op, index, timeNs: index }));
}

/** Moves events of different processes past each other: operations end before they took effect, or begin after. */
function swapNeighbours(ops: Op[], percent: number, random: (limit: number) => number): void {
  for (let place = 1; place < ops.length; place++) {
    const [one, other] = [ops[place - 1], ops[place]];
    if (one === undefined || other === undefined || one.process === other.process || random(100) >= percent) continue;
    ops[place - 1] = other;
    ops[place] = one;
  }
}
