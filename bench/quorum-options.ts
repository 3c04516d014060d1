import { parseArgs } from 'node:util';
import { BenchUsageError, numberOfClients, positive } from './options.ts';
import { type QuorumBenchOptions, quorumSettings } from './quorum-benchmark.ts';

/** What the arguments after `npm run bench -- quorum` ask for. @throws BenchUsageError */
export function parseQuorumBenchOptions(argv: readonly string[]): QuorumBenchOptions {
  const values = parsed(argv);
  return {
    settings: values.nodes.split(',').map((nodes) => settingOf(nodes)),
    seconds: positive('seconds', values.seconds),
    clients: numberOfClients(values.clients),
  };
}

function settingOf(text: string): QuorumBenchOptions['settings'][number] {
  const setting = quorumSettings.find(({ nodes }) => String(nodes) === text);
  if (setting !== undefined) return setting;
  throw new BenchUsageError(`--nodes ${text} is not one of ${quorumSettings.map(({ nodes }) => nodes).join(', ')}.`);
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        seconds: { type: 'string', default: '5' },
        nodes: { type: 'string', default: quorumSettings.map(({ nodes }) => nodes).join(',') },
        clients: { type: 'string', default: '8' },
      },
    }).values;
  } catch (error) {
    throw new BenchUsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
