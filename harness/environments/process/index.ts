export { ProcessEnvironment } from './process-environment.ts';
