import type { LifeReplay } from './compare-life.ts';
import type { NodeReplay } from './replay-node.ts';
import type { RunReplay } from './replay-run.ts';

/** What came of a replay, for people. */
export function replayText({ nodes, isSame }: RunReplay): string {
  const lines = nodes.flatMap(nodeLines);
  const sentence = isSame
    ? `As recorded: every node did the same once more, bit for bit${isAllThere(nodes) ? '' : ', as far as what it was given is on file'}.`
    : 'Not every node did what was recorded.';
  return [...lines, sentence, ''].join('\n');
}

function isAllThere(nodes: readonly NodeReplay[]): boolean {
  return nodes.every(({ lives }) =>
    lives.every(({ end, beyond }) => end !== 'full' && beyond.journalBytes + beyond.traceEvents === 0),
  );
}

function nodeLines({ node, lives, problem }: NodeReplay): string[] {
  return [...lives.flatMap((life) => lifeLines(node, life)), ...(problem === null ? [] : [`${node}: ${problem}`])];
}

function lifeLines(node: string, life: LifeReplay): string[] {
  const { incarnation, steps, events, effects, journalBytes, traceEvents, difference } = life;
  const size = `${steps} steps, ${events} events, ${effects} effects, ${journalBytes} bytes of journal, ${traceEvents} trace events`;
  const head = `${node}, life ${incarnation}: ${size}; ${endText(life)}`;
  if (difference === null) return [head];
  return [
    head,
    `  DIFFERS at step ${difference.step}, in ${difference.what === 'failure' ? 'what it broke with' : `its ${difference.what}`}`,
    `    recorded: ${difference.recorded}`,
    `    replayed: ${difference.replayed}`,
    ...difference.events.map((event) => `    given:    ${event}`),
  ];
}

function endText({ end, lastedMs, beyond }: LifeReplay): string {
  const until = `${(lastedMs / 1000).toFixed(3)} s`;
  if (end === 'whole') return `all ${until} of it`;
  if (end === 'full') return `the first ${until}, then the record was full`;
  const { journalBytes, traceEvents } = beyond;
  const rest =
    journalBytes + traceEvents === 0
      ? ''
      : `; what it was given for its last ${journalBytes} bytes of journal and ${traceEvents} trace events was lost`;
  return `${until} until its sudden end${rest}`;
}
