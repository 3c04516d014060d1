import type { OperationTable } from '../history/operation-table.ts';
import type { Limit } from '../linearizability/budget.ts';
import type { VerdictKind } from '../verdict.ts';
import { anomaliesImplying } from './anomaly-names.ts';
import { anomaliesForbiddenBy, consistencyModel, modelsLeftBy, modelsRuledOutBy } from './consistency-models.ts';
import { type CycleFindings, cycleAnomalies } from './cycle-anomalies.ts';
import type { Dependencies } from './dependency.ts';
import { digraph } from './digraph.ts';
import { Effort, type EffortOptions, LimitReached, type Stage } from './effort.ts';
import { explainCycle } from './explain-cycle.ts';
import { type AnomalyCase, Findings } from './findings.ts';
import { findInternalListAnomalies, findInternalRegisterAnomalies } from './internal-anomalies.ts';
import { findListAnomalies } from './list-anomalies.ts';
import { listDependencies } from './list-dependencies.ts';
import { listOrders } from './list-orders.ts';
import { findLostUpdates } from './lost-updates.ts';
import { findRegisterAnomalies, type UnwrittenReads } from './register-anomalies.ts';
import { registerDependencies } from './register-dependencies.ts';
import { externalOperations } from './register-versions.ts';
import { addProcessOrder, addRealTime, realTimeOrder } from './session-order.ts';
import { type TransactionTable, type TransactionWorkload, transactionTable } from './transaction-table.ts';
import { countUnorderedKeys } from './unordered-keys.ts';
import { type RegisterAssumptions, versionOrder } from './version-order.ts';

/** What to check transactions for. */
export type TransactionCheckOptions = RegisterAssumptions &
  EffortOptions &
  Readonly<{
    workload: TransactionWorkload;
    /** The models that the history should satisfy; default: strict-serializable. */
    consistency?: string | readonly string[];
    /** Anomalies that it should not show, beside those that the models forbid; each stands for its special cases too. */
    anomalies?: readonly string[];
    /** Registers only; default: initial-state. */
    unwrittenReads?: UnwrittenReads;
    /** How many cases of an anomaly are shown at most; all are counted. Default: 1000. */
    casesMax?: number;
    /** How many edges the search for cycles looks at in one component before it gives up; default: 20 million, or 8 times all edges. */
    searchEdgesMax?: number;
  }>;

/** What transactions show. */
export type TransactionsResult = Readonly<{
  /** Invalid: an anomaly was found that is forbidden; unknown: nothing was, but not everything could be looked at. */
  kind: VerdictKind;
  consistency: readonly string[];
  /** The forbidden anomalies that were found, and what hindered the search; sorted. */
  anomalyTypes: readonly string[];
  /** Cases of each of them. */
  anomalies: Readonly<Record<string, readonly AnomalyCase[]>>;
  /** How many cases of each there are. */
  counts: Readonly<Record<string, number>>;
  /** Anomalies that were found though the models allow them; sorted. */
  allowedAnomalyTypes: readonly string[];
  /** The weakest models that the history does not satisfy, by all anomalies found; the stronger ones; and what is left. */
  not: readonly string[];
  alsoNot: readonly string[];
  notRuledOut: readonly string[];
  transactionCount: number;
  dependencyCount: number;
  /** Registers only: of how many keys the order of versions is not known in full, so that cycles through them may be missed. */
  unorderedKeyCount: number;
  /** What ran out, and in which stage, so that more may be there; null: everything was looked at. */
  stopped: Readonly<{ limit: Limit; stage: Stage }> | null;
}>;

/** Anomalies that say that nothing can be said. */
const hindrances: ReadonlySet<string> = new Set(['empty-transaction-graph', 'cycle-search-timeout']);

/**
 * Checks a history of transactions over lists or registers by Elle's method (Kingsbury & Alvaro, VLDB 2020): the order of versions
 * is read off the history, from it the order of transactions, and a cycle in that is an anomaly of a known kind. It never
 * accuses wrongly; what it can find depends on what was read. Linear but for the search for cycles, which is bounded. Past
 * a limit of time or memory what was found stands: it is invalid, or else unknown.
 *
 * ```ts
 * import { checkTransactions, tableOfTransactions } from 'ballotproof/checker';
 *
 * const table = tableOfTransactions([
 *   { process: 0, type: 'ok', value: [['append', 'x', 1]] },
 *   { process: 1, type: 'ok', value: [['r', 'x', null]] }, // began after the append was acknowledged
 * ]);
 * const { kind, not } = checkTransactions(table, { workload: 'list-append' });
 * console.log(kind, not); // → invalid [ 'strong-snapshot-isolation' ]
 * ```
 * @throws TransactionError when the history is not one of such transactions
 * @throws UnknownModelError when `consistency` names no model
 * @example
 * const table = tableOfTransactions([
 *   { process: 0, type: 'ok', value: [['append', 'x', 1], ['r', 'y', null]] },
 *   { process: 1, type: 'ok', value: [['append', 'y', 1], ['r', 'x', null]] },
 * ]);
 * checkTransactions(table, { workload: 'list-append', consistency: 'serializable' }).anomalyTypes; // ['G2-item']
 */
