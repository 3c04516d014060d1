import { grudgeLinks, type Link } from '#nemesis';
import type { ActiveFault, Fault, ProbeResult } from '../../ports/index.ts';
import type { LinkFilter } from './link-filter.ts';
import { type LinkObservation, probeLinks } from './probe-links.ts';

/** Cuts the links of a grudge; proved when each of them drops what is sent over it and lets no packet pass. */
export class PartitionFault implements ActiveFault {
  readonly fault: Extract<Fault, { kind: 'partition' }>;
  readonly #links: readonly Link[];
  readonly #filter: LinkFilter;

  constructor(fault: Extract<Fault, { kind: 'partition' }>, filter: LinkFilter) {
    this.fault = fault;
    this.#links = grudgeLinks(fault.grudge);
    this.#filter = filter;
  }

  async begin(): Promise<void> {
    await this.#filter.cut(this, this.#links);
  }

  async probe(): Promise<ProbeResult> {
    const states = await probeLinks(this.#links, this.#filter);
    const inState = (state: LinkObservation): readonly string[] =>
      this.#links.filter((_, index) => states[index] === state).map(({ from, to }) => `${from}→${to}`);
    return {
      effective: states.length > 0 && states.every((state) => state === 'cut'),
      healed: states.every((state) => state === 'passes'),
      evidence: [
        `${inState('cut').length} of ${states.length} links drop what is sent and let no packet pass`,
        ...listing('pass', inState('passes')),
        ...listing('undecided', inState('undecided')),
      ].join('; '),
    };
  }

  async heal(): Promise<void> {
    await this.#filter.restore(this, this.#links);
  }
}

function listing(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];
}
