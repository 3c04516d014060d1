import { describe, expect, test } from 'vitest';
import type { Fault, QuorumFault } from '#ports';
import { StagedFault } from './staged-fault.ts';
import { SimInjector } from './testing/sim-cluster.ts';

const { signal } = new AbortController();
const cut: Fault = { kind: 'partition', variant: 'test', grudge: { n1: ['n2'] } };
const sleep: Fault = { kind: 'pause', nodes: ['n3'] };
const otherCut: Fault = { kind: 'partition', variant: 'test', grudge: { n2: ['n3'] } };
const first = { name: 'cut', faults: [cut], forMs: 10 };
const second = { name: 'cut and asleep', faults: [cut, sleep], forMs: 10 };
const third = { name: 'another cut', faults: [otherCut], forMs: null };
const fault: QuorumFault = { kind: 'quorum', variant: 'test', stages: [first, second, third] };

describe('a fault in stages', () => {
  test('keeps what the next stage holds too, and ends what it does not', async () => {
    const injector = new SimInjector();
    const staged = new StagedFault(fault, injector);
    const inForce: (readonly Fault[])[] = [];
    for (const stage of fault.stages) {
      await staged.enter(stage, signal);
      inForce.push([...injector.inForce]);
    }
    expect(inForce).toEqual([[cut], [cut, sleep], [otherCut]]);
    expect(injector.begun).toEqual([cut, sleep, otherCut]);
    await staged.heal(signal);
    expect(injector.inForce.size).toBe(0);
  });

  test('begins what is new before it ends what is over', async () => {
    const injector = new SimInjector();
    const staged = new StagedFault(fault, injector);
    await staged.enter(first, signal);
    injector.onHeal = () => expect(injector.inForce).toContain(otherCut);
    await staged.enter(third, signal);
    expect([...injector.inForce]).toEqual([otherCut]);
    expect.assertions(2);
  });

  test('is in force when each part of the stage is, and healed when no part of any stage is left', async () => {
    const injector = new SimInjector();
    const staged = new StagedFault(fault, injector);
    await staged.enter(second, signal);
    expect(await staged.probe(signal)).toMatchObject({ effective: true, healed: false });
    injector.inForce.delete(sleep);
    expect(await staged.probe(signal)).toMatchObject({ effective: false, healed: false });
    await injector.healAll(signal);
    expect(await staged.probe(signal)).toMatchObject({ effective: false, healed: true });
  });

  test('is not in force when the injector ignores it', async () => {
    const staged = new StagedFault(fault, new SimInjector('ignores-inject'));
    for (const stage of fault.stages) {
      await staged.enter(stage, signal);
      expect(await staged.probe(signal)).toMatchObject({ effective: false });
    }
  });

  test('is not healed while a stage that is over has left something', async () => {
    const injector = new SimInjector('ignores-heal');
    const staged = new StagedFault(fault, injector);
    await staged.enter(first, signal);
    await staged.enter(third, signal);
    await staged.heal(signal);
    injector.inForce.delete(otherCut);
    expect(await staged.probe(signal)).toMatchObject({ effective: false, healed: false });
  });
});
