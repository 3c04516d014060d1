import { monotonicMs } from '../adapters/monotonic-ms.ts';
import type { Op } from '../history/op.ts';
import { endings, type OperationTable } from '../history/operation-table.ts';
import { tableOfOps } from '../history/table-rows.ts';
import { checkedModel } from '../models/checked-model.ts';
import type { AnyModel } from '../models/model.ts';
import { modelNamed } from '../models/named-models.ts';
import { Budget, type Progress } from './budget.ts';
import type { Decision } from './decider.ts';
import { familyOf } from './families.ts';
import type { Family } from './family.ts';
import { generalSearch, generalSearchFacts } from './general/general-search.ts';
import { modelCalls, modelCallsBytesPerRow } from './general/model-calls.ts';
import { type DeciderUse, judgement, type LinearizabilityResult, type PartDecision } from './linearizability-result.ts';
import { type Part, partitions, partsByModel } from './partitions.ts';

/** What a check may cost, and who is told how far it is. */
export type CheckOptions = Readonly<{
  /** After this time the verdict is `unknown`. Default: 60 000. */
  timeLimitMs?: number;
  /** What the table and all that deciders hold in typed arrays may take together. Default: 1 GiB. */
  memoryLimitBytes?: number;
  /** Told about twice a second. */
  onProgress?: (progress: Progress) => void;
  /** Milliseconds since any moment; never goes back. Default: the clock of the process. */
  now?: () => number;
}>;

/** What the search of one part may take before the others have had their turn. */
const stepsOfFirstRound = 100_000;

/**
 * Whether there is one legal order of the operations that respects real time (by position, never by time): each takes
 * effect at one moment between its invocation and its completion; `fail` never, `info` at some moment or never. Parts
 * (keys) are judged one by one, each by the fastest decider that is exact for it; the result names them. `unknown` when
 * a limit is reached, or when no operation ended in `ok`. The history comes as events, or as a table, which holds a
 * million operations with ease. It is judged here and now; `checkInWorker` does it in a thread that can be stopped.
 *
 * ```ts
 * import { checkLinearizability, type Op } from 'ballotproof/checker';
 *
 * const history: Op[] = [
 *   { index: 0, process: 1, type: 'invoke', f: 'write', value: 1, timeNs: 0 },
 *   { index: 1, process: 1, type: 'ok', f: 'write', value: 1, timeNs: 10 },
 *   { index: 2, process: 2, type: 'invoke', f: 'read', value: null, timeNs: 20 },
 *   { index: 3, process: 2, type: 'ok', f: 'read', value: null, timeNs: 30 },
 * ];
 * const result = checkLinearizability(history, 'register');
 * console.log(result.kind, result.kind === 'unknown' ? result.reasons : result.evidence); // invalid: the read is stale
 * ```
 * @throws ModelError when there is no such model, or it is not whole, or an operation is not one of the model's; HistoryError when a
 * process does not take turns
 */
export function checkLinearizability(
  history: OperationTable | readonly Op[],
  modelOrName: AnyModel | string,
  options: CheckOptions = {},
): LinearizabilityResult {
  const table = 'size' in history ? history : tableOfOps(history);
  const model = typeof modelOrName === 'string' ? modelNamed(modelOrName) : checkedModel(modelOrName);
  const { now = monotonicMs, timeLimitMs = 60_000, memoryLimitBytes = 2 ** 30, onProgress } = options;
  const budget = new Budget({ now, timeLimitMs, memoryLimitBytes, ...(onProgress ? { onProgress } : {}) });
  const parts = model.partition ? partsByModel(table, model) : partitions(table);
  const context = { table, model, parts, budget, limits: { timeLimitMs, memoryLimitBytes } };
  if (!table.type.subarray(0, table.size).includes(endings.indexOf('ok'))) return judgement([], context);
  if (!budget.reserve(tableBytes(table))) {
    const part = parts[0] ?? { key: null, rows: new Int32Array(0) };
    return judgement(
      [{ part, use: searchUse, decision: { kind: 'exhausted', limit: 'memory', linearizedMax: 0 } }],
      context,
    );
  }
  return judgement(new TableCheck(table, model, budget).judge(parts), context);
}