export function checkTransactions(operations: OperationTable, options: TransactionCheckOptions): TransactionsResult {
  const consistency = [options.consistency ?? 'strict-serializable'].flat().map(consistencyModel);
  const forbidden = new Set([...anomaliesForbiddenBy(consistency), ...anomaliesImplying(options.anomalies ?? [])]);
  const findings = new Findings(options.casesMax ?? 1000);
  const effort = new Effort(options, operations.size);
  let dependencyCount = 0;
  let unorderedKeyCount = 0;
  let stopped: TransactionsResult['stopped'] = null;
  try {
    const table = transactionTable(operations, options.workload, effort);
    let dependencies: Dependencies;
    if (options.workload === 'list-append') dependencies = lists(table, findings, effort);
    else ({ dependencies, unorderedKeyCount } = registers(table, options, findings, effort));
    dependencyCount = dependencies.edges.size;
    findCycles(table, dependencies, forbidden, options.searchEdgesMax, findings, effort);
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    stopped = { limit: error.limit, stage: effort.stage };
  }
  const transactionCount = operations.size;
  const size = { transactionCount, dependencyCount, unorderedKeyCount };
  return { ...judge(findings, forbidden, stopped !== null), consistency, ...size, stopped };
}

function lists(table: TransactionTable, findings: Findings, effort: Effort): Dependencies {
  effort.begin('versions');
  const orders = listOrders(table, effort);
  effort.begin('anomalies');
  findListAnomalies(table, orders, findings, effort);
  findInternalListAnomalies(table, findings);
  findLostUpdates(table, orders.seen, findings);
  effort.begin('dependencies');
  return listDependencies(table, orders, effort);
}

function registers(
  table: TransactionTable,
  options: TransactionCheckOptions,
  findings: Findings,
  effort: Effort,
): Readonly<{ dependencies: Dependencies; unorderedKeyCount: number }> {
  effort.begin('versions');
  const external = externalOperations(table);
  effort.begin('anomalies');
  findRegisterAnomalies(table, options.unwrittenReads ?? 'initial-state', findings);
  findInternalRegisterAnomalies(table, findings);
  findLostUpdates(table, external.seen, findings);
  effort.begin('dependencies');
  const order = versionOrder(table, external, options, findings, effort);
  const dependencies = registerDependencies(table, external, order, effort);
  return { dependencies, unorderedKeyCount: countUnorderedKeys(table, external, order, effort) };
}

/** Real time is looked at only if a forbidden anomaly has to do with it, else process order likewise; as in Elle. */
function findCycles(
  table: TransactionTable,
  dependencies: Dependencies,
  forbidden: ReadonlySet<string>,
  searchEdgesMax: number | undefined,
  findings: Findings,
  effort: Effort,
): void {
  effort.begin('cycles');
  const { edges } = dependencies;
  const isAsked = (suffix: string): boolean => [...forbidden].some((type) => type.endsWith(suffix));
  let moments = 0;
  let isEmpty = edges.size === 0;
  if (isAsked('-realtime')) {
    const realTime = addRealTime(table, edges, dependencies.vertexCount);
    moments = realTime.moments;
    isEmpty &&= !realTime.isAnyOrdered;
  } else if (isAsked('-process')) {
    addProcessOrder(table, edges);
    isEmpty = edges.size === 0;
  }
  if (isEmpty) findings.add('empty-transaction-graph', () => ({}));

  const graph = digraph(edges, dependencies.vertexCount + moments, effort);
  const edgesMax = searchEdgesMax ?? Math.max(20_000_000, 8 * graph.to.length);
  const precedes = moments > 0 ? realTimeOrder(table) : null;
  const found: CycleFindings = { cycles: [], exists: [], unfinished: [] };
  try {
    cycleAnomalies({ graph, size: table.size, surest: dependencies.surest, precedes }, edgesMax, found, effort);
  } finally {
    tell(found, table, dependencies, findings);
  }
}

function tell(found: CycleFindings, table: TransactionTable, dependencies: Dependencies, findings: Findings): void {
  for (const { type, cycle } of found.cycles) findings.add(type, () => explainCycle(table, dependencies, type, cycle));
  for (const { type, not, transactions } of found.exists) {
    findings.add(type, () => ({ type, not, size: transactions.length, rows: transactions }));
  }
  for (const { anomalyType, doesNotContain, transactionCount } of found.unfinished) {
    findings.add('cycle-search-timeout', () => ({ anomalyType, doesNotContain, size: transactionCount }));
  }
}

type Judgement = Omit<
  TransactionsResult,
  'consistency' | 'transactionCount' | 'dependencyCount' | 'unorderedKeyCount' | 'stopped'
>;

function judge(findings: Findings, forbidden: ReadonlySet<string>, isStopped: boolean): Judgement {
  const found = findings.types;
  const told = found.filter((type) => forbidden.has(type) || hindrances.has(type));
  const shownOtherwise = modelsRuledOutBy(told.filter((type) => !isBareExistence(type)));
  const disproved = new Set([...shownOtherwise.not, ...shownOtherwise.alsoNot]);
  // That a cycle exists is worth telling only where no anomaly shows the same.
  const anomalyTypes = told.filter((type) => !isBareExistence(type) || !disproved.has(modelOfExistence(type)));
  const ruledOut = modelsRuledOutBy(found);
  const isBad = told.some((type) => forbidden.has(type));
  return {
    kind: isBad ? 'invalid' : isStopped || anomalyTypes.length > 0 ? 'unknown' : 'valid',
    anomalyTypes,
    anomalies: Object.fromEntries(anomalyTypes.map((type) => [type, findings.casesOf(type)])),
    counts: Object.fromEntries(anomalyTypes.map((type) => [type, findings.countOf(type)])),
    allowedAnomalyTypes: found.filter((type) => !told.includes(type) && !isBareExistence(type)),
    ...ruledOut,
    notRuledOut: modelsLeftBy(ruledOut),
  };
}

const existence = '-cycle-exists';

function isBareExistence(type: string): boolean {
  return type.endsWith(existence);
}

function modelOfExistence(type: string): string {
  return consistencyModel(type.slice(0, -existence.length));
}
