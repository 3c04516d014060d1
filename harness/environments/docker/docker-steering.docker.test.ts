import { describe } from 'vitest';
import { steeringContract } from '../testing/steering-contract.ts';
import { DockerEnvironment } from './docker-environment.ts';
import { isDockerAbsent } from './testing/is-docker-absent.ts';

describe.skipIf(isDockerAbsent)('in containers', () => {
  steeringContract(new DockerEnvironment());
});