const searchUse: DeciderUse = { ...generalSearchFacts, declined: [] };

class TableCheck {
  readonly #table: OperationTable;
  readonly #model: AnyModel;
  readonly #budget: Budget;
  readonly #family: Family | null;
  readonly #read: ReturnType<Family['reader']> | null;

  constructor(table: OperationTable, model: AnyModel, budget: Budget) {
    this.#table = table;
    this.#model = model;
    this.#budget = budget;
    this.#family = familyOf(model);
    this.#read = this.#family?.reader(table, model) ?? null;
  }

  /** Each part gets a short turn first, so that one hard part does not use up the time of the others. */
  judge(parts: readonly Part[]): readonly PartDecision[] {
    this.#budget.expect(this.#table.size);
    this.#budget.stepsMax = stepsOfFirstRound;
    const first = parts.map((part) => this.#decide(part));
    this.#budget.stepsMax = Number.MAX_SAFE_INTEGER;
    return first.map((known) => {
      const isPutOff = known.decision.kind === 'exhausted' && known.decision.limit === 'steps';
      return isPutOff ? this.#decide(known.part) : known;
    });
  }

  #decide(part: Part): PartDecision {
    const decided = this.#decideByFamily(part) ?? this.#search(part, []);
    if (decided.decision.kind !== 'exhausted') this.#budget.finish(part.rows.length);
    return decided;
  }

  #decideByFamily(part: Part): PartDecision | null {
    if (this.#family === null || this.#read === null) return null;
    const calls = this.#within(part, this.#family.bytesPerRow, () => this.#read?.(part.rows) ?? null);
    if (calls === null) return exhausted(part);
    const declined: string[] = [];
    for (const decider of this.#family.deciders) {
      const decision = decider.decide(calls, this.#budget);
      if (decision.kind !== 'declined')
        return { part, use: { ...decider, declined }, decision: inRows(decision, calls.row) };
      declined.push(`${decider.name}: ${decision.why}`);
    }
    return this.#search(part, declined);
  }

  #search(part: Part, declined: readonly string[]): PartDecision {
    const known = this.#within(part, modelCallsBytesPerRow, () => modelCalls(this.#table, part.rows, this.#model));
    if (known === null) return exhausted(part);
    const decision = generalSearch(known.calls, this.#model, known.actions, this.#budget);
    return { part, use: { ...searchUse, declined }, decision: inRows(decision, known.calls.row) };
  }

  /** What `make` makes, when there is room for it while it does; else null. */
  #within<Made>({ rows }: Part, bytesPerRow: number, make: () => Made): Made | null {
    const bytes = bytesPerRow * rows.length;
    if (!this.#budget.reserve(bytes)) return null;
    try {
      return make();
    } finally {
      this.#budget.release(bytes);
    }
  }
}

function exhausted(part: Part): PartDecision {
  return { part, use: searchUse, decision: { kind: 'exhausted', limit: 'memory', linearizedMax: 0 } };
}

/** The decision with rows of the table in place of numbers of calls. */
function inRows(decision: Decision, row: Int32Array): Decision {
  if (decision.kind !== 'not-linearizable') return decision;
  return { ...decision, conflict: (decision.conflict ?? []).map((each) => row[each] ?? 0) };
}

function tableBytes({ process, f, key, input, output, type, call, ret, times, homes }: OperationTable): number {
  const forPeople = [...(times ? [times.callNs, times.retNs] : []), ...(homes ? [homes.node] : [])];
  const columns = [process, f, key, input, output, type, call, ret, ...forPeople];
  return columns.reduce((bytes, column) => bytes + column.byteLength, 0);
}
