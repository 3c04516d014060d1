import { grudgeLinks } from '#nemesis';
import type { ActiveFault, Fault, ProbeResult } from '../../ports/index.ts';
import type { LinkProxy } from './link-proxy.ts';
import { type LinkObservation, probeLink } from './probe-link.ts';
import type { ProxyNetwork } from './proxy-network.ts';

/** Cuts the links of a grudge; proved when each of them lets neither a new connection nor a byte pass. */
export class PartitionFault implements ActiveFault {
  readonly fault: Extract<Fault, { kind: 'partition' }>;
  readonly #links: readonly LinkProxy[];

  constructor(fault: Extract<Fault, { kind: 'partition' }>, network: Pick<ProxyNetwork, 'proxy'>) {
    this.fault = fault;
    this.#links = grudgeLinks(fault.grudge).map((link) => network.proxy(link));
  }

  async begin(): Promise<void> {
    for (const link of this.#links) link.cut();
  }

  async probe(): Promise<ProbeResult> {
    const seen = await Promise.all(
      this.#links.map(async (link) => ({ name: `${link.link.from}→${link.link.to}`, state: await probeLink(link) })),
    );
    const inState = (state: LinkObservation): readonly string[] =>
      seen.filter((link) => link.state === state).map(({ name }) => name);
    return {
      effective: seen.length > 0 && inState('cut').length === seen.length,
      healed: inState('passes').length === seen.length,
      evidence: [
        `${inState('cut').length} of ${seen.length} links turn connections away and pass no byte`,
        ...listing('pass', inState('passes')),
        ...listing('undecided', inState('undecided')),
      ].join('; '),
    };
  }

  async heal(): Promise<void> {
    for (const link of this.#links) link.heal();
  }
}

function listing(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];
}
