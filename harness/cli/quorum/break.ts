import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { examineQuorums, type QuorumSystem, systemText } from '#quorums';
import { type BreakResult, type BreakRun, breakResult, convictors } from '../../counterexample/break-result.ts';
import { breakPlan } from '../../counterexample/break-run.ts';
import { counterexampleOf, type MessageSchedule, matchFingerprint } from '../../counterexample/index.ts';
import { nearestSafeSystem } from '../../counterexample/nearest-safe-system.ts';
import { diagramSvg } from '../../counterexample/schedule-diagram.ts';
import { readScheduleFile, scheduleFileText } from '../../counterexample/schedule-file.ts';
import { scheduleInWords } from '../../counterexample/schedule-words.ts';
import { defaultEnvironment } from '../../environment-named.ts';
import { exitStatus } from '../../exit-status.ts';
import { UsageError } from '../../harness-error.ts';
import { oneOf, wholeNumber } from '../../option-values.ts';
import { nodeFiles } from '../../run-observations.ts';
import type { RunPlan } from '../../run-plan.ts';
import { readObservations } from '../../stored-run.ts';
import { readPaxosFiles } from '../../systems/paxos-files.ts';
import { carryOut } from '../carry-out.ts';
import { Interrupts } from '../interrupts.ts';
import { removeAllLeftOvers } from '../remove-all-left-overs.ts';
import { type AskedSystem, askedSystem } from './asked-system.ts';
import { sweepCommand } from './sweep.ts';

/** The options of `quorum break` as commander gives them. */
export type BreakOptions = AskedSystem &
  Readonly<{
    onBrokenPick?: string;
    schedule?: string;
    run?: boolean;
    environment?: string;
    seed?: string;
    store: string;
    svg?: string;
    scenario?: string;
    upTo?: string;
    json?: boolean;
  }>;

/** Both kinds of coordinator, the one that goes on first: it shows what the other one prevents. */
const kindsOfCoordinator = ['choose', 'stop'] as const;

/**
 * Tells how quorums that do not meet disagree, and with `--run` makes it happen.
 * Exit status 0: there is nothing to break; 1: there is, and with `--run` it happened and was convicted; 2: it did not happen.
 */
export async function breakCommand(file: string | undefined, options: BreakOptions): Promise<number> {
  if (options.upTo !== undefined) return sweepCommand(options.upTo, options);
  const schedules = askedSchedules(file, options);
  const [first] = schedules;
  if (first === undefined) return nothingToBreak(brokenSystem(file, options), options.json === true);
  if (options.svg !== undefined) writeFileSync(options.svg, diagramSvg(first));
  if (options.scenario !== undefined) writeFileSync(options.scenario, scheduleFileText(first));
  if (options.run === true) return runSchedules(schedules, options);
  process.stdout.write(
    options.json === true ? `${JSON.stringify({ version: 1, schedules })}\n` : scheduleTexts(schedules).join('\n'),
  );
  return exitStatus.invalid;
}

/** None when the file's quorums are safe: whatever its steps are, there is nothing to break. */
function scheduleInFile(path: string): readonly MessageSchedule[] {
  const schedule = readScheduleFile(path);
  return examineQuorums(schedule.system).safety === 'safe' ? [] : [schedule];
}

function brokenSystem(file: string | undefined, options: BreakOptions): QuorumSystem {
  return options.schedule === undefined ? askedSystem(file, options) : readScheduleFile(options.schedule).system;
}

/** That no counterexample was found proves something only if the search came to its end. */
function nothingToBreak(system: QuorumSystem, isJson: boolean): number {
  const { safety } = examineQuorums(system);
  const sentence =
    safety === 'safe'
      ? `${systemText(system)} is safe: there is nothing to break.`
      : `${systemText(system)} is too large to be examined, so nothing can be said of it.`;
  process.stdout.write(
    isJson ? `${JSON.stringify({ version: 1, safety, schedules: [], sentence })}\n` : `${sentence}\n`,
  );
  return safety === 'safe' ? exitStatus.valid : exitStatus.unknown;
}

/** Of each kind of coordinator that was asked for; when nobody asked, of both. */
function askedSchedules(file: string | undefined, options: BreakOptions): readonly MessageSchedule[] {
  if (options.schedule !== undefined) return scheduleInFile(options.schedule);
  const system = askedSystem(file, options);
  const { onBrokenPick } = options;
  const kinds =
    onBrokenPick === undefined ? kindsOfCoordinator : [oneOf('--on-broken-pick', onBrokenPick, kindsOfCoordinator)];
  return kinds.flatMap((kind) => counterexampleOf(system, kind) ?? []);
}

