import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { $, retry, sleep } from 'zx';

// Makes this machine able to run nodes in containers, and says each thing that it does: installs and starts Docker, and
// makes the base of the node image out of Debian packages, so that no image registry is needed. What is there already
// is left as it is. Needs root, and Debian or Ubuntu; elsewhere it says what to do. Exit status: 0 ready, 1 not.

const enginePackages = ['docker.io', 'iptables', 'procps'];
/** For the base image; and libfaketime also for clock faults on local processes. */
const toolPackages = ['debootstrap', 'debian-archive-keyring', 'libfaketime'];
const baseImage = 'ballotproof-base:bookworm';
const engineLog = '/var/log/ballotproof-dockerd.log';
const engineWaitsMax = 120;
const waitMs = 500;

try {
  process.exitCode = (await setUp()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function setUp(): Promise<boolean> {
  const hindrance = await whyNotHere();
  if ((await engineVersion()) === null) {
    if (hindrance !== null) {
      console.error(`${hindrance} Or install Docker as https://docs.docker.com/engine/install says, and start it.`);
      return false;
    }
    await install(enginePackages);
    await startEngine();
  }
  say(`Docker ${await engineVersion()} answers.`);
  if (hindrance === null) {
    await install(toolPackages);
    await makeBase();
  } else {
    say('The image of the nodes will be built on debian:bookworm-slim, which Docker pulls when it is first needed.');
  }
  say('Ready. "npx ballotproof doctor" shows what this machine can do.');
  return true;
}

/** Null when no engine answers. */
async function engineVersion(): Promise<string | null> {
  const { ok, stdout } = await $({ nothrow: true, quiet: true })`docker version --format ${'{{.Server.Version}}'}`;
  return ok ? stdout.trim() : null;
}

/** A sentence; null when this script can do its work on this machine. */
async function whyNotHere(): Promise<string | null> {
  const release = existsSync('/etc/os-release') ? await readFile('/etc/os-release', 'utf8') : '';
  if (!/^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)) return 'This script installs Docker on Debian and Ubuntu only.';
  return process.getuid?.() === 0 ? null : 'Only root can install Docker: run this again as root.';
}

async function install(packages: readonly string[]): Promise<void> {
  const installed = await $({
    nothrow: true,
  })`dpkg-query --show --showformat ${'${Package} ${db:Status-Status}\n'} ${packages}`;
  const missing = packages.filter((name) => !installed.stdout.includes(`${name} installed`));
  if (missing.length === 0) return;
  say(`Installing ${missing.join(', ')} with apt-get ...`);
  const apt = $({ env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  await retry(3, '5s', async () => {
    await apt`apt-get update`;
    await apt`apt-get install --yes ${missing}`;
  });
}

/** Under systemd by systemd; else in a session of its own, so that it outlives this script and whoever started it. */
async function startEngine(): Promise<void> {
  if (existsSync('/run/systemd/system')) {
    say('Starting Docker with systemctl ...');
    await $`systemctl enable --now docker`;
  } else {
    say(`Starting dockerd; it logs to ${engineLog} ...`);
    const hasControlGroups = existsSync('/sys/fs/cgroup/cgroup.controllers') || existsSync('/sys/fs/cgroup/cpu');
    if (!hasControlGroups) await $({ nothrow: true, quiet: true })`cgroupfs-mount`; // what systemd does elsewhere
    const log = openSync(engineLog, 'a');
    spawn('dockerd', [], { detached: true, stdio: ['ignore', log, log], cwd: '/' }).unref();
  }
  for (let count = 0; count < engineWaitsMax; count += 1) {
    if ((await engineVersion()) !== null) return;
    await sleep(waitMs);
  }
  const told = existsSync(engineLog)
    ? await $`tail -n 5 ${engineLog}`
    : await $({ nothrow: true, quiet: true })`journalctl -u docker -n 5`;
  throw new Error(`Docker does not answer after ${(engineWaitsMax * waitMs) / 1000} s. It says:\n${told.stdout}`);
}

/** A minimal Debian with what holders and clock faults need, as one image; root makes it without any registry. */
async function makeBase(): Promise<void> {
  const { ok } = await $({ nothrow: true, quiet: true })`docker image inspect ${baseImage}`;
  if (ok) return say(`The base image ${baseImage} is there.`);
  const directory = await mkdtemp(join(tmpdir(), 'ballotproof-base-'));
  try {
    say(`Making the base image ${baseImage} with debootstrap, a minute or so ...`);
    const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
    await retry(3, '5s', async () => {
      await rm(directory, { recursive: true, force: true });
      await $`debootstrap --variant=minbase --include=iptables,libfaketime --keyring=${keyring} bookworm ${directory}`;
    });
    const excluded = [
      './var/cache/apt',
      './var/lib/apt/lists',
      './usr/share/doc',
      './usr/share/locale',
      './usr/share/man',
    ];
    const excludes = excluded.map((path) => `--exclude=${path}/*`);
    await $`tar -C ${directory} ${excludes} -c .`.pipe($`docker import - ${baseImage}`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function say(line: string): void {
  console.log(line);
}
