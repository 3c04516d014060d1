export { SimEnvironment } from './sim-environment.ts';
export { type Protocol, type TortureOptions, type TortureResult, torture } from './torture.ts';
