export { pointSeenBy, visibleDatastreams, visibleDevices, visiblePlaces } from './access.ts';
export { type DeclarationProblem, problemsOf, requireDeclaration } from './check-declaration.ts';
export { coarsen, type Point } from './coarsen.ts';
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
export {
  type ChannelPlan,
  type DevicePlan,
  type DeviceState,
  type IdentifierKind,
  loadDevicePlan,
  type PropertyKind,
} from './device-plan.ts';
export { findProperty, listProperties, type ObservedProperty } from './vocabulary.ts';
