import { execa } from 'execa';
import { SystemClock } from '../environments/system-clock.ts';
import { projectDirectory, type Trial } from './trial.ts';

/** How a program ended, and how long it took, in milliseconds. `status` undefined: a signal ended it, or it could not be started. */
export type ProgramResult = Readonly<{
  status: number | undefined;
  stdout: string;
  stderr: string;
  durationMs: number;
}>;

/** A program while it runs. */
export type Program = Readonly<{
  pid: number | undefined;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<ProgramResult>;
}>;

/** Where it runs, and what it finds in its environment besides; by default the project's directory. */
export type ProgramPlace = Readonly<{ cwd?: string; env?: Readonly<Record<string, string>> }>;

/** Far enough apart that nobody takes one signal for an echo of the one before. */
const signalEveryMs = 500;
const signalsMax = 60;

/** Starts a program, which ends with the trial at the latest. @throws the reason of the trial's end when it has ended */
export function startProgram(
  trial: Pick<Trial, 'signal'>,
  [file = '', ...arguments_]: readonly string[],
  { cwd = projectDirectory, env = {} }: ProgramPlace = {},
): Program {
  const { signal } = trial;
  signal.throwIfAborted();
  const child = execa(file, arguments_, { cwd, env, reject: false, stdin: 'ignore' });
  const isOver = new AbortController();
  const kill = (name: NodeJS.Signals): void => void child.kill(name);
  const onAbort = (): void => void endAtOnce(kill, isOver.signal);
  signal.addEventListener('abort', onAbort);
  const ended = child.then(({ exitCode, stdout, stderr, durationMs }) => {
    signal.removeEventListener('abort', onAbort);
    isOver.abort();
    return { status: exitCode, stdout, stderr, durationMs };
  });
  return { pid: child.pid, kill, ended };
}

/** Runs a program to its end. */
export function runProgram(
  trial: Pick<Trial, 'signal'>,
  command: readonly string[],
  place?: ProgramPlace,
): Promise<ProgramResult> {
  return startProgram(trial, command, place).ended;
}

/** Our command gives up only when it is told so twice: after the first signal it heals, collects and judges what it has. */
async function endAtOnce(kill: (signal: NodeJS.Signals) => void, isOver: AbortSignal): Promise<void> {
  const clock = new SystemClock();
  try {
    for (let sent = 0; sent < signalsMax; sent += 1) {
      kill('SIGTERM');
      await clock.sleep(signalEveryMs, isOver);
    }
  } catch {
    return; // it has ended
  }
  kill('SIGKILL');
}
