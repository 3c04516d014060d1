import type { RunPlan } from '../run-plan.ts';

/** The command that repeats the run of `plan`. `commit` is where the sources stood; null: nobody knows. */
export function reproduceLine(plan: RunPlan, commit: string | null): string {
  const { quorums } = plan;
  const options: readonly (readonly [string, string | number | null])[] = [
    ['environment', plan.environment],
    ['nodes', quorums.nodes],
    ['protocol', plan.protocol],
    ['phase1', quorums.phase1],
    ['classic', quorums.classic],
    ['fast', quorums.fast],
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
