import { NodeProcess } from './adapters/node-process.ts';
import { NodeUsageError } from './argument-values.ts';
import { JournalDamage } from './journal-codec.ts';
import { type NodeOptions, nodeUsage, parseNodeOptions } from './node-options.ts';

/** Starts one node from its command line. Exit status: 0 after SIGTERM, 3 after an alarm, 254 wrong usage, else 1. */
function main(argv: readonly string[]): void {
  if (argv.includes('--help')) {
    process.stdout.write(`${nodeUsage}\n`);
    return;
  }
  const options = optionsOrExit(argv);
  try {
    const node = new NodeProcess(options, (status) => process.exit(status));
    let isStopping = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (!isStopping) node.stop();
        isStopping = true;
      });
    }
  } catch (error) {
    if (!(error instanceof JournalDamage)) throw error;
    process.stderr.write(
      `${JSON.stringify({ level: 'error', message: 'the journal is damaged', node: options.id, reason: error.message })}\n`,
    );
    process.exit(1);
  }
}

function optionsOrExit(argv: readonly string[]): NodeOptions {
  try {
    return parseNodeOptions(argv);
  } catch (error) {
    if (!(error instanceof NodeUsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(254);
  }
}

main(process.argv.slice(2));
