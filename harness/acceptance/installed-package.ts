import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProgramResult, runProgram } from './program.ts';
import { type AcceptanceLine, projectDirectory, type Trial } from './trial.ts';

/** Short, without faults where none is asked for: it is the package that is on trial, not the protocol. */
const runOptions = '--nodes 3 --nemesis kill --nemesis-interval 4 --time-limit 12 --seed 7';

const use = `
import { generateRegisters, jsonLines } from 'ballotproof/checker';
import { writeFileSync } from 'node:fs';
const asked = { seed: 7, operations: 1000, clients: 5, keys: 2, values: 'unique', crashPercent: 1, hasStaleRead: false };
const table = generateRegisters(asked);
writeFileSync('history.jsonl', [...jsonLines(table)].join(''));
`;

/** `npm run pack` makes a package that npm installs in an empty project, where all of it works. */
export const installedPackage: AcceptanceLine = {
  number: 24,
  title: 'The package, installed by npm in an empty project, runs, judges and is a library',
  hasShortForm: true,
  async replay(trial) {
    const { directory } = trial;
    const packed = await inDirectory(trial, projectDirectory, 'npm', 'run', 'pack', '--', '--out', directory);
    const tarball = packed.stdout.trimEnd().split('\n').at(-1) ?? '';
    trial.check('it is made', packed.status === 0 && tarball.endsWith('.tgz'), tarball);
    await writeFile(join(directory, 'package.json'), '{ "type": "module" }');
    const installed = await inDirectory(trial, directory, 'npm', 'install', '--prefer-offline', tarball);
    trial.check('npm installs it', installed.status === 0, installed.stdout.trim().split('\n')[0] ?? '');

    const help = await inDirectory(trial, directory, 'npx', 'ballotproof', '--help');
    trial.check('the command helps', help.stdout.startsWith('Usage: ballotproof'), `status ${help.status}`);
    await writeFile(join(directory, 'use.mjs'), use);
    const used = await inDirectory(trial, directory, process.execPath, 'use.mjs');
    trial.check('the library makes a history', used.status === 0, used.stderr);
    const checked = await inDirectory(trial, directory, 'npx', 'ballotproof', 'check', 'history.jsonl');
    trial.check('the command judges it', checked.status === 0, checked.stdout.split('\n')[0] ?? '');
    for (const environment of trial.isShort ? ['sim', 'process'] : ['sim', 'process', 'docker']) {
      const run = ['run', 'register', '--environment', environment, ...runOptions.split(' ')];
      const { status, stdout, stderr } = await inDirectory(trial, directory, 'npx', 'ballotproof', ...run);
      trial.check(`a run is valid: ${environment}`, status === 0, /^VALID.*$/m.exec(stdout)?.[0] ?? stderr);
    }
  },
};

function inDirectory(trial: Trial, cwd: string, ...command: readonly string[]): Promise<ProgramResult> {
  trial.running(command.join(' '));
  return runProgram(trial, command, { cwd });
}
