/** The door of the room `publish`: what leaves the house for everybody. */
export type { AlgorithmRecord, AlgorithmUse } from './algorithms/algorithm-record.ts';
export { type AlgorithmUses, usesOfPurpose } from './algorithms/algorithm-use.store.ts';
export { atrsJson, atrsSections, sayAppeal } from './algorithms/atrs-record.ts';
export { ckanPackage, datasetNamed, packageName } from './catalogue/ckan.ts';
export { dataDictionary, READING_COLUMNS } from './catalogue/data-dictionary.ts';
export {
  CATALOGUE_FILTERS,
  type CatalogueFilter,
  type CatalogueQuery,
  countDatasets,
  type Dataset,
  findDataset,
  type ListedDataset,
  listDatasets,
  searchOpenDatasets,
} from './catalogue/dataset.store.ts';
export { addressesOf, frequencyOf, modifiedAt, sensorThingsUrl } from './catalogue/dcat.ts';
export { licenceOf } from './catalogue/licences.ts';
export { openReadings } from './catalogue/open-readings.ts';
export { schemaOrgDataset } from './catalogue/schema-org.ts';
export { catalogueJsonLd, catalogueTurtle, datasetJsonLd, datasetTurtle } from './catalogue/write-catalogue.ts';
export { listDeletions } from './certificates/deletion.store.ts';
export { deletionCertificate, NOT_COVERED, signedCertificate } from './certificates/deletion-certificate.ts';
export { publicKeys, signingKey } from './certificates/signing-key.store.ts';
export { chainByCategory, datachainDocument, datachainOf, identifiabilityOf } from './dtpr/datachain.ts';
export { loadTaxonomy, type Taxonomy } from './dtpr/taxonomy.ts';
export {
  acknowledgeEnquiry,
  answerEnquiry,
  listEnquiries,
  requireEnquiry,
} from './enquiries/answer-enquiry.ts';
export { type Enquiry, forgetEnquiries } from './enquiries/enquiry.store.ts';
export {
  clockRunning,
  ENQUIRY_KINDS,
  type EnquiryKind,
  KEPT_DAYS,
  LONGEST,
  MOST_OF_A_NETWORK,
  OUTCOMES,
} from './enquiries/enquiry-rules.ts';
export { enquiryByReference, listPublicEnquiries } from './enquiries/public-enquiries.store.ts';
export { sendEnquiry } from './enquiries/send-enquiry.ts';
export { addCatalogue, askForHarvest, HARVEST_TASK, harvest, removeCatalogue } from './harvest/harvest-catalogues.ts';
export { type HarvestedCatalogue, selectCatalogues as listCatalogues } from './harvest/harvested.store.ts';
export type { CatalogueFormat } from './harvest/read-catalogue.ts';
export { searchExisting } from './harvest/search-existing.ts';
export { datasetNotOpen, datasetUnknown, periodInvalid, tooManyEnquiries } from './publish.errors.ts';
export { BREACH_KINDS, type BreachKind, breachReach } from './records/breach-reach.store.ts';
export { isPersonal, type ProcessingRecord, processingRecord, rightsOf } from './records/processing-record.ts';
export { type ListedRecord, listJointControllers, listProcessingRecords } from './records/records.store.ts';
export { type BundleRequest, subjectBundle, subjectHoldings } from './records/subject-bundle.ts';
export { atomFeed } from './register/atom.ts';
export { type BulkDevice, bulkDevices, bulkJson } from './register/bulk.ts';
export { listRegisterChanges } from './register/changes.store.ts';
export { completenessFacts } from './register/completeness.store.ts';
export { type Completeness, completenessOf } from './register/completeness.ts';
