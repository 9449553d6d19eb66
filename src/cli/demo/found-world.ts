/**
 * Sets the demo's world up through the use cases that people go through: applied as a file is, declarations approved by
 * a second person, passwords set. Each step looks what stands first, so a start that was killed half-way goes on.
 */
import { aClockAt, type House } from '../../base/index.ts';
import {
  createPartnership,
  findAuthority,
  findPersonByEmail,
  isSetUpNeeded,
  type PersonViewer,
  setPassword,
  viewerOfPerson,
} from '../../identity/index.ts';
import { requireProject } from '../../projects/index.ts';
import {
  approveDeclaration,
  createCodecBox,
  declarationHistory,
  requireDeviceAt,
  setDeviceState,
  vectorsIn,
} from '../../register/index.ts';
import { applyFile } from '../apply/apply.ts';
import { demoFolderInUse } from '../cli.errors.ts';
import { DAMP, RIVER, SCHOOL_AIR } from './fleet.ts';
import { FAULTY } from './messages.ts';
import { demoPeople, emailOf, PASSWORD } from './people.ts';
import { demoWorld } from './world.ts';

const DAY_MS = 86_400_000;
/** How long before its first start the demo's world was set up, and approved. */
const FOUNDED_DAYS = 75;
const APPROVED_AFTER_DAYS = 4;
/** The password is printed anyway; a cheap hash keeps the start short and is replaced at the first sign-in. */
const QUICK = { ln: 10, r: 8, p: 1 };

type Founding = Pick<House, 'db' | 'clock' | 'settings'>;

export async function foundWorld(house: Founding): Promise<void> {
  const { db, clock, settings } = house;
  const on = new Date(Math.floor(clock.now().getTime() / DAY_MS - FOUNDED_DAYS) * DAY_MS + 9.4 * 3_600_000);
  if (!(await findAuthority(db, 'marlstead'))) {
    if (!(await isSetUpNeeded(db))) throw demoFolderInUse();
    const codecBox = createCodecBox();
    try {
      const runVectors = vectorsIn(codecBox);
      const { publicUrl } = settings;
      await applyFile(db, { file: demoWorld(on), people: [], clock: aClockAt(on), runVectors, publicUrl });
    } finally {
      await codecBox.stop();
    }
  }
  await agreeOnPartnership(house, on);
  await setPasswords(house);
  await approve(house, 'marlstead', SCHOOL_AIR, 'Nothing about people is captured, and the schools asked for it.');
  await approve(house, 'oakhithe', RIVER, 'It measures water.');
  await approve(house, 'fennbridge', DAMP, 'Tenants agreed in writing; readings stay with the repairs team.');
  await noteFaultyDevice(house);
}

async function agreeOnPartnership({ db }: Founding, on: Date): Promise<void> {
  const boroughs = await Promise.all(['marlstead', 'oakhithe', 'fennbridge'].map((slug) => findAuthority(db, slug)));
  const [lead, ...others] = boroughs.map((borough) => borough!.id);
  const name = 'Three Rivers Partnership';
  const partnership = { slug: 'three-rivers', name, leadAuthorityId: lead!, authorityIds: others, validFrom: on };
  await db.transaction().execute((tx) => createPartnership(tx, partnership));
}

async function setPasswords({ db }: Founding): Promise<void> {
  for (const { email } of demoPeople()) {
    const person = await findPersonByEmail(db, email);
    if (!person || person.hasPassword) continue;
    await db.transaction().execute((tx) => setPassword(tx, person.id, PASSWORD, { cost: QUICK }));
  }
}

async function approve({ db }: Founding, borough: string, slug: string, reason: string): Promise<void> {
  const viewer = await demoPerson(db, emailOf('approver', borough));
  const { id } = await requireProject(db, borough, slug);
  const versions = await declarationHistory(db, viewer, id);
  const waiting = versions.find(({ state }) => state === 'submitted');
  if (!waiting || versions.some(({ inForceFrom }) => inForceFrom !== null)) return;
  const at = new Date(waiting.submittedAt!.getTime() + APPROVED_AFTER_DAYS * DAY_MS);
  await db.transaction().execute((tx) => approveDeclaration(tx, viewer, waiting.id, { reason, at }));
}

async function noteFaultyDevice({ db, clock }: Founding): Promise<void> {
  const viewer = await demoPerson(db, emailOf('service_officer', 'marlstead'));
  const device = await requireDeviceAt(db, viewer, viewer.places[0]!.authorityId, FAULTY);
  if (device.state !== 'live') return;
  const at = new Date(clock.now().getTime() - 6 * DAY_MS);
  const change = {
    state: 'faulty' as const,
    reason: 'The particle counter reads full scale after rain; the maker was asked.',
    at,
  };
  await db.transaction().execute((tx) => setDeviceState(tx, viewer, device.id, change));
}

/** Somebody of the demo, with the roles held now. */
export async function demoPerson(db: House['db'], email: string): Promise<PersonViewer> {
  const person = await findPersonByEmail(db, email);
  const viewer = person && (await viewerOfPerson(db, person.id));
  if (!viewer) throw demoFolderInUse();
  return viewer;
}
