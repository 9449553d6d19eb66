/** Seeds a whole house: an authority, a project with its promise in force, models, devices and a source for every door. */
import { type Db, systemClock } from '../src/base/index.ts';
import { createSource, type Door } from '../src/ingest/index.ts';
import type { DeclarationBody } from '../src/register/index.ts';
import { anAuthority, aPerson, type BuiltPerson } from './build-identity.ts';
import { aProject } from './build-projects.ts';
import {
  aDeclarationBody,
  aDeclarationInForce,
  aDeclaredProperty,
  aDevice,
  aModel,
  aPlace,
  type BuiltDevice,
} from './build-register.ts';

/** A typical codec: four bytes of NO2 and PM10 in tenths, and a battery nobody declared. */
export const AIR_CODEC = `
function decodeUplink(input) {
  var b = input.bytes;
  if (b.length < 4) return { errors: ['too short'] };
  var s = function (i) { var v = (b[i] << 8) | b[i + 1]; return (v > 32767 ? v - 65536 : v) / 10; };
  return { data: { no2: s(0), pm10: s(2) }, warnings: [] };
}`;

export interface SeededHouse {
  readonly authorityId: number;
  readonly authoritySlug: string;
  readonly projectId: number;
  readonly lead: BuiltPerson;
  readonly approver: BuiltPerson;
  /** Known by `serial`: they send fields. */
  readonly devices: readonly BuiltDevice[];
  /** Known by `dev_eui`: their model has AIR_CODEC. */
  readonly lorawan: readonly BuiltDevice[];
  /** By door: what to send with. */
  readonly keys: Readonly<Record<'json' | 'tts' | 'chirpstack' | 'mqtt', string>>;
}

/** Readings as often as one likes, all open; sources are named after their doors. */
export async function seedHouse(
  db: Db,
  wish: { authoritySlug?: string; devices?: number; lorawan?: number; body?: DeclarationBody } = {},
): Promise<SeededHouse> {
  const { authorityId, slug: authoritySlug } = await anAuthority(db, { slug: wish.authoritySlug ?? 'northbank' });
  const lead = await aPerson(db, { authorityId, roles: ['project_lead', 'service_officer'] });
  const approver = await aPerson(db, { authorityId, roles: ['approver'] });
  const { id: projectId } = await aProject(db, lead.viewer, { authorityId });
  await aDeclarationInForce(db, {
    authorityId,
    projectId,
    body: wish.body ?? aDeclarationBody({ properties: ['no2', 'pm10', 'pm25'].map(withoutInterval) }),
    submittedBy: lead.personId,
    approvedBy: approver.personId,
  });
  const plain = await aModel(db, { authorityId });
  const coded = await aModel(db, {
    authorityId,
    codec: AIR_CODEC,
    channels: [
      { field: 'no2', property: 'no2' },
      { field: 'pm10', property: 'pm10' },
    ],
  });
  const { placeId } = await aPlace(db, { authorityId, name: 'Ash Grove Primary' });
  const build = async (count: number, modelId: number, kind: 'serial' | 'dev_eui') => {
    const devices: BuiltDevice[] = [];
    for (let nth = 1; nth <= count; nth++) {
      const value = kind === 'serial' ? `air-${nth}` : (0x70b3d57ed0000000n + BigInt(nth)).toString(16).toUpperCase();
      devices.push(await aDevice(db, { authorityId, projectId, modelId, placeId, identifier: { kind, value } }));
    }
    return devices;
  };
  const aKeyOf = async (door: Door, identifierKind: 'serial' | 'dev_eui') => {
    const wanted = { authorityId, slug: door, name: `By ${door}`, door, identifierKind };
    const made = await db.transaction().execute((tx) => createSource(tx, lead.viewer, wanted, systemClock));
    return made.key;
  };
  return {
    authorityId,
    authoritySlug,
    projectId,
    lead,
    approver,
    devices: await build(wish.devices ?? 8, plain.modelId, 'serial'),
    lorawan: await build(wish.lorawan ?? 4, coded.modelId, 'dev_eui'),
    keys: {
      json: await aKeyOf('json', 'serial'),
      tts: await aKeyOf('tts', 'dev_eui'),
      chirpstack: await aKeyOf('chirpstack', 'dev_eui'),
      mqtt: await aKeyOf('mqtt', 'serial'),
    },
  };
}

function withoutInterval(property: string) {
  return aDeclaredProperty(property, { shortest_interval_s: 0 });
}

/** A webhook of The Things Stack with these bytes. */
export function ttsUplink(
  devEui: string,
  at: { receivedAt: string; fCnt: number; session?: string },
  bytes: Uint8Array,
) {
  return {
    end_device_ids: {
      device_id: `eui-${devEui.toLowerCase()}`,
      application_ids: { application_id: 'air' },
      dev_eui: devEui,
      dev_addr: '260B1234',
    },
    correlation_ids: ['gs:uplink:01H0000000000000000000000'],
    received_at: at.receivedAt,
    uplink_message: {
      session_key_id: at.session ?? 'AYjMQ0PfYvP1kx5QW2+kuA==',
      f_port: 2,
      f_cnt: at.fCnt,
      frm_payload: Buffer.from(bytes).toString('base64'),
      rx_metadata: [
        { gateway_ids: { gateway_id: 'roof-1', eui: '58A0CBFFFE800001' }, time: at.receivedAt, rssi: -92, snr: 8.2 },
        { gateway_ids: { gateway_id: 'roof-2', eui: '58A0CBFFFE800002' }, time: at.receivedAt, rssi: -108, snr: -1.5 },
      ],
      settings: {
        data_rate: { lora: { bandwidth: 125000, spreading_factor: 7, coding_rate: '4/5' } },
        frequency: '868100000',
      },
      received_at: at.receivedAt,
      consumed_airtime: '0.056576s',
      network_ids: { net_id: '000013', tenant_id: 'ttn', cluster_id: 'eu1' },
    },
  };
}

/** An `up` event of ChirpStack v4 with these bytes. */
export function chirpstackUplink(devEui: string, at: { time: string; fCnt: number; key: string }, bytes: Uint8Array) {
  return {
    deduplicationId: at.key,
    time: at.time,
    deviceInfo: {
      tenantId: '52f14cd4-c6f1-4fbd-8f87-4025e1d49242',
      tenantName: 'Council',
      applicationId: '17c82e96-be03-4f38-aef3-f83d48582d97',
      applicationName: 'air',
      deviceProfileName: 'air',
      deviceName: `air ${devEui}`,
      devEui: devEui.toLowerCase(),
      tags: {},
    },
    devAddr: '00189440',
    adr: true,
    dr: 5,
    fCnt: at.fCnt,
    fPort: 2,
    confirmed: false,
    data: Buffer.from(bytes).toString('base64'),
    rxInfo: [{ gatewayId: '0016c001f153a14c', uplinkId: 4217106255, rssi: -36, snr: 10.5, context: 'E3OWOQ==' }],
    txInfo: { frequency: 868300000, modulation: { lora: { bandwidth: 125000, spreadingFactor: 7 } } },
  };
}
