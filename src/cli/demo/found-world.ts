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
  type Role,
  setPassword,
  viewerOfPerson,
} from '../../identity/index.ts';
import {
  type ClearanceKind,
  grantClearance,
  missingRequirements,
  requireProject,
  requireProjectById,
  setStage,
} from '../../projects/index.ts';
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
import { DAMP, FOOTFALL, RIVER, SCHOOL_AIR } from './fleet.ts';
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
  await screenFootfall(house);
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
  for (const { kind, roles } of await missingRequirements(db, id, 'declaration'))
    await clear(db, borough, id, kind, roles, at);
  await db.transaction().execute((tx) => approveDeclaration(tx, viewer, waiting.id, { reason, at }));
  const lead = await demoPerson(db, emailOf('project_lead', borough));
  await db.transaction().execute((tx) => setStage(tx, lead, id, 'live'));
}

/** The waiting project is screened, and the screening says that more is needed: something is left to look at. */
async function screenFootfall({ db, clock }: Founding): Promise<void> {
  const { id } = await requireProject(db, 'marlstead', FOOTFALL);
  const missing = await missingRequirements(db, id, 'declaration');
  const screening = missing.find(({ kind }) => kind === 'screening');
  if (!screening || missing.length < 4) return;
  const at = new Date(clock.now().getTime() - 3 * DAY_MS);
  await clear(db, 'marlstead', id, 'screening', screening.roles, at, ['dpia']);
}

/** Whoever of the borough may clear it does, on a paper from before Lamppost; it holds for two years. */
async function clear(
  db: House['db'],
  borough: string,
  projectId: number,
  kind: ClearanceKind,
  roles: readonly Role[],
  at: Date,
  asksFor: ClearanceKind[] = [],
): Promise<void> {
  const person =
    (await findPersonByEmail(db, emailOf(roles[0]!, borough))) ??
    (await findPersonByEmail(db, emailOf('approver', borough)));
  const { authorityId } = await requireProjectById(db, projectId);
  const datedOn = new Date(at.getTime() - 10 * DAY_MS).toISOString().slice(0, 10);
  const evidence = {
    kind: 'document',
    title: DOCUMENTS[kind],
    reference: `EDRMS/${projectId}/${kind}`,
    datedOn,
  } as const;
  const validUntil = new Date(at.getTime() + 730 * DAY_MS);
  await db
    .transaction()
    .execute((tx) =>
      grantClearance(tx, { authorityId, projectId, kind, evidence, asksFor, grantedBy: person!.id, validUntil, at }),
    );
}

const DOCUMENTS: Record<ClearanceKind, string> = {
  screening: 'Data protection screening',
  dpia: 'Data protection impact assessment',
  equality: 'Equality impact assessment',
  ethics: 'Ethics review',
  security: 'Security review of devices and sources',
  supplier: 'Answers of the supplier',
  evaluation: 'Evaluation',
};

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
