import { type CardinalitySystem, type QuorumSystem, systemJson } from '#quorums';
import type { MessageSchedule } from '../counterexample/index.ts';
import type { RunPlan } from '../run-plan.ts';

/** Null: not given. */
type Option = readonly [name: string, value: string | number | null];

/** The command that repeats the run of `plan`. `commit` is where the sources stood; null: nobody knows. */
export function reproduceLine(plan: RunPlan, commit: string | null): string {
  return `${plan.messages === null ? runLine(plan) : breakLine(plan, plan.messages)}${commit === null ? '' : `   # at ${commit}`}`;
}

/** The counterexample is made anew from the system that it breaks; its control comes with it. */
function breakLine({ environment, seed }: RunPlan, { system, onBrokenPick }: MessageSchedule): string {
  const where = given([
    ['on-broken-pick', onBrokenPick],
    ['environment', environment],
    ['seed', seed],
  ]);
  const quorums = system.kind === 'cardinality' ? given(sizes(system)) : [quoted(system)];
  return ['npx ballotproof quorum break', ...quorums, '--run', ...where].join(' ');
}

function runLine(plan: RunPlan): string {
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
    ['link-delay', plan.linkDelayMs > 0 ? plan.linkDelayMs : null],
    ['rate', plan.ratePerSecond],
    ['concurrency', plan.concurrency],
    ['op-timeout', plan.opTimeoutMs / 1000],
    ['time-limit', plan.timeLimitMs / 1000],
    ['seed', plan.seed],
  ];
  const flags = plan.unsafeQuorums ? ['--unsafe-quorums'] : [];
  return ['npx ballotproof run', plan.scenario, ...given(options), ...flags].join(' ');
}

function given(options: readonly Option[]): readonly string[] {
  return options.flatMap(([name, value]) => (value === null ? [] : [`--${name} ${value}`]));
}

function quorumOptions(quorums: QuorumSystem): readonly Option[] {
  return quorums.kind === 'cardinality' ? sizes(quorums) : [['quorums', quoted(quorums)]];
}

function sizes({ nodes, phase1, classic, fast }: CardinalitySystem): readonly Option[] {
  return Object.entries({ nodes, phase1, classic, fast });
}

/** A file may be another by then, so that the line holds what the file said. */
function quoted(system: QuorumSystem): string {
  return `'${JSON.stringify(systemJson(system))}'`;
}
