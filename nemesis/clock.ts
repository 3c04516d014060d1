import { assertNever } from '#foundation';
import type { ClockMode, ClockSkew, Fault, Rng } from '#ports';
import { FaultPlanError } from './fault-plan-error.ts';

/** What can be done to clocks: a jump ahead, a jump back, two offsets in quick turn, a wrong speed. */
export type ClockVariant = 'bump' | 'back' | 'strobe' | 'rate';

/** The mode in which the nodes have to be started for each variant. */
export const clockVariantModes: Readonly<Record<ClockVariant, ClockMode>> = {
  bump: 'wall',
  back: 'wall',
  strobe: 'wall',
  rate: 'rate',
};

/** Every variant, in the order of the table. */
export const clockVariants: readonly ClockVariant[] = Object.keys(clockVariantModes).filter(isClockVariant);

/** Narrows a word of the command line to a variant. */
export function isClockVariant(word: string): word is ClockVariant {
  return Object.hasOwn(clockVariantModes, word);
}

/** What the schedule needs to know of an entry of `--nemesis` to tell the mode that it wants. */
type ClockSpec = Readonly<{ kind: string; text: string; variants: readonly string[] | null }>;

/**
 * The mode in which the nodes of a run with these faults are started: the one that was asked for, else the one that the
 * variants want, else `wall`; null when no fault is one of clocks.
 * @throws FaultPlanError when the variants want both, or another one than was asked for
 */
export function clockModeFor(specs: readonly ClockSpec[], asked: ClockMode | null): ClockMode | null {
  const ofClocks = specs.filter(({ kind }) => kind === 'clock');
  if (ofClocks.length === 0) {
    if (asked === null) return null;
    throw new FaultPlanError(
      `no fault makes clocks lie, so there is no clock mode; add "clock" or leave out the mode.`,
    );
  }
  const wanted = ofClocks.flatMap(({ text, variants }) =>
    (variants ?? []).filter(isClockVariant).map((variant) => ({ text, mode: clockVariantModes[variant] })),
  );
  const mode = asked ?? wanted[0]?.mode ?? 'wall';
  const misfit = wanted.find((spec) => spec.mode !== mode);
  if (misfit === undefined) return mode;
  throw new FaultPlanError(
    `"${misfit.text}" needs nodes whose clocks are in mode ${misfit.mode}, and the rest of the run has mode ${mode}: ` +
      `bump, back and strobe go together (wall), rate goes alone.`,
  );
}

/** Draws what the clocks of one node do. */
export function drawClockSkew(variant: ClockVariant, rng: Rng): ClockSkew {
  switch (variant) {
    case 'bump':
      return { kind: 'jump', offsetMs: drawJumpMs(rng) };
    case 'back':
      return { kind: 'jump', offsetMs: -drawJumpMs(rng) };
    case 'strobe':
      return { kind: 'strobe', offsetsMs: [-drawJumpMs(rng), drawJumpMs(rng)], everyMs: rng.int(50, 150) };
    case 'rate':
      return { kind: 'rate', rate: (1000 + rng.pick([-1, 1]) * rng.int(perMilleMin, perMilleMax)) / 1000 };
    default:
      return assertNever(variant);
  }
}

/** The fault that does to each of `victims` what was drawn for it. */
export function clockFault(variant: ClockVariant, skews: Readonly<Record<string, ClockSkew>>): Fault {
  return { kind: 'clock', variant, skews };
}

const jumpMinMs = 200;
const jumpMaxMs = 60_000;
/** A smaller change of speed could not be told from a slow answer within a window. */
const perMilleMin = 40;
const perMilleMax = 100;

/** Small jumps are as likely as great ones: the logarithm is what is drawn evenly. */
function drawJumpMs(rng: Rng): number {
  return Math.round(jumpMinMs * (jumpMaxMs / jumpMinMs) ** rng.fraction());
}
