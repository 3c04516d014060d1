import { join } from 'node:path';
import { runProgram } from './program.ts';
import { type AcceptanceLine, projectDirectory } from './trial.ts';

const systems = ['classic', 'flexible', 'fast', 'fast-flexible'];
const etcdRatioAim = 2;

/** The benchmark prints all that it promises. How fast a machine is decides nothing; the aim is told beside it. */
export const nodeBenchmark: AcceptanceLine = {
  number: 8,
  title: 'The benchmark measures every protocol beside the disk and etcd',
  hasShortForm: true,
  async replay(trial) {
    const options = trial.isShort ? ['--seconds', '0.5', '--warm-up', '0.3'] : [];
    trial.running(['npm run bench -- node', ...options].join(' '));
    const benchmark = join(projectDirectory, 'bench', 'main.ts');
    const { status, stdout, stderr } = await runProgram(trial, [process.execPath, benchmark, 'node', ...options]);
    trial.check('it ends with status 0', status === 0, stderr === '' ? `status ${status}` : stderr);
    for (const line of stdout.split('\n')) trial.saw(line);
    const rows = stdout.split('\n').map((line) => line.trim().split(/ {2,}/));
    trial.check(
      'the raw disk is measured',
      rows.some(([name]) => name === 'raw append and sync'),
      'one row',
    );
    for (const system of systems) {
      const measured = rows.filter(([name]) => name === system).map(([, nodes, , clients]) => `${nodes}/${clients}`);
      const wanted = ['3/1', '3/64', '3/500', '5/1', '5/64', '5/500'];
      trial.check(
        `${system}: 3 and 5 nodes, 1, 64 and 500 clients`,
        wanted.every((one) => measured.includes(one)),
        `nodes/clients ${measured.join(' ')}`,
      );
    }
    const isEtcdMissing = stdout.includes('etcd: not installed');
    trial.check(
      'etcd is measured where it is installed',
      isEtcdMissing || rows.filter(([name]) => name === 'etcd').length === 3,
      isEtcdMissing ? 'it is not installed' : 'three rows',
    );
    const ratio = rows.find(
      ([name, nodes, , clients]) => name === 'classic' && nodes === '3' && clients === '500',
    )?.[8];
    const aim = Number(ratio) >= etcdRatioAim ? 'reached' : 'not reached';
    trial.saw(`classic, 3 nodes, 500 clients: ${ratio ?? '?'} times etcd; the aim of ${etcdRatioAim} is ${aim}`);
  },
};
