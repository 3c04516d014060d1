export type { SimAudience } from './sim-audience.ts';
export { SimEnvironment } from './sim-environment.ts';
