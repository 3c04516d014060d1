import { parseArgs } from 'node:util';
import { BenchUsageError, clusterSize, count, numberOfClients, positive, protocolNamed } from './options.ts';
import type { RecordBenchOptions } from './record-benchmark.ts';

/** What the arguments after `npm run bench -- record` ask for. @throws BenchUsageError */
export function parseRecordBenchOptions(argv: readonly string[]): RecordBenchOptions {
  const values = parsed(argv);
  return {
    protocols: values.protocols.split(',').map(protocolNamed),
    nodes: clusterSize(values.nodes),
    clients: numberOfClients(values.clients),
    clusters: count('clusters', values.clusters),
    pairs: count('pairs', values.pairs),
    secondsPerSlice: positive('seconds', values.seconds),
    warmUpSeconds: positive('warm-up', values['warm-up']),
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        protocols: { type: 'string', default: 'classic,fast-flexible' },
        nodes: { type: 'string', default: '3' },
        clients: { type: 'string', default: '64' },
        clusters: { type: 'string', default: '3' },
        pairs: { type: 'string', default: '40' },
        seconds: { type: 'string', default: '0.5' },
        'warm-up': { type: 'string', default: '3' },
      },
    }).values;
  } catch (error) {
    throw new BenchUsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
