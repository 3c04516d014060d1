export { SimEnvironment } from './sim-environment.ts';
