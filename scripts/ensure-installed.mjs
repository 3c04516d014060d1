import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { binDirectory, projectRoot, runProgram } from './run-program.mjs';

const attemptsMax = 3;
const pauseMs = 5_000;

/**
 * Makes node_modules what package-lock.json says, with `npm ci` and only when it is not. Plain JavaScript, because it
 * runs before there is anything but the Node that the machine came with. Ends the process when it cannot.
 */
export async function ensureInstalled() {
  const reason = whyNotInstalled();
  if (reason === null) return;
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    console.error(`Installing the packages of package-lock.json with npm ci, half a minute or so (${reason}) ...`);
    // npm must not run on a Node inside the directory that it replaces.
    const path = (process.env.PATH ?? '').split(delimiter).filter((directory) => directory !== binDirectory);
    const status = await runProgram(
      'npm',
      ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        path: path.join(delimiter),
      },
    );
    const remaining = whyNotInstalled();
    if (status === 0 && remaining === null) return;
    const failure = status === 0 ? `it left node_modules incomplete: ${remaining}` : `exit status ${status}`;
    console.error(`npm ci did not succeed (${failure}), attempt ${attempt} of ${attemptsMax}.`);
    if (attempt < attemptsMax) await sleep(pauseMs);
  }
  console.error(
    'The packages could not be installed. Is the npm registry reachable? Read the lines of npm above, then try again.',
  );
  process.exit(255);
}

/** A sentence part, or null when every package of the lock file is there in its version. */
export function whyNotInstalled(root = projectRoot) {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return 'node_modules is missing';
  const wanted = packagesOf(join(root, 'package-lock.json'));
  // npm writes this file last, so it is also the mark of an installation that was not interrupted.
  const installed = packagesOf(installedFile);
  for (const [path, { version, optional }] of wanted) {
    const found = installed.get(path)?.version;
    // An optional package is one for some other platform, except the Node of this one.
    if (found === undefined && optional && path !== runtimePath) continue;
    if (found !== version || !existsSync(join(root, path))) return `${path} ${version} is missing`;
  }
  return null;
}

const runtimePath = `node_modules/node-${process.platform}-${process.arch}`;

function packagesOf(lockFile) {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
  return new Map(Object.entries(packages).filter(([path]) => path !== ''));
}
