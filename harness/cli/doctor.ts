import { execa } from 'execa';
import { environments } from '../environment-named.ts';
import { type Engine, findEngine, isEngine, nodeImageState } from '../environments/docker/index.ts';
import { exitStatus } from '../exit-status.ts';
import { hasProc } from '../left-overs/index.ts';
import { textTable } from '../report/text-table.ts';
import { errorLine } from './print-error.ts';

type Finding = Readonly<{ what: string; state: 'ok' | 'missing' | 'absent'; detail: string }>;

/** Looks at what this machine can do and says what is missing and how to get it. 255 when no run is possible. */
export async function doctorCommand(): Promise<number> {
  const findings = [
    nodeFinding(),
    procFinding(),
    ...(await engineFindings()),
    ...(await environmentFindings()),
    await etcdFinding(),
  ];
  process.stdout.write(`${textTable(findings.map(({ what, state, detail }) => [what, state, detail])).join('\n')}\n`);
  return findings.some(({ state }) => state === 'missing') ? exitStatus.failed : 0;
}

function nodeFinding(): Finding {
  const isNew = Number.parseInt(process.versions.node, 10) >= 24;
  return {
    what: 'node',
    state: isNew ? 'ok' : 'missing',
    detail: isNew ? process.version : `${process.version}; run "npm ci"`,
  };
}

function procFinding(): Finding {
  const detail = 'processes of dead runs can be recognised';
  return hasProc()
    ? { what: '/proc', state: 'ok', detail }
    : { what: '/proc', state: 'missing', detail: 'run on Linux' };
}

/** The container engine and what a run in it needs. Its absence hinders no run elsewhere. */
async function engineFindings(): Promise<readonly Finding[]> {
  const found = await findEngine();
  if (!isEngine(found))
    return [{ what: 'container engine', state: 'absent', detail: `${found.reason}. ${found.remedy}` }];
  const { version, apiVersion, kernel, architecture } = found;
  const detail = `${version}, API ${apiVersion}, kernel ${kernel}, ${architecture}`;
  return [{ what: 'container engine', state: 'ok', detail }, await imageFinding(found)];
}

async function imageFinding(engine: Engine): Promise<Finding> {
  const what = 'image of the nodes';
  try {
    const { tag, base, isBuilt } = await nodeImageState(engine);
    const detail = isBuilt ? tag : `${tag} is built on ${base} when it is first needed`;
    return { what, state: 'ok', detail };
  } catch (error) {
    return { what, state: 'absent', detail: errorLine(error) };
  }
}

async function environmentFindings(): Promise<readonly Finding[]> {
  return Promise.all(
    environments.map(async (environment): Promise<Finding> => {
      const { available, remedies, faults } = await environment.capabilities();
      const what = `environment ${environment.name}`;
      return available
        ? { what, state: 'ok', detail: [`faults: ${faults.join(', ')}.`, ...remedies].join(' ') }
        : { what, state: 'absent', detail: remedies.join(' ') };
    }),
  );
}

/** Only the benchmark compares itself with etcd, so its absence hinders nothing. */
async function etcdFinding(): Promise<Finding> {
  const { stdout, failed } = await execa('etcd', ['--version'], { reject: false, timeout: 5000 });
  if (failed)
    return {
      what: 'etcd',
      state: 'absent',
      detail: 'only for comparison in "npm run bench"; apt-get install etcd-server',
    };
  return { what: 'etcd', state: 'ok', detail: stdout.split('\n')[0] ?? '' };
}
