import { assertMeaningfulSystem, QuorumSettingError, type QuorumSystem } from '#quorums';
import { UsageError } from '../../harness-error.ts';
import { wholeNumber } from '../../option-values.ts';
import { readQuorumSystem } from '../../quorums-file.ts';

/** A quorum system as it is named on the command line: a file, or four sizes. */
export type AskedSystem = Readonly<{ nodes?: string; phase1?: string; classic?: string; fast?: string }>;

/** A size far beyond any, so that what is too large is told against the number of nodes. */
const sizeMax = 1_000_000;

/**
 * The quorum system that is meant; `--fast` left out: fast rounds are not used.
 * @throws UsageError one line: neither a file nor sizes, both, or a system that makes no sense
 */
export function askedSystem(file: string | undefined, sizes: AskedSystem): QuorumSystem {
  const given = Object.entries(sizes).filter(([, size]) => size !== undefined);
  if (file !== undefined) {
    const [first] = given;
    if (first === undefined) return readQuorumSystem(file);
    throw new UsageError(`${file} says what --${first[0]} would say; give one of them.`);
  }
  const system: QuorumSystem = {
    kind: 'cardinality',
    nodes: needed('nodes', sizes.nodes),
    phase1: needed('phase1', sizes.phase1),
    classic: needed('classic', sizes.classic),
    fast: sizes.fast === undefined ? null : wholeNumber('--fast', sizes.fast, 1, sizeMax),
  };
  try {
    assertMeaningfulSystem(system);
  } catch (error) {
    if (error instanceof QuorumSettingError) throw new UsageError(`${error.message}.`, { cause: error });
    throw error;
  }
  return system;
}

function needed(option: string, text: string | undefined): number {
  if (text === undefined) {
    throw new UsageError(`--${option} is missing: give a file, or --nodes, --phase1, --classic and perhaps --fast.`);
  }
  return wholeNumber(`--${option}`, text, 1, sizeMax);
}
