import { HistoryError } from './history-error.ts';
import type { Op } from './op.ts';
import type { Operation } from './operation.ts';

/**
 * Joins the lines of each process to operations, in the order in which these began. The order of the lines is the only
 * time that counts. Lines of the nemesis are left out; an operation still open at the end becomes `info`.
 *
 * ```ts
 * import { type Op, pairOps } from 'ballotproof/checker';
 *
 * const ops: Op[] = [
 *   { index: 0, process: 1, type: 'invoke', f: 'write', value: 7, timeNs: 0 },
 *   { index: 1, process: 1, type: 'ok', f: 'write', value: 7, timeNs: 2_000_000 },
 * ];
 * console.log(pairOps(ops).map(({ f, input, type }) => `${f} ${input}: ${type}`)); // → [ 'write 7: ok' ]
 * ```
 * @throws HistoryError HISTORY_UNPAIRED when a process does not take turns: invoke, completion, invoke, …
 */
export function pairOps(ops: readonly Op[]): readonly Operation[] {
  const operations: Operation[] = [];
  const processes = new Map<number, Turn>();
  for (const op of ops) {
    if (op.process === 'nemesis') continue;
    const turn = processes.get(op.process) ?? { kind: 'idle', after: null };
    if (op.type === 'invoke') {
      if (turn.kind === 'busy') throw unpaired(op, `is still busy with the op that it invoked at ${turn.invoke.index}`);
      if (turn.kind === 'retired')
        throw unpaired(op, `ended in info at ${turn.at}, and such a process is not used again`);
      processes.set(op.process, { kind: 'busy', invoke: op, place: operations.length });
      operations.push(paired(op, null));
    } else {
      if (turn.kind === 'retired') throw unpaired(op, `completed at ${turn.at} already`);
      if (turn.kind === 'idle') {
        throw unpaired(op, turn.after === null ? 'has not invoked anything' : `completed at ${turn.after} already`);
      }
      const { invoke } = turn;
      if (op.f !== invoke.f || op.key !== invoke.key) {
        throw unpaired(op, `invoked ${named(invoke)} at ${invoke.index}, and completes ${named(op)}`);
      }
      operations[turn.place] = paired(invoke, op);
      processes.set(
        op.process,
        op.type === 'info' ? { kind: 'retired', at: op.index } : { kind: 'idle', after: op.index },
      );
    }
  }
  return operations;
}

type Turn =
  | Readonly<{ kind: 'idle'; after: number | null }>
  | Readonly<{ kind: 'busy'; invoke: Op; place: number }>
  | Readonly<{ kind: 'retired'; at: number }>;

function paired(invoke: Op, completion: Op | null): Operation {
  return {
    process: Number(invoke.process),
    f: invoke.f,
    key: invoke.key ?? null,
    input: invoke.value,
    output: completion?.type === 'ok' ? completion.value : undefined,
    type: completion === null || completion.type === 'invoke' ? 'info' : completion.type,
    invokeIndex: invoke.index,
    completeIndex: completion?.index ?? null,
    invokeNs: invoke.timeNs,
    completeNs: completion?.timeNs ?? null,
    node: invoke.node ?? completion?.node ?? null,
    error: completion?.error ?? null,
    final: invoke.final ?? false,
  };
}

function unpaired(op: Op, fact: string): HistoryError {
  return new HistoryError('HISTORY_UNPAIRED', `op ${op.index} (${op.type} ${op.f}): process ${op.process} ${fact}`, {
    line: op.index + 1,
  });
}

function named(op: Op): string {
  return op.key === undefined ? op.f : `${op.f} of key ${JSON.stringify(op.key)}`;
}
