import { announce, sql, type Tx } from '../base/index.ts';
import { audit, requirePermission, type Viewer } from '../identity/index.ts';
import { isSlug, requireProjectById, slugOf } from '../projects/index.ts';
import { ensureDatastreams } from './datastream.store.ts';
import { insertDevice, requireDeviceById, updateDeviceRow, writeIdentifiers } from './device.store.ts';
import type { DeviceState } from './device-plan.ts';
import { changeState } from './device-state.ts';
import { type Identifier, normaliseIdentifier } from './identifiers.ts';
import { selectModels } from './model.store.ts';
import { type PlacementInput, placeDevice } from './place-device.ts';
import { deviceInvalid, modelNotActive, modelUnknown } from './register.errors.ts';

/** What can be said of a device and changed later. */
export interface DeviceFacts {
  readonly name: string;
  readonly owner?: string | null;
  readonly supplier?: string | null;
  /** LoRaWAN, NB-IoT, 4G, wired … */
  readonly network?: string | null;
  /** How often it should report, in seconds. */
  readonly reportIntervalS?: number | null;
  readonly identifiers?: readonly { readonly kind: string; readonly value: string }[];
}

export interface NewDevice extends DeviceFacts {
  readonly projectId: number;
  readonly modelId: number;
  /** Made from the name when left out. */
  readonly slug?: string;
  /** Planned when left out. */
  readonly state?: DeviceState;
  readonly place?: PlacementInput;
  /** For histories written after the event. */
  readonly at?: Date;
}

/**
 * Registers a device of an active model of the project's authority, with its identifiers, a datastream for each channel
 * and, if told, its place. Refuses an address or an identifier that another device has.
 */
export async function registerDevice(
  tx: Tx,
  viewer: Viewer,
  input: NewDevice,
): Promise<{ deviceId: number; slug: string }> {
  const { authorityId } = await requireProjectById(tx, input.projectId);
  requirePermission(viewer, 'device.edit', authorityId);
  const [model] = await selectModels(tx, sql`m.id = ${input.modelId} and m.authority_id = ${authorityId}`);
  if (!model) throw modelUnknown({ field: 'model', model: input.modelId });
  if (model.state !== 'active') throw modelNotActive({ field: 'model', model: model.name });
  const facts = requireFacts(input);
  const slug = input.slug?.trim() || slugOf(facts.name);
  if (!isSlug(slug))
    throw deviceInvalid({ field: 'slug', why: 'its address may hold lower-case letters, digits and dashes' });
  const { projectId, modelId } = input;
  const id = await insertDevice(tx, { authorityId, projectId, modelId, slug, ...facts, at: input.at ?? null });
  if (id === undefined) throw deviceInvalid({ field: 'slug', why: `the address ${slug} is taken` });
  await writeIdentifiers(tx, { id, authorityId }, facts.identifiers ?? []);
  await ensureDatastreams(tx, { deviceId: id });
  if (input.place) await placeDevice(tx, viewer, id, input.place);
  if (input.state && input.state !== 'planned')
    await changeState(tx, viewer, id, { state: input.state, ...(input.at ? { at: input.at } : {}) });
  const about = { project: projectId, model: modelId };
  await audit(tx, {
    authorityId,
    actor: viewer,
    action: 'device.register',
    subject: { kind: 'device', id },
    facts: about,
  });
  await announce(tx, 'register.changed', { authorityId, projectId, deviceId: id });
  return { deviceId: id, slug };
}

/** Changes what is said of a device; what is left out stays. False when nothing changed. */
export async function updateDevice(
  tx: Tx,
  viewer: Viewer,
  deviceId: number,
  changes: Partial<DeviceFacts>,
): Promise<boolean> {
  const device = await requireDeviceById(tx, deviceId);
  requirePermission(viewer, 'device.edit', device.authorityId);
  const before = pick(device);
  const after = requireFacts({ ...before, ...changes });
  const identifiers = after.identifiers ?? before.identifiers;
  const same = JSON.stringify(pick({ ...after, identifiers })) === JSON.stringify(before);
  if (same) return false;
  await updateDeviceRow(tx, deviceId, after);
  await writeIdentifiers(tx, device, identifiers);
  const { authorityId, projectId } = device;
  await audit(tx, { authorityId, actor: viewer, action: 'device.change', subject: { kind: 'device', id: deviceId } });
  await announce(tx, 'register.changed', { authorityId, projectId, deviceId });
  return true;
}

type Facts = Omit<Required<DeviceFacts>, 'identifiers'> & { readonly identifiers?: readonly Identifier[] };

function requireFacts(input: DeviceFacts): Facts {
  const name = input.name.trim();
  if (name === '') throw deviceInvalid({ field: 'name', why: 'its name is empty' });
  const reportIntervalS = input.reportIntervalS ?? null;
  if (reportIntervalS !== null && (!Number.isInteger(reportIntervalS) || reportIntervalS < 1))
    throw deviceInvalid({
      field: 'report_interval_s',
      why: 'its interval must be a whole number of seconds, 1 or more',
    });
  return {
    name,
    owner: input.owner?.trim() || null,
    supplier: input.supplier?.trim() || null,
    network: input.network?.trim() || null,
    reportIntervalS,
    ...(input.identifiers
      ? { identifiers: input.identifiers.map((each, index) => normaliseIdentifier(each, `identifiers.${index}`)) }
      : {}),
  };
}

function pick(of: Facts & { readonly identifiers: readonly Identifier[] }) {
  const identifiers = [...of.identifiers].sort((a, b) => (`${a.kind} ${a.value}` < `${b.kind} ${b.value}` ? -1 : 1));
  const { name, owner, supplier, network, reportIntervalS } = of;
  return {
    name,
    owner,
    supplier,
    network,
    reportIntervalS,
    identifiers: identifiers.map(({ kind, value }) => ({ kind, value })),
  };
}
