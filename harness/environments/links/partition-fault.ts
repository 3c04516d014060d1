import { grudgeLinks, type Link } from '#nemesis';
import type { ActiveFault, Fault, ProbeResult } from '../../ports/index.ts';
import type { CuttableLinks, LinkObservation } from './cuttable-links.ts';

/** Cuts the links of a grudge; proved when each of them was used and let nothing pass. */
export class PartitionFault implements ActiveFault {
  readonly fault: Extract<Fault, { kind: 'partition' }>;
  readonly #cut: readonly Link[];
  readonly #links: CuttableLinks;

  constructor(fault: Extract<Fault, { kind: 'partition' }>, links: CuttableLinks) {
    this.fault = fault;
    this.#cut = grudgeLinks(fault.grudge);
    this.#links = links;
  }

  async begin(): Promise<void> {
    await this.#links.cut(this, this.#cut);
  }

  async probe(): Promise<ProbeResult> {
    const states = await this.#links.observe(this.#cut);
    const inState = (state: LinkObservation): readonly string[] =>
      this.#cut.filter((_, index) => states[index] === state).map(({ from, to }) => `${from}→${to}`);
    return {
      effective: states.length > 0 && states.every((state) => state === 'cut'),
      healed: states.every((state) => state === 'passes'),
      evidence: [
        `${inState('cut').length} of ${states.length} links let nothing pass`,
        ...listing('pass', inState('passes')),
        ...listing('undecided', inState('undecided')),
      ].join('; '),
    };
  }

  async heal(): Promise<void> {
    await this.#links.restore(this, this.#cut);
  }
}

function listing(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];
}