/** One text when it makes no difference what coordinators do. */
function scheduleTexts(schedules: readonly MessageSchedule[]): readonly string[] {
  const [first, second] = schedules;
  const isOne = first !== undefined && JSON.stringify(first.steps) === JSON.stringify(second?.steps);
  return isOne ? [scheduleText(first, 'goes on or stops')] : schedules.map((schedule) => scheduleText(schedule));
}

function scheduleText(schedule: MessageSchedule, does: string = whatCoordinatorsDo[schedule.onBrokenPick]): string {
  const { system, because, fingerprint } = schedule;
  const end = fingerprint.alarm === null ? 'two values are chosen' : 'a coordinator raises the alarm';
  return [
    `${systemText(system)}, with coordinators of which one that sees two possible values ${does}: ${end}.`,
    `Because ${because}:`,
    ...scheduleInWords(schedule).map((line) => `  ${line}`),
    '',
  ].join('\n');
}

const whatCoordinatorsDo = { choose: 'goes on with one of them', stop: 'stops' } as const;

async function runSchedules(schedules: readonly MessageSchedule[], options: BreakOptions): Promise<number> {
  const environment = options.environment ?? (await saidDefaultEnvironment());
  const seed =
    options.seed === undefined ? randomInt(2 ** 31) : wholeNumber('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER);
  const request = { environment, seed: String(seed) };
  await removeAllLeftOvers(options.store, say);
  using interrupts = new Interrupts(say);
  const results: BreakResult[] = [];
  for (const schedule of schedules) {
    const runs: BreakRun[] = [];
    for (const role of ['unsafe', 'control'] as const) {
      const system = role === 'unsafe' ? schedule.system : nearestSafeSystem(schedule.system);
      if (interrupts.stop.aborted) continue;
      say(`${role}: ${systemText(system)}, ${schedule.onBrokenPick}, on ${environment}, seed ${seed}`);
      runs.push(await runOnce(role, breakPlan(schedule, system, request), { store: options.store, interrupts }));
    }
    results.push(breakResult(schedule, runs));
  }
  process.stdout.write(
    options.json === true ? `${JSON.stringify({ version: 1, results })}\n` : results.map(resultText).join('\n'),
  );
  return results.length > 0 && results.every(({ isShown }) => isShown) ? exitStatus.invalid : exitStatus.unknown;
}

async function saidDefaultEnvironment(): Promise<string> {
  const { name, reason } = await defaultEnvironment();
  say(`environment ${name}: ${reason}; --environment chooses another`);
  return name;
}

async function runOnce(
  role: BreakRun['role'],
  plan: RunPlan,
  surroundings: Readonly<{ store: string; interrupts: Interrupts }>,
): Promise<BreakRun> {
  const { messages } = plan;
  if (messages === null) throw new UsageError('a run of a counterexample has a schedule of messages.');
  const { judgement, files } = await carryOut(plan, surroundings);
  const observations = readObservations(files);
  const collected = nodeFiles(files, plan.nodes, observations);
  const { journals } = await readPaxosFiles(collected);
  const steps = observations?.steps ?? [];
  return {
    role,
    directory: files.directory,
    verdict: judgement.verdict,
    convictedBy: convictors(judgement),
    happened: { steps: steps.filter(({ missing }) => missing.length === 0).length, of: messages.steps.length },
    fingerprint: matchFingerprint(messages, { journals, traces: collected }),
  };
}

function resultText({ schedule, runs, isShown, why }: BreakResult): string {
  return [
    scheduleText(schedule),
    ...runs.flatMap(({ role, verdict, convictedBy, happened, fingerprint, directory }) => [
      `  ${role}: ${verdict.toUpperCase()}${convictedBy.length === 0 ? '' : ` by ${convictedBy.join(', ')}`}; ` +
        `${happened.steps} of ${happened.of} steps happened as written.`,
      ...(role === 'unsafe' ? fingerprint.sentences.map((sentence) => `    ${sentence}`) : []),
      `    Files: ${directory}`,
    ]),
    `${isShown ? 'Shown' : 'Not shown'}: ${why}.`,
    '',
  ].join('\n');
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
