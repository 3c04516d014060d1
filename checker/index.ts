// A history, whatever it is of.
export { checkFile, type FileCheck, type FileCheckOptions } from './check-file.ts';
export { checkHistory, type HistoryCheckOptions, type HistoryQuestion, type HistoryVerdict } from './check-history.ts';
export { checkInWorker, type WorkerCheckOptions } from './check-in-worker.ts';
// What the nodes claim in journals and traces, against what a protocol of the Paxos family promises.
export { checkAcceptorRules } from './claims/acceptor-rules.ts';
export { checkAgreement } from './claims/agreement.ts';
export { checkAppliedValues } from './claims/applied-values.ts';
export type {
  AppliedClaim,
  ClaimedRun,
  DecidedClaim,
  FileState,
  JournalClaim,
  JournalClaims,
  RoundKind,
  TraceClaim,
  TraceClaims,
  VoteClaim,
} from './claims/claim-events.ts';
export { checkCountedVotes } from './claims/counted-votes.ts';
export { countTightEvents, type PickClaim, type TightRun, type TimedClaim } from './claims/tight-events.ts';
export { type PossiblyChosen, possiblyChosen, type RoundBelow, type UniversalReport } from './claims/universal-rule.ts';
export { anomalyPage } from './explain/anomaly-page.ts';
export { cycleSvg } from './explain/cycle-svg.ts';
// Why a history is wrong, small enough to take in.
export {
  type ExplainedOperation,
  type ExplainOptions,
  explainLinearizability,
  type LinearizabilityExplanation,
} from './explain/explain-linearizability.ts';
export type { PlainExplanation } from './explain/explain-plainly.ts';
export {
  type ExplainedTransaction,
  explainTransactions,
  type TransactionsExplanation,
} from './explain/explain-transactions.ts';
export { type Explanation, type ExplanationForms, explanationForms } from './explain/explanation.ts';
export { type ExplanationInWords, explanationSentences } from './explain/explanation-sentences.ts';
export { minimalHistory } from './explain/minimal-history.ts';
export type { OrderStep, PartialOrder, Trial } from './explain/partial-orders.ts';
export { timelineSvg } from './explain/timeline-svg.ts';
export { violationPage } from './explain/violation-page.ts';
export { type Format, formats } from './history/formats/detect-format.ts';
// Histories: what clients saw.
export { type GeneratedRegisters, generateRegisters } from './history/generate-registers.ts';
export { HistoryError } from './history/history-error.ts';
export type { Op, OpType } from './history/op.ts';
export type { Operation } from './history/operation.ts';
export { endings, neverReturned, type OperationTable } from './history/operation-table.ts';
export { pairOps } from './history/pair-ops.ts';
export { type History, readHistory } from './history/read-history.ts';
export { type HistoryFile, type ReadOptions, readTable } from './history/read-table.ts';
export { type Completion, type Invocation, TableBuilder } from './history/table-builder.ts';
export { operationOfRow, opsOfTable, tableOfOps } from './history/table-rows.ts';
export { ednLines, jsonLines, writeTable } from './history/write-table.ts';
export { historyModels } from './known-models.ts';
// Whether what clients saw can be told as one order of operations on such an object.
export type { Progress } from './linearizability/budget.ts';
export { type CheckOptions, checkLinearizability } from './linearizability/check-linearizability.ts';
// For those who test the deciders: `npm run fuzz -- checker`.
export { Disagreement, type FuzzCounts, fuzzDeciders } from './linearizability/fuzz/fuzz-deciders.ts';
export type { LinearizabilityResult, PartViolation, UndecidedPart } from './linearizability/linearizability-result.ts';
// For benchmarks: what the deciders are worth.
export { checkRegistersPlainly } from './linearizability/register/check-registers-plainly.ts';
export { fuzzRegisters, type RegisterFuzz } from './linearizability/register/fuzz-registers.ts';
// What a single, unshared object would do.
export { defineModel, type ModelDefinition } from './models/define-model.ts';
export { type AnyModel, type Attempt, type Model, ModelError, type Outline } from './models/model.ts';
export { modelLaws, type Sample } from './models/model-laws.ts';
export { multiRegisterModel } from './models/multi-register.ts';
export { type ModelName, modelNamed, modelNames, namedModels } from './models/named-models.ts';
export { type RegisterInput, type RegisterState, type RegisterValue, registerModel } from './models/register.ts';
// Checkers that look for one thing each, with the facts that Jepsen's tell.
export * from './plain/index.ts';
// Copies of a history with one violation planted, which the checker must convict.
export { plantLostAppend, plantStaleListRead, plantSwappedAppends } from './self-test/plant-list-violation.ts';
export { type Planting, plantLostWrite, plantStaleRead } from './self-test/plant-violation.ts';
export type { Choice } from './self-test/shuffled.ts';
// How many, how fast, and how much of it while what was broken.
export {
  type Availability,
  measureAvailability,
  type TimeWindow,
  windowsAfterHeals,
} from './statistics/measure-availability.ts';
export {
  type Counts,
  type Latencies,
  type OperationSummary,
  summarizeOperations,
} from './statistics/summarize-operations.ts';
// Whether transactions can be told as one order, or as what weaker models allow.
export {
  checkTransactions,
  type TransactionCheckOptions,
  type TransactionsResult,
} from './transactions/check-transactions.ts';
export { consistencyModel, consistencyModels, UnknownModelError } from './transactions/consistency-models.ts';
export type { AnomalyCase } from './transactions/findings.ts';
export { fuzzTransactions } from './transactions/fuzz/fuzz-transactions.ts';
export { plantableAnomalies } from './transactions/planted-anomalies.ts';
export { randomTransactions, type TransactionShape } from './transactions/random-transactions.ts';
export { type TransactionRow, tableOfTransactions } from './transactions/table-of-transactions.ts';
export { TransactionError } from './transactions/transaction-error.ts';
export type { MicroOperation, TransactionWorkload } from './transactions/transaction-table.ts';
export { strongestVerdict, type Verdict, type VerdictKind } from './verdict.ts';
