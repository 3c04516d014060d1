#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot, runProgram } from '../scripts/run-program.mjs';

// The command. Plain JavaScript, because it may be started by an older Node, which cannot read TypeScript: then it hands
// over to the Node 24 that npm installed with the packages. Whatever goes wrong here ends with 255, never with 1: that
// status means that a cluster was convicted.

const nodeMajorMin = 24;
const harnessFailed = 255;

process.exitCode = harnessFailed; // also when the work below stops without an answer
for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error) => {
    console.error(error);
    process.exit(harnessFailed);
  });
}

if (packagePath('commander') === null) {
  fail(`Ballotproof's packages are not installed. Run "npm ci" in ${projectRoot}.`);
} else if (Number.parseInt(process.versions.node, 10) < nodeMajorMin) {
  void handOver();
} else {
  void runHere();
}

async function runHere() {
  // Compiled sources are kept, also for the nodes that a run starts: a second start is several times faster.
  process.env.NODE_COMPILE_CACHE ??= join(projectRoot, 'node_modules', '.cache', 'node-compile');
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  // A checkout runs its sources; the package has what `npm run pack` made of them.
  const compiled = '../harness/cli/main.js';
  const isCompiled = existsSync(new URL(compiled, import.meta.url));
  const { main } = await import(isCompiled ? compiled : '../harness/cli/main.ts');
  const status = await main(process.argv.slice(2));
  process.stdout.write('', () => process.exit(status)); // only once all that went into a pipe has left
}

async function handOver() {
  const runtime = `node-${process.platform}-${process.arch}`;
  const file = packagePath(`${runtime}/bin/node`);
  if (file !== null) {
    process.exit(
      await runProgram(file, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { cwd: process.cwd() }),
    );
  }
  fail(
    `Ballotproof needs Node ${nodeMajorMin} or newer, and this is ${process.version}; the package ${runtime} would bring it: run "npm ci", or install Node ${nodeMajorMin}.`,
  );
}

/** Where a package, or a file of it, lies; null when it is not installed. npm puts packages here, or beside this one. */
function packagePath(name) {
  try {
    const path = fileURLToPath(import.meta.resolve(name));
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

function fail(line) {
  console.error(line);
  process.exit(harnessFailed);
}
