import { writeFileSync } from 'node:fs';
import type { ExaminationLimits, QuorumExamination, QuorumSystem } from '#quorums';
import { exitStatus } from '../../exit-status.ts';
import { UsageError } from '../../harness-error.ts';
import { wholeNumber } from '../../option-values.ts';
import { checkReport } from '../../quorum-report/check-report.ts';
import { checkText, type NextCommands } from '../../quorum-report/check-text.ts';
import { intersectionSvg } from '../../quorum-report/intersection-diagram.ts';
import { roundsReport, roundsText } from '../../quorum-report/rounds-report.ts';
import { type AskedCircumstances, askedCircumstances } from './asked-circumstances.ts';
import { type AskedSystem, askedAgain, askedQuorums } from './asked-system.ts';

/** The options of `quorum check` as commander gives them. */
export type CheckOptions = AskedSystem &
  AskedCircumstances &
  Readonly<{ steps?: string; svg?: string; json?: boolean }>;

/** Exit statuses of the answers. */
export const safetyStatus: Readonly<Record<QuorumExamination['safety'], number>> = {
  safe: exitStatus.valid,
  unsafe: exitStatus.invalid,
  undecided: exitStatus.unknown,
};

/** Says whether quorums are safe, why, and at what price. Exit status 0: safe; 1: unsafe; 2: undecided. */
export function checkCommand(file: string | undefined, options: CheckOptions): number {
  const asked = askedQuorums(file, options);
  return 'kind' in asked ? checkSystem(asked, file, options) : checkRounds(asked, options);
}

function checkSystem(system: QuorumSystem, file: string | undefined, options: CheckOptions): number {
  const report = checkReport(system, askedCircumstances(options, [system]), limitsOf(options));
  if (options.svg !== undefined) writeSvg(options.svg, intersectionSvg(system, report));
  const text =
    options.json === true ? `${JSON.stringify(report)}\n` : checkText(system, report, next(system, file, options));
  process.stdout.write(text);
  return safetyStatus[report.safety];
}

function checkRounds(rounds: readonly QuorumSystem[], options: CheckOptions): number {
  for (const option of ['svg', 'failure', 'zoneFailure', 'latency'] as const) {
    if (options[option] !== undefined) {
      const name = option === 'zoneFailure' ? 'zone-failure' : option;
      throw new UsageError(`--${name} is about one system; here each round has its own.`);
    }
  }
  const report = roundsReport(rounds, limitsOf(options));
  process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : roundsText(report));
  return safetyStatus[report.safety];
}

function limitsOf({ steps }: CheckOptions): ExaminationLimits {
  return steps === undefined ? {} : { steps: wholeNumber('--steps', steps, 1, Number.MAX_SAFE_INTEGER) };
}

/** Runs take sizes by options only, and files by another. */
function next(system: QuorumSystem, file: string | undefined, options: CheckOptions): NextCommands {
  const again = askedAgain(file, options);
  if (system.kind !== 'cardinality') return { toBreak: again, toRun: `--quorums ${again}` };
  const { nodes, phase1, classic, fast } = system;
  const rounds = fast === null ? '--protocol flexible' : `--fast ${fast}`;
  return {
    toBreak: again,
    toRun: `--nodes ${nodes} --phase1 ${phase1} --classic ${classic} ${rounds} --nemesis quorum`,
  };
}

function writeSvg(path: string, svg: string): void {
  try {
    writeFileSync(path, svg);
  } catch (error) {
    throw new UsageError(`--svg ${path}: the file cannot be written.`, { cause: error });
  }
}
