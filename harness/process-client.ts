import type { PlannedAttempt } from '#workloads';
import type { Attempt, Clock, Completion, Endpoint, PlannedOp } from './ports/index.ts';

export type ProcessClientOptions = Readonly<{
  /** Names this client to the system; never used by another one. */
  client: string;
  connect: (node: string) => Endpoint;
  clock: Clock;
}>;

/** One logical client: one op at a time, under sequence numbers that name each op for ever, however often it is sent. */
export class ProcessClient implements AsyncDisposable {
  readonly #options: ProcessClientOptions;
  readonly #endpoints = new Map<string, Endpoint>();
  #sequence = 0;

  constructor(options: ProcessClientOptions) {
    this.#options = options;
  }

  /**
   * Sends `op` as often as `attempts` say and takes the first definite answer; later attempts are not begun after it.
   * Without one the op is indefinite, and `sent` when any attempt was.
   */
  perform(op: PlannedOp, attempts: readonly PlannedAttempt[], timeoutMs: number): Promise<Completion> {
    this.#sequence += 1;
    const attempt: Attempt = {
      client: this.#options.client,
      sequence: this.#sequence,
      acknowledged: this.#sequence,
      f: op.f,
      ...(op.key !== undefined && { key: op.key }),
      value: op.value,
    };
    const answer = Promise.withResolvers<Completion>();
    const answered = new AbortController();
    const indefinite: Completion[] = [];
    for (const planned of attempts) {
      this.#send(attempt, planned, timeoutMs, answered.signal)
        .then((completion) => {
          if (completion.kind === 'indefinite') indefinite.push(completion);
          else answer.resolve(completion);
          if (indefinite.length === attempts.length) answer.resolve(combined(indefinite));
        })
        .catch(answer.reject);
    }
    return answer.promise.finally(() => answered.abort());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#endpoints.values()].map((endpoint) => endpoint[Symbol.asyncDispose]()));
  }

  async #send(
    attempt: Attempt,
    { node, afterMs }: PlannedAttempt,
    timeoutMs: number,
    answered: AbortSignal,
  ): Promise<Completion> {
    if (afterMs > 0) {
      try {
        await this.#options.clock.sleep(afterMs, answered);
      } catch {
        return { kind: 'indefinite', error: 'answered before it was sent again', sent: false };
      }
    }
    return this.#endpoint(node).attempt(attempt, timeoutMs - afterMs);
  }

  #endpoint(node: string): Endpoint {
    const known = this.#endpoints.get(node);
    if (known !== undefined) return known;
    const endpoint = this.#options.connect(node);
    this.#endpoints.set(node, endpoint);
    return endpoint;
  }
}

/** Of several attempts that nobody answered, one that was sent tells most. */
function combined(completions: readonly Completion[]): Completion {
  const sent = completions.find((completion) => completion.kind === 'indefinite' && completion.sent);
  return sent ?? completions[0] ?? { kind: 'indefinite', error: 'never sent', sent: false };
}
