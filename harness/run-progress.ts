import { isRound, roundNumber } from '#cluster-node';
import { faultText, nemesisEvent } from './judge/fault-windows.ts';
import type { RunEvent, RunPhase } from './run-event.ts';

/** Adds up the events of a run to what can be said of it at any moment. */
export class RunProgress {
  #phase: RunPhase = 'start';
  #ok = 0;
  #fail = 0;
  #info = 0;
  #fault: string | null = null;
  #leader: string | null = null;

  get phase(): RunPhase {
    return this.#phase;
  }

  take(event: RunEvent): void {
    switch (event.kind) {
      case 'opened':
        return;
      case 'phase':
        this.#phase = event.phase;
        return;
      case 'op':
        this.#takeOp(event.op);
        return;
      case 'status': {
        const leaders = event.reports.filter(({ leads }) => leads).toSorted((a, b) => b.round.number - a.round.number);
        const [first] = leaders;
        this.#leader = first === undefined ? null : `${first.node} in ${roundText(first.round)}`;
      }
    }
  }

  /** Ops so far, the fault in force and who leads. */
  line(): string {
    const ops = `ok ${this.#ok}, fail ${this.#fail}, info ${this.#info}`;
    return `${ops}; fault: ${this.#fault ?? 'none'}; leader: ${this.#leader ?? 'nobody'}`;
  }

  #takeOp(op: Extract<RunEvent, { kind: 'op' }>['op']): void {
    if (op.type === 'ok') this.#ok += 1;
    if (op.type === 'fail') this.#fail += 1;
    const event = nemesisEvent(op);
    if (event === null && op.type === 'info') this.#info += 1;
    if (event?.phase === 'inject') this.#fault = faultText(event.fault);
    if (event?.phase === 'heal' || event?.phase === 'heal-all') this.#fault = null;
  }
}

/** `fast round 2`: its owner is the leader, who is named beside it. */
function roundText({ number, kind }: Readonly<{ number: number; kind: string }>): string {
  return `${kind} round ${isRound(number) ? roundNumber(number) : number}`;
}
