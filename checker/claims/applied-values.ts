import type { Verdict } from '../verdict.ts';
import type { ClaimedRun } from './claim-events.ts';
import { Findings, listed } from './findings.ts';
import { journalGaps, traceGaps } from './gaps.ts';
import { VoteIndex } from './vote-index.ts';

/**
 * All nodes execute the same value at the same instance (a node that starts again executes it again), and only values
 * that a quorum of journals voted for in one round.
 *
 * ```ts
 * import { checkAppliedValues } from 'ballotproof/checker';
 * import { cardinalityFamily } from 'ballotproof/quorums';
 *
 * const nodes = ['n1', 'n2', 'n3'];
 * const family = cardinalityFamily({ nodes: 3, phase1: 2, classic: 2, fast: 3 });
 * const journals = nodes.map((node) => ({ node, state: 'complete', records: [] }) as const);
 * const applied = { kind: 'applied', instance: 1, value: 'a' } as const;
 * const traces = [{ node: 'n1', state: 'complete', events: [applied] }] as const;
 * console.log(checkAppliedValues({ nodes, family, journals, traces }).kind); // → invalid
 * ```
 */
export function checkAppliedValues(run: ClaimedRun): Verdict {
  const votes = new VoteIndex(run);
  const findings = new Findings();
  const applied = new Map<number, Readonly<{ node: string; value: string }>>();
  const open: number[] = [];
  for (const { node, events } of run.traces) {
    for (const event of events) {
      if (event.kind !== 'applied') continue;
      const { instance, value } = event;
      const first = applied.get(instance);
      if (first?.value === value) continue;
      if (first === undefined) applied.set(instance, { node, value });
      else {
        findings.violation({
          sentence: `Instance ${instance}: ${first.node} executed ${first.value}, ${node} executed ${value}.`,
          instance,
          node,
        });
      }
      const chosen = votes.isChosen(instance, value);
      if (chosen === 'unread') open.push(instance);
      if (chosen === 'no') {
        findings.violation({
          sentence: `Instance ${instance}: ${node} executed ${value}, which no quorum of journals voted for in one round.`,
          instance,
          node,
        });
      }
    }
  }
  if (applied.size === 0) findings.gap('No trace holds an execution, so there is nothing to judge.');
  for (const gap of traceGaps(run)) findings.gap(gap);
  if (open.length > 0) {
    for (const gap of journalGaps(run)) findings.gap(gap);
    findings.gap(`Whether the executed value was chosen hangs on unread journals in instances ${listed(open)}.`);
  }
  return findings.verdict([`All nodes executed the same, chosen value in each of ${applied.size} instances.`]);
}
