import type { Verdict } from '../verdict.ts';

/** Violations beyond this number are counted, not spelled out: after the first few they say the same. */
const spelledOutMax = 20;

/** One violation: a sentence, and what it is about as JSON. */
export type Finding = Readonly<{ sentence: string; instance?: number; node?: string; record?: number }>;

/** Gathers what one check finds, and makes the verdict of it: a violation outranks what could not be judged. */
export class Findings {
  readonly #violations: Finding[] = [];
  readonly #gaps: string[] = [];

  /** The run broke a promise. */
  violation(finding: Finding): void {
    this.#violations.push(finding);
  }

  /** Something could not be judged; a whole sentence. */
  gap(sentence: string): void {
    this.#gaps.push(sentence);
  }

  /** `evidence` says what was judged, for the verdict `valid`. */
  verdict(evidence: readonly string[]): Verdict {
    const violations = this.#violations.slice(0, spelledOutMax);
    if (violations.length > 0) {
      const more = this.#violations.length - violations.length;
      const sentences = violations.map(({ sentence }) => sentence);
      return {
        kind: 'invalid',
        evidence: more === 0 ? sentences : [...sentences, `There are ${more} more violations of this kind.`],
        details: { violations, count: this.#violations.length, gaps: this.#gaps },
      };
    }
    return this.#gaps.length > 0 ? { kind: 'unknown', reasons: this.#gaps } : { kind: 'valid', evidence };
  }
}

/** `4, 9 and 11 and 30 more`: enough numbers to look them up, and how many there are. */
export function listed(items: readonly (string | number)[], shownMax = 8): string {
  const shown = items.slice(0, shownMax);
  const more = items.length - shown.length;
  const last = more > 0 ? `${more} more` : shown.pop();
  return shown.length === 0 ? String(last) : `${shown.join(', ')} and ${last}`;
}
