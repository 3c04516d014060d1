import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';

/** The directory of package.json. */
export const projectRoot = join(fileURLToPath(import.meta.url), '..', '..');

/** Where npm puts the programs of the packages, the Node that the project runs on among them. */
export const binDirectory = join(projectRoot, 'node_modules', '.bin');

/**
 * Runs a program in the foreground, in the project's directory and on the project's Node, and resolves with its exit
 * status (128 + n after signal n; 255 when it cannot be started). Signals to this process are the program's to answer.
 */
export async function runProgram(file, args, { cwd = projectRoot, path = projectPath(), env = {} } = {}) {
  const child = spawn(file, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env, PATH: path } });
  const stopPassingSignals = passSignalsOn(child);
  try {
    return await new Promise((resolve) => {
      child.once('error', (error) => {
        console.error(`${file} could not be started: ${error.message}`);
        resolve(255);
      });
      child.once('exit', (status, signal) => resolve(status ?? 128 + constants.signals[signal]));
    });
  } finally {
    stopPassingSignals();
  }
}

function projectPath() {
  return `${binDirectory}${delimiter}${process.env.PATH ?? ''}`;
}

function passSignalsOn(child) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const passOn = (signal) => {
    // A terminal has given Ctrl-C to the program as well, and twice could mean something else to it.
    if (signal !== 'SIGINT' || !isatty(0)) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, passOn);
  return () => {
    for (const signal of signals) process.removeListener(signal, passOn);
  };
}
