import { assertMeaningfulSystem, fromLamport, QuorumSettingError, type QuorumSystem } from '#quorums';
import { UsageError } from '../../harness-error.ts';
import { wholeNumber } from '../../option-values.ts';
import { readQuorums } from '../../quorums-file.ts';

/**
 * How options name a quorum system: by sizes N, L, R and F, by N, eF and eC as Lamport sizes Fast Paxos, or by a file as for
 * `run`.
 */
export type AskedSystem = Readonly<{
  quorums?: string;
  nodes?: string;
  phase1?: string;
  classic?: string;
  fast?: string;
  eF?: string;
  eC?: string;
}>;

/** The file that is meant, as an argument or by --quorums. @throws UsageError when both name one */
export function askedFile(file: string | undefined, { quorums }: AskedSystem): string | undefined {
  if (file !== undefined && quorums !== undefined) {
    throw new UsageError(`${file} and --quorums ${quorums} both name quorums; give one of them.`);
  }
  return file ?? quorums;
}

const waysToAsk = 'give a file, N/L/R/F, --nodes, --phase1, --classic and perhaps --fast, or --nodes, --eF and --eC.';

/** A size far beyond any, so that what is too large is told against the number of nodes. */
const sizeMax = 1_000_000;

/**
 * The quorum system that is meant: a file, `N/L/R/F`, or sizes; F left out: fast rounds are not used.
 * @throws UsageError one line: neither a file nor sizes, both, a system that makes no sense, or rounds with systems of their own
 */
export function askedSystem(file: string | undefined, sizes: AskedSystem): QuorumSystem {
  const asked = askedQuorums(file, sizes);
  if ('kind' in asked) return asked;
  throw new UsageError(
    `${file ?? 'this'} gives each round quorums of its own; only "ballotproof quorum check" takes such.`,
  );
}

/** The same, and rounds that have a system of their own each. @throws UsageError */
export function askedQuorums(file: string | undefined, sizes: AskedSystem): QuorumSystem | readonly QuorumSystem[] {
  if (file === undefined) return meaningful(() => systemOfSizes(sizes));
  const [first] = Object.entries(onlySizes(sizes)).filter(([, size]) => size !== undefined);
  if (first !== undefined) throw new UsageError(`${file} says what --${first[0]} would say; give one of them.`);
  if (file.trim() === '') throw new UsageError(`an empty word names no quorums: ${waysToAsk}`);
  if (/^[\d/]+$/.test(file) && !sizesInOneWord.test(file)) {
    throw new UsageError(`${file} is no setting; write N/L/R or N/L/R/F, such as 10/8/3/7.`);
  }
  return sizesInOneWord.test(file) ? meaningful(() => systemOfSizes(sizesIn(file))) : readQuorums(file);
}

/** What to type after a command to mean the same system again. */
export function askedAgain(file: string | undefined, sizes: AskedSystem): string {
  if (file !== undefined) return /[\s"'{}]/.test(file) ? `'${file}'` : file;
  return Object.entries(onlySizes(sizes))
    .flatMap(([option, size]) => (size === undefined ? [] : [`--${option} ${size}`]))
    .join(' ');
}

/** `10/8/3/7`, or `10/6/5` without fast rounds. */
const sizesInOneWord = /^\d+(\/\d+){2,3}$/;

function sizesIn(word: string): AskedSystem {
  const [nodes, phase1, classic, fast] = word.split('/');
  return {
    ...(nodes === undefined ? {} : { nodes }),
    ...(phase1 === undefined ? {} : { phase1 }),
    ...(classic === undefined ? {} : { classic }),
    ...(fast === undefined ? {} : { fast }),
  };
}

/** Commander's options hold more than the sizes. */
function onlySizes({
  nodes,
  phase1,
  classic,
  fast,
  eF,
  eC,
}: AskedSystem): Readonly<Record<string, string | undefined>> {
  return { nodes, phase1, classic, fast, eF, eC };
}

function systemOfSizes(sizes: AskedSystem): QuorumSystem {
  if (sizes.eF !== undefined || sizes.eC !== undefined) return systemOfCrashes(sizes);
  return {
    kind: 'cardinality',
    nodes: needed('nodes', sizes.nodes, 1),
    phase1: needed('phase1', sizes.phase1, 1),
    classic: needed('classic', sizes.classic, 1),
    fast: sizes.fast === undefined ? null : wholeNumber('--fast', sizes.fast, 1, sizeMax),
  };
}

function systemOfCrashes(sizes: AskedSystem): QuorumSystem {
  for (const option of ['phase1', 'classic', 'fast'] as const) {
    if (sizes[option] !== undefined) {
      throw new UsageError(`--eF and --eC say what --${option} would say; give one of them.`);
    }
  }
  const setting = fromLamport({
    nodes: needed('nodes', sizes.nodes, 1),
    fastCrashes: needed('eF', sizes.eF, 0),
    classicCrashes: needed('eC', sizes.eC, 0),
  });
  return { kind: 'cardinality', ...setting };
}

function needed(option: string, text: string | undefined, min: number): number {
  if (text !== undefined) return wholeNumber(`--${option}`, text, min, sizeMax);
  throw new UsageError(`--${option} is missing: ${waysToAsk}`);
}

/** @throws UsageError for sizes that mean nothing */
function meaningful(make: () => QuorumSystem): QuorumSystem {
  try {
    const system = make();
    assertMeaningfulSystem(system);
    return system;
  } catch (error) {
    if (error instanceof QuorumSettingError) throw new UsageError(`${error.message}.`);
    throw error;
  }
}
