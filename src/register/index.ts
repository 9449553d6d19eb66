export { pointSeenBy, unlessCoarsened, visibleDatastreams, visibleDevices, visiblePlaces } from './access.ts';
export { type DeclarationProblem, problemsOf, requireDeclaration } from './check-declaration.ts';
export { coarsen, type Point } from './coarsen.ts';
export { type CodecBox, type CodecBoxOptions, createCodecBox } from './codec-box/codec-box.ts';
export type { Codec, DecodeFailure, DecodeInput, DecodeResult } from './codec-box/codec-result.ts';
export type { TestVector } from './codec-box/test-vectors.ts';
export { type CodecExamples, vectorsFromYaml } from './codec-box/vectors-from-yaml.ts';
export { ensureDatastreams } from './datastream.store.ts';
export {
  approveDeclaration,
  type Decision,
  declarationInForce,
  declarationWaiting,
  endPastDeclarations,
  rejectDeclaration,
  resumeDeclaration,
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
export type { StoredDevice } from './device.store.ts';
export { deviceOfKey, rotateCredential } from './device-key.ts';
export {
  type DevicePage,
  devicePage,
  findPlaceById,
  type PlacePage,
  placePage,
  projectDevices,
  publishedDeclaration,
  type SeenDatastream,
  type SeenDevice,
  type SeenPlace,
  type ShownDeclaration,
} from './device-page.ts';
export {
  type ChannelPlan,
  type DevicePlan,
  type DeviceState,
  type IdentifierKind,
  loadDevicePlan,
  type PropertyKind,
} from './device-plan.ts';
export { confirmDevice, noteDeviceState, type StateChange, setDeviceState } from './device-state.ts';
export { type Difference, differences } from './differences.ts';
export { type DryRun, findDryRun, LONGEST_DRY_RUN_DAYS, startDryRun, stopDryRun } from './dry-run.ts';
export { type DwellingCount, dwellingCounts, FEWEST_DWELLINGS } from './dwelling-counts.ts';
export {
  type DeviceFilter,
  devicePlacements,
  deviceStates,
  type HistoricPlacement,
  type HistoricState,
  listDevices,
  requireDeviceAt,
} from './find-device.ts';
export { listModels, requireModelAt } from './find-model.ts';
export { listPlaces, requirePlaceAt, type StoredPlace } from './find-place.ts';
export { heedClearances, tellPromises } from './heed-clearances.ts';
export { type Hold, liftHold, listHolds, placeHold, publicHolds } from './hold.ts';
export { IDENTIFIER_KINDS, type Identifier, normaliseIdentifier } from './identifiers.ts';
export { hashCodec, type ModelState, type StoredModel } from './model.store.ts';
export type { Channel, ChannelInput, ModelInput } from './model.ts';
export { isNarrower, type Narrowness, type Wider } from './narrower.ts';
export { type PlacementInput, placeDevice } from './place-device.ts';
export {
  type FilterValue,
  type PublicDevice,
  type PublicDeviceList,
  publicDevices,
  publicFilterCounts,
  REGISTER_FILTERS,
  type RegisterFilter,
  type RegisterQuery,
} from './public-register.ts';
export { deviceRetired, deviceUnknown, placeUnknown } from './register.errors.ts';
export { type DeviceFacts, type NewDevice, registerDevice, updateDevice } from './register-device.ts';
export { activateModel, type SavedModel, saveModel, sayFailures } from './save-model.ts';
export { PLACE_KINDS, type PlaceInput, type PlaceKind, savePlace } from './save-place.ts';
export * from './say.ts';
export { approveSharing, endSharing } from './sharing/decide-sharing.ts';
export { listSharing, requireSharing } from './sharing/find-sharing.ts';
export { offerShared, type ProposedAgreement, proposeSharing, whyNot } from './sharing/propose-sharing.ts';
export { type PartnerPromise, partnerPromises, type SharingAgreement } from './sharing/sharing.store.ts';
export { promiseFactsOf, traitsOf } from './traits.ts';
export { type RunVectors, type VectorFailure, vectorsIn } from './vectors.ts';
export { findProperty, listProperties, type ObservedProperty } from './vocabulary.ts';
export { knownProperties, type SavedDraft, type Submitted, saveDraft, submitDeclaration } from './write-declaration.ts';
