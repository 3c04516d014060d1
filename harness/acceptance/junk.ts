import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemClock } from '../environments/system-clock.ts';
import type { ListeningLine } from '../ports/index.ts';
import { JunkSenders } from './junk-senders.ts';
import { historyOf, linesOf, processesOf, type RunningRun, startRun } from './running-run.ts';
import type { AcceptanceLine } from './trial.ts';

const victim = 'n1';
const memoryLimitMiB = 512;

/** Whatever arrives at its ports, a node goes on serving in bounded memory. */
export const junk: AcceptanceLine = {
  number: 9,
  title: 'A node that is fed with junk on all its ports keeps serving in bounded memory',
  hasShortForm: true,
  async replay(trial) {
    const seconds = trial.isShort ? 8 : 30;
    const run = await startRun(trial, `--nodes 3 --nemesis none --rate 100 --time-limit ${seconds + 8}`, 91, 300);
    const pid = pidOfVictim(run);
    const ports = portsOfVictim(run);
    const clock = new SystemClock();
    const before = memoryMiB(pid);
    let most = before;
    const okBefore = okAtVictim(run);
    trial.running(`junk to the ports ${ports.join(', ')} of ${victim}, pid ${pid}, for ${seconds} s`);
    let sent = 0;
    {
      using senders = new JunkSenders(ports);
      while (clock.nowNs() < seconds * 1e9) {
        await clock.sleep(250, trial.signal);
        most = Math.max(most, memoryMiB(pid));
      }
      sent = senders.sent;
    }
    const okDuring = okAtVictim(run) - okBefore;
    trial.check('junk was taken', sent > seconds * 10, `${sent} connections`);
    trial.check('its clients were served meanwhile', okDuring > seconds * 10, `${okDuring} ok through ${victim}`);
    trial.check(
      `memory stays under ${memoryLimitMiB} MiB`,
      most < memoryLimitMiB,
      `${before} MiB before, ${most} at most`,
    );

    const { results, stderr } = await run.controller.ended;
    if (results === null) return trial.check('the run ends with results', false, stderr);
    const { verdict, facts } = results;
    trial.check('no node ended', facts.unexpectedExits.length === 0, facts.unexpectedExits.length);
    trial.check(
      'no operation is lost or wrong',
      facts.ops.info === 0 && verdict !== 'invalid',
      `${facts.ops.ok} ok, ${facts.ops.info} info`,
    );
    const { ok = 0, wanted = 1 } = facts.final ?? {};
    trial.check('every final read succeeded through every node', ok === wanted, `${ok} of ${wanted}`);
  },
};

function pidOfVictim(run: RunningRun): number {
  const pid = processesOf(run).find((one) =>
    readFileSync(`/proc/${one}/cmdline`, 'utf8').includes(`\0--id\0${victim}\0`),
  );
  if (pid === undefined) throw new Error(`no process of ${victim} was found`);
  return pid;
}

function portsOfVictim({ directory }: RunningRun): number[] {
  const line = linesOf(join(directory, 'nodes', victim, 'node.log')).find((one) => one.includes('"listening"'));
  const { peerPort, clientPort, adminPort } = JSON.parse(line ?? '{}') as ListeningLine;
  return [peerPort, clientPort, adminPort];
}

function okAtVictim(run: RunningRun): number {
  return historyOf(run).filter(({ type, node }) => type === 'ok' && node === victim).length;
}

/** Resident memory, as the kernel counts it. */
function memoryMiB(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kibibytes) / 1024);
}
