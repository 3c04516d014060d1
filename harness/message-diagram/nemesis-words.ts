import { assertNever } from '#foundation';
import { grudgeLinks, type NemesisEvent } from '#nemesis';
import type { ClockSkew, Fault, WindowFault } from '../ports/index.ts';

/** What befalls some nodes, or all of them, in words. */
type Told = Readonly<{ nodes: readonly string[]; words: string }>;

/**
 * What begins or ends where the nemesis of a run writes a line: nothing for its probes, nor for a kill, which is told by the
 * nodes that crash and start.
 */
export function nemesisWords(event: NemesisEvent, all: readonly string[]): readonly Told[] {
  switch (event.phase) {
    case 'inject':
      return event.fault.kind === 'quorum' ? stageWords(event.fault, 0, all) : faultWords(event.fault);
    case 'stage': {
      const { fault, stage } = event;
      if (fault.kind !== 'quorum') return [];
      const place = fault.stages.findIndex(({ name }) => name === stage);
      return stageWords(fault, place, all);
    }
    case 'healing': {
      const { fault } = event;
      const over = fault.kind === 'quorum' ? stageWords(fault, fault.stages.length - 1, all) : faultWords(fault);
      return over.map(({ nodes, words }) => ({ nodes, words: `no more: ${words}` }));
    }
    case 'heal-all':
      return [{ nodes: all, words: event.error === undefined ? 'everything is healed' : `not healed: ${event.error}` }];
    case 'failed':
      return event.step === 'inject' ? [{ nodes: all, words: `no ${event.fault.kind}: ${event.error}` }] : [];
    case 'no-target':
    case 'probe':
    case 'heal':
    case 'audit':
      return [];
    default:
      return assertNever(event);
  }
}

/** A stage by its name, and what it does. */
function stageWords(
  { stages }: Extract<WindowFault, { kind: 'quorum' }>,
  place: number,
  all: readonly string[],
): readonly Told[] {
  const stage = stages[place];
  return stage === undefined ? [] : [{ nodes: all, words: stage.name }, ...stage.faults.flatMap(faultWords)];
}

function faultWords(fault: Fault): readonly Told[] {
  switch (fault.kind) {
    case 'partition': {
      const links = grudgeLinks(fault.grudge);
      const ends = [...new Set(links.flatMap(({ from, to }) => [from, to]))];
      return [{ nodes: ends, words: `cut off: ${links.map(({ from, to }) => `${from}→${to}`).join(' ')}` }];
    }
    case 'pause':
      return fault.nodes.map((node) => ({ nodes: [node], words: 'is paused' }));
    case 'clock':
      return Object.entries(fault.skews).map(([node, skew]) => ({ nodes: [node], words: `clock ${skewWords(skew)}` }));
    case 'kill':
      return [];
    default:
      return assertNever(fault);
  }
}

function skewWords(skew: ClockSkew): string {
  switch (skew.kind) {
    case 'jump':
      return `is off by ${skew.offsetMs} ms`;
    case 'strobe':
      return `is off by ${skew.offsetsMs.join(' ms and ')} ms in turn, every ${skew.everyMs} ms`;
    case 'rate':
      return `runs at ${skew.rate}`;
    default:
      return assertNever(skew);
  }
}
