/** The door of the room `ingest`: sources, doors, and the way of a reading from uplink to receipt. */

export { type ImportOptions, type ImportProgress, type ImportResult, importFile } from './csv/import-file.ts';
export { type ImportRun, listImportRuns } from './csv/import-run.store.ts';
export { type Mapping, readMapping } from './csv/mapping.ts';
export type { Decoder } from './decode/decode.ts';
export { ingestDoors } from './doors/http.routes.ts';
export { type MqttDoors, startMqttBroker } from './doors/start-mqtt.ts';
export { dryRunCounts } from './dry-runs.ts';
export { inboxEntryUnknown } from './ingest.errors.ts';
export { createIngest, type Ingest, type IngestHouse } from './ingest.ts';
export { addsUp, REASONS, type Reason, type Receipt } from './receipt.ts';
export { noteSilentDevices } from './silence.ts';
export { assignInbox, dismissInbox, type InboxEntry, listInbox } from './sources/assign-inbox.ts';
export {
  createSource,
  type KeyedSource,
  type NewSource,
  pauseSource,
  rotateSourceKey,
} from './sources/create-source.ts';
export { type DescribedSource, describeSource, listSources } from './sources/list-sources.ts';
export { DOORS, type Door, type Source, type SourceSettings } from './sources/source.ts';
export type { Uplink } from './uplink.ts';
