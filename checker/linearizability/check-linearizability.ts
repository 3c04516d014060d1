import type { Operation } from '../history/operation.ts';
import type { Model } from '../models/model.ts';
import type { Verdict } from '../verdict.ts';
import { type Call, callsOf } from './call.ts';
import { explainViolation, type Violation } from './explain-violation.ts';
import { type SearchLimits, type SearchResult, search } from './search.ts';
import { searchProblem } from './search-problem.ts';

/** What a check may cost. The clock is given, so that the checker itself depends on nothing but its arguments. */
export type CheckOptions = Readonly<{
  /** Milliseconds since any moment; never goes back. */
  now: () => number;
  /** After this time the verdict is `unknown`. Default: 60 000. */
  timeLimitMs?: number;
  /** What one search may remember, in typed arrays. Default: 1 GiB. */
  memoryLimitBytes?: number;
}>;

/** `details` of an `invalid` verdict: the first violation, and how many keys have one. */
export type LinearizabilityViolation = Violation & Readonly<{ violatedKeys: readonly (string | number | null)[] }>;

/** What every key may cost before the others have had their turn. */
const stepsOfFirstRound = 100_000;

/** Keys after the first with a violation, that are named but not explained. */
const explainedMax = 3;

/**
 * Whether there is one legal order of the operations that respects real time (by index, never by time): each takes
 * effect at one moment between its invocation and its completion; `fail` never, `info` at some moment or never. Keys
 * are judged one by one. `unknown` when a limit is reached, or when no operation ended in `ok`.
 *
 * ```ts
 * import { checkLinearizability, pairOps, readHistory, registerModel } from 'ballotproof/checker';
 *
 * const { ops } = await readHistory('store/latest/history.jsonl');
 * const verdict = checkLinearizability(pairOps(ops), registerModel, { now: () => performance.now() });
 * console.log(verdict.kind, verdict.kind === 'unknown' ? verdict.reasons : verdict.evidence);
 * ```
 * @throws ModelError when an operation is not one of the model's
 */
export function checkLinearizability<State extends object, Input, Output>(
  operations: readonly Operation[],
  model: Model<State, Input, Output>,
  options: CheckOptions,
): Verdict {
  const { now, timeLimitMs = 60_000, memoryLimitBytes = 2 ** 30 } = options;
  const limits: SearchLimits = {
    now,
    memoryLimitBytes,
    deadlineMs: now() + timeLimitMs,
    stepsMax: Number.MAX_SAFE_INTEGER,
  };
  const parts = partsOf(operations, model);
  const requiredCount = operations.filter((operation) => operation.type === 'ok').length;
  if (requiredCount === 0)
    return { kind: 'unknown', reasons: ['No operation ended in ok, so there is nothing to judge.'] };

  const { violated, undecided } = judgeParts(parts, model, limits);
  if (violated.length > 0) return invalid(violated, operations, model, limits);
  if (undecided.length > 0) return unknown(undecided, operations, { timeLimitMs, memoryLimitBytes });
  return {
    kind: 'valid',
    evidence: [
      `${requiredCount} ok operations on ${parts.length} keys have a legal order each key for itself (model ${model.name}).`,
    ],
    details: { keys: parts.length, ok: requiredCount },
  };
}

type Part<State, Input, Output> = readonly Call<State, Input, Output>[];
type Undecided = Readonly<{ part: Part<unknown, unknown, unknown>; result: SearchResult & { kind: 'exhausted' } }>;

function partsOf<State extends object, Input, Output>(
  operations: readonly Operation[],
  model: Model<State, Input, Output>,
): readonly Part<State, Input, Output>[] {
  const parts = Map.groupBy(callsOf(model, operations), (call) =>
    call.kind === 'operation' && model.partition
      ? model.partition(call.input)
      : JSON.stringify(operations[call.id]?.key ?? null),
  );
  return [...parts.values()];
}

/** Each part gets a short turn first, so that one hard part does not use up the time of the others. */
function judgeParts<State extends object, Input, Output>(
  parts: readonly Part<State, Input, Output>[],
  model: Model<State, Input, Output>,
  limits: SearchLimits,
): Readonly<{ violated: Part<State, Input, Output>[]; undecided: Undecided[] }> {
  const violated: Part<State, Input, Output>[] = [];
  const hard: Part<State, Input, Output>[] = [];
  const undecided: Undecided[] = [];
  for (const part of parts) {
    const result = search(searchProblem(model, part), { ...limits, stepsMax: stepsOfFirstRound });
    if (result.kind === 'not-linearizable') violated.push(part);
    if (result.kind === 'exhausted') hard.push(part);
  }
  for (const part of hard) {
    const result = search(searchProblem(model, part), limits);
    if (result.kind === 'not-linearizable') violated.push(part);
    if (result.kind === 'exhausted') undecided.push({ part, result });
  }
  return { violated, undecided };
}

function invalid<State extends object, Input, Output>(
  violated: readonly Part<State, Input, Output>[],
  operations: readonly Operation[],
  model: Model<State, Input, Output>,
  limits: SearchLimits,
): Verdict {
  const explained = violated
    .slice(0, explainedMax)
    .map((part) => explainViolation(part, { operations, model, limits }));
  const evidence = explained.flatMap((explanation) => explanation.evidence);
  const others = violated.slice(explainedMax).map((part) => JSON.stringify(keyOf(part, operations)));
  if (others.length > 0) evidence.push(`Not linearizable either: the keys ${others.join(', ')}.`);
  return {
    kind: 'invalid',
    evidence,
    details: { ...explained[0]?.violation, violatedKeys: violated.map((part) => keyOf(part, operations)) },
  };
}

function unknown(
  undecided: readonly Undecided[],
  operations: readonly Operation[],
  { timeLimitMs, memoryLimitBytes }: Readonly<{ timeLimitMs: number; memoryLimitBytes: number }>,
): Verdict {
  const keys = undecided.map(({ part, result }) => ({
    key: keyOf(part, operations),
    limit: result.limit,
    linearizedMax: result.linearizedMax,
    ok: part.filter((call) => call.returnIndex !== null).length,
  }));
  const reasons = keys.map(({ key, limit, linearizedMax, ok }) => {
    const reached = `Key ${JSON.stringify(key)} is undecided: at best ${linearizedMax} of its ${ok} ok operations were put in order`;
    return limit === 'memory'
      ? `${reached} before ${memoryLimitBytes} bytes of memory were used up. Raise the memory limit, or use fewer operations per key.`
      : `${reached} within ${timeLimitMs} ms. Raise the time limit, or use fewer operations or clients per key.`;
  });
  return { kind: 'unknown', reasons, details: { keys } };
}

function keyOf(part: Part<unknown, unknown, unknown>, operations: readonly Operation[]): string | number | null {
  return operations[part[0]?.id ?? -1]?.key ?? null;
}
