import type { ReplicaEvent } from '../protocol/effects.ts';

/** What somebody may ask of a node's rounds. */
export type RoundsEvent = Extract<ReplicaEvent, { kind: 'begin-round' | 'rounds-by-timeouts' }>;

/** What the body of `POST /rounds` asks for: `{"begin":"classic"}`, `{"begin":"fast"}` or `{"by":"timeouts"}`; else null. */
export function parseRoundsRequest(body: string): RoundsEvent | null {
  const asked = parsed(body);
  if (typeof asked !== 'object' || asked === null || Object.keys(asked).length !== 1) return null;
  const { begin, by } = asked as Record<string, unknown>;
  if (begin === 'classic' || begin === 'fast') return { kind: 'begin-round', roundKind: begin };
  return by === 'timeouts' ? { kind: 'rounds-by-timeouts' } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
