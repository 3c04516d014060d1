/** What the controller asks of a holder, one JSON line each on its standard input. */
export type HolderRequest =
  | Readonly<{ id: number; kind: 'rules'; ruleSet: string }>
  | Readonly<{ id: number; kind: 'counters' }>
  | Readonly<{ id: number; kind: 'dial'; host: string; port: number; timeoutMs: number }>;

/** `connected` and `refused`: packets went there and back; `silent`: nothing came back in time. */
export type DialOutcome = 'connected' | 'refused' | 'silent';

/** One JSON line for each request, in any order. `text`: the counters, or the outcome of a dial. */
export type HolderAnswer = Readonly<{ id: number; text: string }> | Readonly<{ id: number; error: string }>;
