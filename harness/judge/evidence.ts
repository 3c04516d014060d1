import type { OperationSummary } from '#checker';
import { systemText, usesFastRounds } from '#quorums';
import type { FaultKind } from '../ports/index.ts';
import type { RunFacts } from './run-facts.ts';

/** What a run has shown, in sentences: the ground that a `valid` stands on, and worth knowing beside any other verdict. */
export function evidenceOf(facts: RunFacts, summary: OperationSummary): readonly string[] {
  const { ops, final, digests, protocol, tight, verdicts, selfTests, faultKinds, setting, clocks, lists } = facts;
  const sentences = [
    `${ops.ok} of ${ops.invoked} operations succeeded (${ops.fail} certainly without effect, ${ops.info} unknown).`,
    ...faultKinds.map((kind) => faultSentence(kind, facts)),
  ];
  if (clocks !== null && clocks.leaseReads !== null) {
    sentences.push(`${clocks.leaseReads} reads were served on leases in windows in which clocks were proved to lie.`);
  }
  if (usesFastRounds(setting)) {
    const { fast, classic, collisions, recoveries } = protocol;
    sentences.push(
      `${fast} instances were decided in fast rounds and ${classic} in classic ones, with ${collisions} collisions and ${recoveries} recoveries.`,
    );
  } else {
    sentences.push(`${protocol.classic} instances were decided in classic rounds.`);
  }
  if (lists !== null) {
    const { appends, shown, joined } = lists;
    sentences.push(
      `${shown} of ${appends} acknowledged appends were read by another transaction, and ${joined} transactions touched several lists.`,
    );
  }
  if (tight.classic + tight.fast > 0 || tight.wanted.length > 0) {
    sentences.push(
      `Tight events: ${tight.classic} classic, ${tight.fast} fast: a decision without a vote to spare, picked up from reports without one to spare.`,
    );
  }
  for (const kind of tight.impossible.filter((kind) => tight[kind] === 0)) {
    sentences.push(
      `With ${systemText(setting)} no decision of a ${kind} round can be kept from the next leader, so none was tested at its bound.`,
    );
  }
  for (const { checker, verdict } of verdicts) {
    if (verdict.kind === 'valid') sentences.push(...verdict.evidence.map((sentence) => `${checker}: ${sentence}`));
  }
  for (const { violation, outcome } of selfTests) {
    if (outcome === 'convicted') sentences.push(`A ${violation}, planted in a copy of this history, was convicted.`);
  }
  if (final !== null)
    sentences.push(`${final.ok} of ${final.wanted} final reads (every key through every node) succeeded.`);
  const [first] = digests ?? [];
  if (first !== undefined && new Set(digests?.map(({ digest }) => digest)).size === 1) {
    sentences.push(`${digests?.length} nodes have the same state digest after instance ${first.applied}.`);
  }
  if (summary.latency !== null) {
    const { p50Ms, p99Ms, maxMs } = summary.latency;
    sentences.push(`Latency: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, most ${maxMs.toFixed(0)} ms.`);
  }
  return sentences;
}

function faultSentence(kind: FaultKind, { windows }: RunFacts): string {
  const ofKind = windows.filter((window) => window.kind === kind);
  const effective = ofKind.filter(({ outcome }) => outcome === 'effective');
  const during = effective.reduce((sum, { counts }) => sum + counts.ok, 0);
  return `${kind}: ${effective.length} of ${ofKind.length} windows were proved effective, and ${during} operations succeeded in them.`;
}
