import { steeringContract } from '../testing/steering-contract.ts';
import { ProcessEnvironment } from './process-environment.ts';

steeringContract(new ProcessEnvironment());
