import { requireProject } from '../../projects/index.ts';
import {
  type DeviceState,
  listDevices,
  placeDevice,
  registerDevice,
  requireModelAt,
  requirePlaceAt,
  type StoredDevice,
  setDeviceState,
  updateDevice,
} from '../../register/index.ts';
import type { Entry } from './apply-file.ts';
import { actorOf, at, type Bench, forEach, type Item, note, refusal } from './bench.ts';

/** Registers the devices that are missing, and brings facts, state and place of the others to what the file says. */
export function applyDevices(bench: Bench): Promise<void> {
  return forEach(bench, 'devices', applyDevice);
}

async function applyDevice(item: Item<'devices'>): Promise<void> {
  const { bench, entry, authority, index } = item;
  const { tx, clock } = bench;
  const viewer = actorOf(item);
  const under = (field: string) => ['devices', index, field];
  const project = await at(bench, under('project'), () => requireProject(tx, authority.slug, entry.project));
  const model = await at(bench, under('model'), () => requireModelAt(tx, viewer, authority.id, entry.model));
  const standing = await findDevice(item);
  if (!standing) {
    const { slug, state } = entry;
    const facts = {
      projectId: project.id,
      modelId: model.id,
      slug,
      ...factsOf(entry),
      ...(state ? { state } : {}),
      at: clock.now(),
    };
    const { deviceId } = await registerDevice(tx, viewer, facts);
    await place(item, deviceId);
    return note(item, 'created');
  }
  for (const [field, known, wanted] of [
    ['project', standing.projectId, project.id],
    ['model', standing.modelId, model.id],
  ] as const) {
    if (known === wanted) continue;
    const remedy = 'Retire it and register another device, so that its readings stay what they are.';
    throw refusal(bench, under(field), `${standing.name} is of another ${field}, which never changes.`, remedy);
  }
  const changes: string[] = [];
  if (await updateDevice(tx, viewer, standing.id, factsOf(entry))) changes.push('facts');
  if (entry.state && !isStateOf(standing.state, entry.state)) {
    await setDeviceState(tx, viewer, standing.id, { state: entry.state, at: clock.now() });
    changes.push(`state ${entry.state}`);
  }
  if (await place(item, standing.id)) changes.push('place');
  note(item, changes.length > 0 ? 'changed' : 'unchanged', changes.join(', ') || undefined);
}

async function findDevice({ bench, entry, authority, ...item }: Item<'devices'>): Promise<StoredDevice | undefined> {
  const found = await listDevices(bench.tx, actorOf({ bench, entry, authority, ...item }), { search: entry.slug });
  return found.find((device) => device.authorityId === authority.id && device.slug === entry.slug);
}

/** What the file says of a device; what it leaves out stays as it is. */
function factsOf(entry: Entry<'devices'>) {
  const { name, owner, supplier, network, report_interval_s: reportIntervalS, identifiers } = entry;
  const given = { owner, supplier, network, reportIntervalS, identifiers };
  return {
    name,
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as typeof given),
  };
}

/** A live device that the house or a person noticed to be silent or faulty is still one that the file calls live. */
function isStateOf(standing: DeviceState, wanted: DeviceState): boolean {
  return standing === wanted || (wanted === 'live' && (standing === 'silent' || standing === 'faulty'));
}

async function place(item: Item<'devices'>, deviceId: number): Promise<boolean> {
  const { bench, entry, authority, index } = item;
  if (!entry.place) return false;
  return at(bench, ['devices', index], async () => {
    const viewer = actorOf(item);
    const { id: placeId } = await requirePlaceAt(bench.tx, viewer, authority.id, entry.place!);
    return placeDevice(bench.tx, viewer, deviceId, {
      placeId,
      mountedOn: entry.mounted_on ?? '',
      heightM: entry.height_m ?? null,
      from: entry.placed_on ? new Date(`${entry.placed_on}T00:00:00Z`) : bench.clock.now(),
    });
  });
}
