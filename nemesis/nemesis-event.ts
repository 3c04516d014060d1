import type { ClockObservation, WindowFault } from '#ports';
import type { FaultPlan } from './fault-plan.ts';

/**
 * The value of a nemesis line in the history (`process: 'nemesis'`, `type: 'info'`, `f`: the kind of fault). The time
 * of each is its op's `timeNs`. `window` is the number of the step in the schedule, from 0. A window holds
 *
 * - `inject`: the injection is about to begin;
 * - `probe`, `when: 'injected'`: what was observed once it was done, and again just before healing (`before-heal`): a
 *   fault is proved over the time between two probes that are both effective;
 * - `stage`: the next stage of a fault in stages begins; those before the last are too brief for a probe;
 * - `healing`: the healing is about to begin; `heal`: it is done, and whatever works in a whole cluster works again;
 *
 * or `no-target` alone: it was a fault on the leader, and nobody led. `failed` says that a step came to nothing.
 * After the last window come `heal-all` (`f: 'heal-all'`) and one `audit` for each different fault that was injected:
 * `healed` is false if anything of it was still in force.
 */
export type NemesisEvent =
  | Readonly<{ phase: 'inject'; window: number; fault: WindowFault; target: string | null; leader?: string }>
  | Readonly<{
      phase: 'probe';
      window: number;
      when: 'injected' | 'before-heal';
      fault: WindowFault;
      effective: boolean;
      evidence: string;
      /** What the clocks of the nodes showed, when the fault is one of clocks. */
      clocks?: readonly ClockObservation[];
    }>
  | Readonly<{ phase: 'stage'; window: number; stage: string; fault: WindowFault }>
  | Readonly<{ phase: 'healing'; window: number; fault: WindowFault }>
  | Readonly<{ phase: 'heal'; window: number; fault: WindowFault }>
  | Readonly<{ phase: 'no-target'; window: number; plan: FaultPlan }>
  | Readonly<{
      phase: 'failed';
      window: number;
      step: 'inject' | 'probe' | 'heal' | 'audit';
      fault: WindowFault;
      error: string;
    }>
  | Readonly<{ phase: 'heal-all'; error?: string }>
  | Readonly<{ phase: 'audit'; window: number; fault: WindowFault; healed: boolean; evidence: string }>;
