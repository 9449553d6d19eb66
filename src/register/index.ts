export { pointSeenBy, visibleDatastreams, visibleDevices, visiblePlaces } from './access.ts';
export { type DeclarationProblem, problemsOf, requireDeclaration } from './check-declaration.ts';
export { coarsen, type Point } from './coarsen.ts';
export {
  approveDeclaration,
  type Decision,
  declarationInForce,
  declarationWaiting,
  endPastDeclarations,
  rejectDeclaration,
  STATE_SAYS,
  withdrawDeclaration,
} from './decide-declaration.ts';
export { type DeclarationState, hashBody, type StoredDeclaration } from './declaration.store.ts';
export {
  AUDIENCES,
  type AudienceName,
  CLASSES,
  DETAILS,
  DeclarationBody,
  type DeclaredProperty,
  type Detail,
  LAWFUL_BASES,
  type LawfulBasis,
  type PersonalDataClass,
} from './declaration.ts';
export { declarationHistory, type HistoricDeclaration } from './declaration-history.ts';
export {
  type ChannelPlan,
  type DevicePlan,
  type DeviceState,
  type IdentifierKind,
  loadDevicePlan,
  type PropertyKind,
} from './device-plan.ts';
export { type Difference, differences } from './differences.ts';
export { isNarrower, type Narrowness, type Wider } from './narrower.ts';
export * from './say.ts';
export { findProperty, listProperties, type ObservedProperty } from './vocabulary.ts';
export { knownProperties, type SavedDraft, type Submitted, saveDraft, submitDeclaration } from './write-declaration.ts';
