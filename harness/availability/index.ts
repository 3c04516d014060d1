export {
  type AvailabilityRow,
  type Comparison,
  compareWithPrediction,
  comparisonTable,
} from './compare-with-prediction.ts';
export { type AvailabilityRequest, type MeasuredPath, measureAvailability } from './measure-availability.ts';
