export type { Attempt, Completion, Endpoint } from './client.ts';
export type { Clock } from './clock.ts';
export type { Cluster, CollectedNode, StatusReport, UnexpectedExit } from './cluster.ts';
export type { Capabilities, Environment, RunPlace } from './environment.ts';
export type {
  ActiveFault,
  ClockMode,
  ClockObservation,
  ClockSkew,
  Fault,
  FaultInjector,
  FaultKind,
  FaultStage,
  Grudge,
  ProbeResult,
  QuorumFault,
  WindowFault,
} from './fault-injector.ts';
export type { Generator, GeneratorContext, Next, PlannedOp } from './generator.ts';
export type { Recorder } from './recorder.ts';
export type { Rng } from './rng.ts';
export type { HeldMessage, Steering } from './steering.ts';
export type { Address, Installation, ListeningLine, NodeStart, System } from './system.ts';
