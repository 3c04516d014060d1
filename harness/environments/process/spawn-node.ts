import { execa } from 'execa';
import { HarnessError } from '../../harness-error.ts';
import type { ListeningLine } from '../../ports/index.ts';
import { until } from '../../until.ts';
import { logSizeBytes, openLog, readLogFrom } from '../log-file.ts';

export type SpawnRequest = Readonly<{
  node: string;
  file: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Takes stdout and stderr, after what earlier starts left in it. */
  logPath: string;
}>;

/** A process that was started. */
export type SpawnedNode = Readonly<{
  pid: number;
  /** Does nothing when the process is gone, and cannot hit another one under its pid. */
  signal(name: NodeJS.Signals): void;
  /** How it ended, for example `exited with status 1` or `was ended by SIGKILL`. Never rejects. */
  ended: Promise<string>;
  /** Waits for the line in which the node names its ports. @throws HarnessError NODE_NOT_READY */
  listening(timeoutMs: number, signal: AbortSignal): Promise<ListeningLine>;
}>;

/**
 * Starts a node. It writes its log by itself, not through a pipe to us, so that it neither waits for a busy controller nor
 * dies with one; and it is in a session of its own, so that a Ctrl-C in the terminal reaches the controller alone.
 * @throws HarnessError NODE_NOT_STARTED
 */
export async function spawnNode({ node, file, args, env, logPath }: SpawnRequest): Promise<SpawnedNode> {
  const log = await openLog(logPath);
  const logStartBytes = await logSizeBytes(logPath);
  const child = execa(file, args, {
    env,
    stdin: 'ignore',
    stdout: log,
    stderr: log,
    buffer: false,
    reject: false,
    detached: true,
    cleanup: false,
    forceKillAfterDelay: false,
  });
  log.destroy(); // the child has a descriptor of its own
  const { pid } = child;
  if (pid === undefined) {
    throw new HarnessError('NODE_NOT_STARTED', `${node} could not be started as ${file}.`, { cause: await child });
  }
  let end: string | null = null;
  const ended = child.then(({ exitCode, signal }) => {
    end = signal === undefined ? `exited with status ${exitCode}` : `was ended by ${signal}`;
    return end;
  });

  async function listening(timeoutMs: number, signal: AbortSignal): Promise<ListeningLine> {
    let line: ListeningLine | undefined;
    await until(
      async () => {
        const hasEnded = end !== null; // looked at first, so that what it wrote before its end is still read
        line = findListeningLine(await readLogFrom(logPath, logStartBytes));
        return line !== undefined || hasEnded;
      },
      { timeoutMs, signal },
    );
    if (line !== undefined) return line;
    const what = end === null ? `did not tell its ports within ${timeoutMs} ms` : `${end} before it told its ports`;
    throw new HarnessError('NODE_NOT_READY', `${node} ${what}. Read ${logPath}.`);
  }

  return { pid, signal: (name) => void child.kill(name), ended, listening };
}

function findListeningLine(log: string): ListeningLine | undefined {
  const wholeLines = log.split('\n').slice(0, -1);
  return wholeLines.map(parsedOrNull).find(isListeningLine);
}

function parsedOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function isListeningLine(value: unknown): value is ListeningLine {
  return (
    typeof value === 'object' &&
    value !== null &&
    'event' in value &&
    value.event === 'listening' &&
    'peerPort' in value &&
    typeof value.peerPort === 'number' &&
    'clientPort' in value &&
    typeof value.clientPort === 'number' &&
    'adminPort' in value &&
    typeof value.adminPort === 'number'
  );
}
