import type { AlgorithmRecord } from '../publish/index.ts';
import { SCHOOL_AIR_ALGORITHM } from './school-air/algorithm.ts';

export type { PlaceAssessment } from './school-air/assess-place.ts';
export { DAQI, type DaqiBand, daqiBand, daqiIndex } from './school-air/daqi.ts';
export { assessSite } from './school-air/evaluate-site.ts';
export { startSchoolAir } from './school-air/pack.ts';
export { listSites, PURPOSE as SCHOOL_AIR_PURPOSE, type Site } from './school-air/sites.store.ts';

/** Every pack that ranks or predicts, for the register of algorithms. */
export const ALGORITHMS: readonly AlgorithmRecord[] = [SCHOOL_AIR_ALGORITHM];
