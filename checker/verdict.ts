/**
 * What a checker says. `invalid` outranks `unknown`, which outranks `valid`; a weaker verdict never hides a stronger.
 * `evidence` and `reasons` are whole sentences for a person; `details` is for programs and must be JSON.
 */
export type Verdict =
  | Readonly<{ kind: 'valid'; evidence: readonly string[]; details?: unknown }>
  | Readonly<{ kind: 'invalid'; evidence: readonly string[]; details?: unknown }>
  | Readonly<{ kind: 'unknown'; reasons: readonly string[]; details?: unknown }>;

export type VerdictKind = Verdict['kind'];

const strength: Readonly<Record<VerdictKind, number>> = { valid: 0, unknown: 1, invalid: 2 };

/**
 * The strongest kind of `kinds`; `unknown` when there is none, because nothing was checked.
 *
 * ```ts
 * import { strongestVerdict } from 'ballotproof/checker';
 *
 * console.log(strongestVerdict(['valid', 'unknown', 'valid'])); // → unknown
 * ```
 */
export function strongestVerdict(kinds: readonly VerdictKind[]): VerdictKind {
  return (
    kinds.reduce<VerdictKind | undefined>(
      (strongest, kind) => (strongest === undefined || strength[kind] > strength[strongest] ? kind : strongest),
      undefined,
    ) ?? 'unknown'
  );
}
