import type { Clock } from '#ports';
import { simulatedText } from '../../hunt/hunt-report.ts';
import type { HuntTally } from '../../hunt/hunt-tally.ts';
import { situations } from '../../simulation/index.ts';

/** Shows on stderr how a hunt goes on: on a terminal one line that is written over, else a line now and then. */
export function showHunt(clock: Pick<Clock, 'nowNs'>): HuntView {
  return new HuntView(clock, process.stderr.isTTY);
}

const liveEveryMs = 250;
const plainEveryMs = 10_000;

export class HuntView implements Disposable {
  readonly #clock: Pick<Clock, 'nowNs'>;
  readonly #isLive: boolean;
  #nextMs: number;

  constructor(clock: Pick<Clock, 'nowNs'>, isLive: boolean) {
    this.#clock = clock;
    this.#isLive = isLive;
    this.#nextMs = isLive ? 0 : plainEveryMs;
  }

  show(tally: HuntTally): void {
    const nowMs = this.#nowMs();
    if (nowMs < this.#nextMs) return;
    this.#nextMs = nowMs + (this.#isLive ? liveEveryMs : plainEveryMs);
    process.stderr.write(this.#isLive ? `\r\u001b[K${this.#line(tally)}` : `${this.#line(tally)}\n`);
  }

  /** The last state, which stays. */
  end(tally: HuntTally): void {
    process.stderr.write(this.#isLive ? `\r\u001b[K${this.#line(tally)}\n` : `${this.#line(tally)}\n`);
  }

  [Symbol.dispose](): void {
    if (this.#isLive) process.stderr.write('\r\u001b[K');
  }

  #line({ seeds, simulatedMs, events, coverage, failures }: HuntTally): string {
    const perSecond = Math.round(events / Math.max(this.#nowMs() / 1000, 0.001));
    const met = `${coverage.size} of ${Object.keys(situations).length} situations`;
    return `${seeds} seeds, ${simulatedText(simulatedMs)} simulated, ${perSecond} events/s, ${met}, ${failures.length} failed`;
  }

  #nowMs(): number {
    return this.#clock.nowNs() / 1e6;
  }
}
