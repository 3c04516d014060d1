import { join } from 'node:path';
import { runProgram } from './program.ts';
import { type AcceptanceLine, projectDirectory } from './trial.ts';

const clusterSizes = [3, 5, 10];
const columns = ['sent', 'received', 'B sent', 'B received', 'cpu ms'];
const rows = ['all nodes', 'leader', 'home node', 'each other node'];

/** What a decision costs, per node and for both kinds of round. How much it is decides nothing. */
export const quorumBenchmark: AcceptanceLine = {
  number: 23,
  title: 'The benchmark tells messages, bytes and processor time per decision and node, classic and fast',
  hasShortForm: true,
  async replay(trial) {
    const options = trial.isShort ? ['--seconds', '1', '--nodes', '3'] : [];
    trial.running(['npm run bench -- quorum', ...options].join(' '));
    const benchmark = join(projectDirectory, 'bench', 'main.ts');
    const { status, stdout, stderr } = await runProgram(trial, [process.execPath, benchmark, 'quorum', ...options]);
    trial.check('it ends with status 0', status === 0, stderr === '' ? `status ${status}` : stderr);
    for (const line of stdout.split('\n')) trial.saw(line);
    for (const nodes of trial.isShort ? clusterSizes.slice(0, 1) : clusterSizes) {
      for (const kind of ['classic', 'fast']) {
        const block = blockOf(stdout, `${kind} rounds, ${nodes} nodes`);
        const missing = [...columns, ...rows].filter((word) => !block.includes(word));
        trial.check(
          `${kind} rounds of ${nodes} nodes: costs of each role`,
          missing.length === 0,
          missing.length === 0 ? 'all there' : `without ${missing.join(', ')}`,
        );
      }
    }
    const leads = /leader.*%/.exec(stdout)?.[0];
    trial.check('it is told how much of it is the leader', leads !== undefined, leads ?? 'nothing');
  },
};

/** The lines from the one that begins with `title` to the next empty one. */
function blockOf(text: string, title: string): string {
  const from = text.indexOf(title);
  return from === -1 ? '' : (text.slice(from).split('\n\n')[0] ?? '');
}
