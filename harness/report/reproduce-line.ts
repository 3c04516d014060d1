import { type QuorumSystem, systemJson } from '#quorums';
import type { RunPlan } from '../run-plan.ts';

/** Null: not given. */
type Option = readonly [name: string, value: string | number | null];

/** The command that repeats the run of `plan`. `commit` is where the sources stood; null: nobody knows. */
export function reproduceLine(plan: RunPlan, commit: string | null): string {
  const options: readonly Option[] = [
    ['environment', plan.environment],
    ['protocol', plan.protocol],
    ...quorumOptions(plan.quorums),
    ['on-broken-pick', plan.onBrokenPick],
    ['reads', plan.reads],
    ['mutant', plan.mutant],
    ['workload', plan.workload],
    ['values', plan.register.values],
    ['resend', plan.resendFraction * 100],
    ['nemesis', plan.nemesis],
    ['nemesis-interval', plan.nemesisIntervalMs / 1000],
    ['clock', plan.clock],
    ['rate', plan.ratePerSecond],
    ['concurrency', plan.concurrency],
    ['op-timeout', plan.opTimeoutMs / 1000],
    ['time-limit', plan.timeLimitMs / 1000],
    ['seed', plan.seed],
  ];
  const given = options.flatMap(([name, value]) => (value === null ? [] : [`--${name} ${value}`]));
  const words = ['npx ballotproof run', plan.scenario, ...given, ...(plan.unsafeQuorums ? ['--unsafe-quorums'] : [])];
  return `${words.join(' ')}${commit === null ? '' : `   # at ${commit}`}`;
}

/** A file may be another by then, so that the line holds what the file said. */
function quorumOptions(quorums: QuorumSystem): readonly Option[] {
  if (quorums.kind !== 'cardinality') return [['quorums', `'${JSON.stringify(systemJson(quorums))}'`]];
  const { nodes, phase1, classic, fast } = quorums;
  return Object.entries({ nodes, phase1, classic, fast });
}
