import {
  type CardinalitySetting,
  checkSetting,
  nearestSafeSettings,
  QuorumSettingError,
  settingText,
  smallestClassic,
  smallestFast,
} from '#quorums';
import { UsageError } from './harness-error.ts';
import { wholeNumber } from './option-values.ts';
import type { ProtocolName } from './run-plan.ts';

/** Quorum sizes as they were asked for; undefined: the protocol's own choice. */
export type QuorumRequest = Readonly<{
  nodes: number;
  protocol: ProtocolName;
  phase1: string | undefined;
  classic: string | undefined;
  fast: string | undefined;
  permitUnsafe: boolean;
}>;

/**
 * The quorum sizes of a run. What is not given follows from the protocol: majorities for `classic`; the smallest sizes that
 * are safe with the phase-1 quorum (a majority) for `flexible` and `fast-flexible`; Lamport's one size for `fast`.
 * @throws UsageError when the sizes mean nothing, or are unsafe and that is not permitted
 */
export function planQuorums(request: QuorumRequest): CardinalitySetting {
  const { nodes } = request;
  if (!usesFastRounds(request.protocol) && request.fast !== undefined) {
    throw new UsageError(`--fast has no meaning with --protocol ${request.protocol}, which has no fast rounds.`);
  }
  const given = {
    phase1: size('--phase1', request.phase1, nodes),
    classic: size('--classic', request.classic, nodes),
    fast: size('--fast', request.fast, nodes),
  };
  const setting = { nodes, ...chosenSizes(request.protocol, nodes, given) };
  return request.permitUnsafe ? meaningful(setting) : safe(setting);
}

function usesFastRounds(protocol: ProtocolName): boolean {
  return protocol === 'fast' || protocol === 'fast-flexible';
}

type Sizes = Omit<CardinalitySetting, 'nodes'>;
type GivenSizes = Readonly<Record<keyof Sizes, number | undefined>>;

function chosenSizes(protocol: ProtocolName, nodes: number, given: GivenSizes): Sizes {
  const majority = Math.floor(nodes / 2) + 1;
  switch (protocol) {
    case 'classic':
      return { phase1: given.phase1 ?? majority, classic: given.classic ?? majority, fast: null };
    case 'fast': {
      const lamport = Math.floor((2 * nodes) / 3) + 1;
      return { phase1: given.phase1 ?? lamport, classic: given.classic ?? lamport, fast: given.fast ?? lamport };
    }
    case 'flexible':
    case 'fast-flexible': {
      const phase1 = given.phase1 ?? (given.classic === undefined ? majority : nodes - given.classic + 1);
      const fast = protocol === 'flexible' ? null : (given.fast ?? smallestFast(nodes, phase1));
      return { phase1, classic: given.classic ?? smallestClassic(nodes, phase1), fast };
    }
  }
}

function size(option: string, text: string | undefined, nodes: number): number | undefined {
  return text === undefined ? undefined : wholeNumber(option, text, 1, nodes);
}

function safe(setting: CardinalitySetting): CardinalitySetting {
  const report = checked(setting);
  if (report.isSafe) return setting;
  const violated = report.requirements.filter(({ holds }) => !holds).map(({ sentence }) => sentence);
  const nearest = nearestSafeSettings(setting).map(settingText);
  throw new UsageError(
    `the quorums ${settingText(setting)} are unsafe: ${violated.join('; ')}. ` +
      `Nearest safe: ${nearest.join(' or ')}. For a negative control add --unsafe-quorums.`,
  );
}

function meaningful(setting: CardinalitySetting): CardinalitySetting {
  return checked(setting).setting;
}

function checked(setting: CardinalitySetting): ReturnType<typeof checkSetting> {
  try {
    return checkSetting(setting);
  } catch (error) {
    if (error instanceof QuorumSettingError) throw new UsageError(`${error.message}.`, { cause: error });
    throw error;
  }
}
