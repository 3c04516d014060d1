import { steeringContract } from '../testing/steering-contract.ts';
import { SimEnvironment } from './sim-environment.ts';

steeringContract(new SimEnvironment());
