/** Every use case that needs a permission to write is done once, and leaves an entry of who did it in the audit log. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as actions from '../../src/actions/index.ts';
import { sql, type Tx } from '../../src/base/index.ts';
import * as identity from '../../src/identity/index.ts';
import { codeAt, stepAt } from '../../src/identity/second-factor/totp.ts';
import * as ingest from '../../src/ingest/index.ts';
import * as projects from '../../src/projects/index.ts';
import * as register from '../../src/register/index.ts';
import { anAlert, aWebhook } from '../build-alerts.ts';
import { aDirectory } from '../build-directory.ts';
import { aKey, anAuthority, aPerson, aSession } from '../build-identity.ts';
import { aHouse, aSource } from '../build-ingest.ts';
import { answersForSchoolAir, aProject, aRecordedOutcome } from '../build-projects.ts';
import { aDeclarationBody, aDevice, aModel, anAirProject, aPlace } from '../build-register.ts';
import { aDatabase } from '../database.ts';
import { as, clearingWalks, type Walks } from './clearing-walks.ts';
import { writingUseCases } from './use-cases.ts';

let stopJobs = async () => {};
after(() => stopJobs()); // before the database's own `after`
const database = await aDatabase();
const { db } = database;
const house = await aHouse(database);
await house.jobs.start();
stopJobs = () => house.jobs.stop();
const { clock } = house;

const air = await anAirProject(db);
const { authorityId, projectId, lead, approver } = air;
const administrator = await aPerson(db, { authorityId, roles: ['administrator'] });
const officer = await aPerson(db, { authorityId, roles: ['service_officer', 'project_lead'] });
const governor = await aPerson(db, { authorityId, roles: ['information_governance'] });
const aHold = {
  projectId,
  reason: 'A request is open',
  legalBasis: 'FOI Act 2000, section 77',
  reviewOn: '2099-01-01',
};
const member = await aPerson(db, { authorityId, roles: ['viewer'] });
const neighbour = await anAuthority(db);
const receiver = 'https://alerts.example.org/';
const noCodec: register.RunVectors = async () => [];

/** A new project with a draft of a declaration that is not narrower than anything. */
async function aDraft(): Promise<number> {
  const { id } = await aProject(db, lead.viewer, { authorityId });
  await inTx((tx) => register.saveDraft(tx, lead.viewer, { projectId: id, body: aDeclarationBody() }));
  return id;
}

async function aWaiting(): Promise<number> {
  const id = await aDraft();
  return (await inTx((tx) => register.submitDeclaration(tx, lead.viewer, id))).declarationId;
}

async function anInboxEntry() {
  const { sourceId } = await aSource(house, lead.viewer, { authorityId });
  const entry = { sourceId, kind: 'dev_eui' as const, identifier: `A8175${String(sourceId).padStart(11, '0')}` };
  await sql`insert into ingest.inbox values (${sourceId}, ${authorityId}, 'dev_eui', ${entry.identifier}, '{}', 1, now(), now())`.execute(
    db,
  );
  return entry;
}

const raised = async (origin: string) => (await anAlert(house, { authorityId, projectId, origin })).id;
async function aSettledAlert(origin: string): Promise<number> {
  const id = await raised(origin);
  await inTx((tx) => actions.dismissAlert(tx, officer.viewer, id, clock, 'Nothing to do here'));
  return id;
}

async function aDeadDelivery(): Promise<number> {
  const webhook = await aWebhook(house, lead.viewer, { authorityId, url: receiver });
  await raised(`finding:${webhook.id + 1000}`);
  const { rows } = await sql<{ id: number }>`
    update actions.delivery set state = 'dead' where webhook_id = ${webhook.id} returning id`.execute(db);
  return rows[0]!.id;
}

const newProject = async () => (await aProject(db, lead.viewer, { authorityId })).id;
const newDevice = async () => (await aDevice(db, { authorityId, projectId, modelId: air.modelId })).deviceId;
const newSource = async () => (await aSource(house, lead.viewer, { authorityId })).sourceId;
const part = { personId: member.personId, part: 'officer' };
const form = (id: number) => ({ projectId: id, form: 'declaration' as const, start: {} });
const aModelInput = {
  slug: 'airbox-9',
  name: 'Airbox 9',
  maker: 'Sensor Supplier Ltd',
  channels: [{ field: 'no2', property: 'no2' }],
};

function anAgreement(): register.ProposedAgreement {
  const today = clock.now().toISOString().slice(0, 10);
  const party = (id: number, gives: boolean) => ({ authorityId: id, gives, receives: !gives });
  const words = { title: 'Air at the border', controllers: 'Each council for its own' };
  const parties = [party(authorityId, true), party(neighbour.id, false)];
  return {
    authorityId,
    ...words,
    purposes: ['health'],
    detail: 'readings',
    validFrom: today,
    endsOn: '2027-01-01',
    parties,
  };
}

function aLoan(): identity.WantedDelegation {
  const [validFrom, validTo] = [clock.now(), new Date(clock.now().getTime() + 86_400_000)];
  const [fromPersonId, toPersonId] = [lead.personId, member.personId];
  return { authorityId, role: 'project_lead', fromPersonId, toPersonId, validFrom, validTo, reason: 'On leave' };
}

/** Shows a secret that counts for nothing until it is confirmed, so there is nothing to write down; reads only. */
const LEAVES_NOTHING = ['offerOwnFactor', 'sessionsOfPerson'];

/** The first code of a second factor that a person is setting up. */
async function firstCode({ viewer, personId }: { viewer: identity.PersonViewer; personId: number }): Promise<string> {
  await inTx((tx) => identity.offerOwnFactor(tx, house, viewer, clock));
  const { rows } = await sql<{ sealed: Buffer }>`
    select secret_sealed as sealed from identity.second_factor where person_id = ${personId}`.execute(db);
  return codeAt(Buffer.from(house.secretBox.open(rows[0]!.sealed), 'base64'), stepAt(clock.now()));
}

/** What each use case is done with: first what must be there already, then the use case itself. */
const WALKS: Walks = {
  ...(await clearingWalks({ db, house, authorityId, authoritySlug: air.authoritySlug })),
  // identity
  invitePerson: as(
    administrator,
    async (by) => (tx) =>
      identity.invitePerson(tx, by, { authorityId, name: 'New', email: 'new@example.org', roles: ['viewer'] }, clock),
  ),
  giveRole: as(
    administrator,
    async (by) => (tx) => identity.giveRole(tx, by, { authorityId, personId: member.personId, role: 'analyst' }),
  ),
  takeRole: as(administrator, async (by) => {
    const { personId } = await aPerson(db, { authorityId, roles: ['viewer'] });
    return (tx) => identity.takeRole(tx, by, { authorityId, personId, role: 'viewer' });
  }),
  endMembership: as(administrator, async (by) => {
    const { personId } = await aPerson(db, { authorityId });
    return (tx) => identity.endMembership(tx, by, { authorityId, personId }, clock);
  }),
  issuePasswordLink: as(
    administrator,
    async (by) => (tx) => identity.issuePasswordLink(tx, by, { authorityId, personId: member.personId }, clock),
  ),
  issueKey: as(
    administrator,
    async (by) => (tx) => identity.issueKey(tx, by, { authorityId, kind: 'analyst', name: 'A program' }, clock),
  ),
  withdrawKey: as(administrator, async (by) => {
    const { credentialId } = await aKey(db, { authorityId });
    return (tx) => identity.withdrawKey(tx, by, credentialId, clock);
  }),
  setSignInPolicy: as(
    administrator,
    async (by) => (tx) => identity.setSignInPolicy(tx, by, authorityId, { secondFactorRequired: false }),
  ),
  delegateRole: as(lead, async (by) => (tx) => identity.delegateRole(tx, by, aLoan(), clock)),
  endDelegation: as(lead, async (by) => {
    const id = await inTx((tx) => identity.delegateRole(tx, by, { ...aLoan(), role: 'service_officer' }, clock));
    return (tx) => identity.endDelegation(tx, by, id, clock);
  }),
  endOwnSession: as(member, async (by) => {
    await aSession(db, member, clock);
    const { rows } = await sql<{ id: string }>`select encode(substring(token_hash for 12), 'hex') as id
      from identity.session where person_id = ${member.personId} and revoked_at is null`.execute(db);
    return (tx) => identity.endOwnSession(tx, by, rows[0]!.id, clock);
  }),
  endSessionsOf: as(
    administrator,
    async (by) => (tx) => identity.endSessionsOf(tx, by, { authorityId, personId: member.personId }, clock),
  ),
  leavePartnership: as(administrator, async (by) => {
    const partnership = {
      slug: 'walk',
      name: 'Walk',
      leadAuthorityId: authorityId,
      authorityIds: [],
      validFrom: clock.now(),
    };
    await inTx((tx) => identity.createPartnership(tx, partnership));
    const { id: partnershipId } = (await identity.listPartnerships(db)).find(({ slug }) => slug === 'walk')!;
    return (tx) => identity.leavePartnership(tx, by, { partnershipId, authorityId }, 'Over');
  }),
  setDirectory: as(administrator, async (by) => {
    const { issuer, clientId, clientSecret } = await aDirectory('http://127.0.0.1:8080/sign-in/directory/callback');
    const wanted = {
      label: 'work',
      issuer,
      clientId,
      clientSecret,
      emailDomains: ['council.example'],
      roleClaim: 'groups',
    };
    return (tx) => identity.setDirectory(tx, house, by, authorityId, { ...wanted, roleMap: [], paused: false }, clock);
  }),
  takeOwnFactor: as(member, async (by) => {
    const code = await firstCode(member);
    return (tx) => identity.takeOwnFactor(tx, house, by, { code, sessionId: 'this one' }, clock);
  }),
  resetFactor: as(administrator, async (by) => {
    const person = await aPerson(db, { authorityId, roles: ['viewer'] });
    const code = await firstCode(person);
    await inTx((tx) => identity.takeOwnFactor(tx, house, person.viewer, { code, sessionId: '' }, clock));
    return (tx) => identity.resetFactor(tx, by, { authorityId, personId: person.personId }, clock);
  }),
  // projects
  createProject: as(
    lead,
    async (by) => (tx) => projects.createProject(tx, by, { authorityId, title: 'Quiet streets' }),
  ),
  renameProject: as(lead, async (by) => {
    const id = await newProject();
    return (tx) => projects.renameProject(tx, by, id, { title: 'Another name', summary: '' });
  }),
  setStage: as(lead, async (by) => {
    const id = await newProject();
    return (tx) => projects.setStage(tx, by, id, 'discover');
  }),
  addProjectPerson: as(lead, async (by) => (tx) => projects.addProjectPerson(tx, by, projectId, part)),
  removeProjectPerson: as(lead, async (by) => (tx) => projects.removeProjectPerson(tx, by, projectId, part)),
  saveOutcome: as(lead, async (by) => (tx) => projects.saveOutcome(tx, by, projectId, answersForSchoolAir())),
  recordOutcome: as(lead, async (by) => {
    const id = await newProject();
    await inTx((tx) => projects.saveOutcome(tx, by, id, answersForSchoolAir()));
    return (tx) => projects.recordOutcome(tx, by, id);
  }),
  chooseVerdict: as(lead, async (by) => {
    const id = await newProject();
    await aRecordedOutcome(db, by, id);
    return (tx) => projects.chooseVerdict(tx, by, id, { verdict: 'existing_data_is_enough', reason: 'It is cheaper' });
  }),
  discardOutcomeDraft: as(lead, async (by) => (tx) => projects.discardOutcomeDraft(tx, by, projectId)),
  changeUnfinishedForm: as(lead, async (by) => {
    const id = await newProject();
    return (tx) => projects.changeUnfinishedForm(tx, by, form(id), () => ({ title: 'Typed' }));
  }),
  forgetUnfinishedForm: as(lead, async (by) => (tx) => projects.forgetUnfinishedForm(tx, by, projectId, 'declaration')),
  recordApproval: as(approver, async (by) => (tx) => {
    const subject = {
      authorityId,
      subjectKind: 'declaration' as const,
      subjectId: 1,
      subjectVersion: 1,
      submittedBy: null,
    };
    return projects.recordApproval(tx, by, { ...subject, decision: 'approved' });
  }),
  // register
  saveDraft: as(lead, async (by) => {
    const id = await newProject();
    return (tx) => register.saveDraft(tx, by, { projectId: id, body: aDeclarationBody() });
  }),
  submitDeclaration: as(lead, async (by) => {
    const id = await aDraft();
    return (tx) => register.submitDeclaration(tx, by, id);
  }),
  approveDeclaration: as(approver, async (by) => {
    const id = await aWaiting();
    return (tx) => register.approveDeclaration(tx, by, id);
  }),
  rejectDeclaration: as(approver, async (by) => {
    const id = await aWaiting();
    return (tx) => register.rejectDeclaration(tx, by, id, { reason: 'Too precise' });
  }),
  withdrawDeclaration: as(lead, async (by) => {
    const id = await aWaiting();
    return (tx) => register.withdrawDeclaration(tx, by, id, { reason: 'Written again' });
  }),
  saveModel: as(lead, async (by) => (tx) => register.saveModel(tx, by, authorityId, aModelInput, noCodec)),
  activateModel: as(lead, async (by) => {
    const model = { ...aModelInput, slug: 'airbox-10' };
    const { modelId } = await inTx((tx) => register.saveModel(tx, by, authorityId, model, noCodec));
    return (tx) => register.activateModel(tx, by, modelId, noCodec);
  }),
  savePlace: as(
    lead,
    async (by) => (tx) =>
      register.savePlace(tx, by, { authorityId, name: 'Elm Road', kind: 'street', latitude: 51.5, longitude: 0 }),
  ),
  registerDevice: as(
    lead,
    async (by) => (tx) => register.registerDevice(tx, by, { projectId, modelId: air.modelId, name: 'Gate monitor' }),
  ),
  updateDevice: as(lead, async (by) => {
    const id = await newDevice();
    return (tx) => register.updateDevice(tx, by, id, { owner: 'The council' });
  }),
  placeDevice: as(lead, async (by) => {
    const [id, { placeId }] = [await newDevice(), await aPlace(db, { authorityId })];
    return (tx) => register.placeDevice(tx, by, id, { placeId });
  }),
  setDeviceState: as(lead, async (by) => {
    const id = await newDevice();
    return (tx) => register.setDeviceState(tx, by, id, { state: 'faulty', reason: 'Hit by a lorry' });
  }),
  confirmDevice: as(lead, async (by) => {
    const id = await newDevice();
    return (tx) => register.confirmDevice(tx, by, id);
  }),
  rotateCredential: as(lead, async (by) => {
    const id = await newDevice();
    return (tx) => register.rotateCredential(tx, by, id);
  }),
  proposeSharing: as(lead, async (by) => (tx) => register.proposeSharing(tx, by, anAgreement(), clock)),
  offerShared: as(lead, async (by) => {
    const agreementId = await inTx((tx) => register.proposeSharing(tx, by, anAgreement(), clock));
    const item = { projectId, propertyCode: 'no2' };
    return (tx) => register.offerShared(tx, by, { agreementId, authorityId }, [item], clock);
  }),
  approveSharing: as(approver, async (by) => {
    const agreementId = await inTx((tx) => register.proposeSharing(tx, lead.viewer, anAgreement(), clock));
    const item = { projectId, propertyCode: 'no2' };
    await inTx((tx) => register.offerShared(tx, lead.viewer, { agreementId, authorityId }, [item], clock));
    return (tx) => register.approveSharing(tx, by, { agreementId, authorityId }, clock);
  }),
  endSharing: as(lead, async (by) => {
    const agreementId = await inTx((tx) => register.proposeSharing(tx, by, anAgreement(), clock));
    return (tx) => register.endSharing(tx, by, { agreementId, authorityId }, 'Not needed', clock);
  }),
  placeHold: as(governor, async (by) => (tx) => register.placeHold(tx, by, aHold, clock)),
  liftHold: as(governor, async (by) => {
    const id = await inTx((tx) => register.placeHold(tx, by, aHold, clock));
    return (tx) => register.liftHold(tx, by, id, 'The request is answered', clock);
  }),
  // ingest
  createSource: as(
    lead,
    async (by) => (tx) => ingest.createSource(tx, by, { authorityId, slug: 'made', name: 'Made', door: 'json' }, clock),
  ),
  rotateSourceKey: as(lead, async (by) => {
    const id = await newSource();
    return (tx) => ingest.rotateSourceKey(tx, by, id, clock);
  }),
  pauseSource: as(lead, async (by) => {
    const id = await newSource();
    return (tx) => ingest.pauseSource(tx, by, id, true, clock);
  }),
  assignInbox: as(lead, async (by) => {
    const [entry, id] = [await anInboxEntry(), await newDevice()];
    return (tx) => ingest.assignInbox(tx, by, entry, id);
  }),
  dismissInbox: as(lead, async (by) => {
    const entry = await anInboxEntry();
    return (tx) => ingest.dismissInbox(tx, by, entry);
  }),
  // actions
  createWebhook: as(
    lead,
    async (by) => (tx) => actions.createWebhook(tx, house, by, { authorityId, name: 'Cases', url: receiver }),
  ),
  pauseWebhook: as(lead, async (by) => {
    const { id } = await aWebhook(house, lead.viewer, { authorityId, url: receiver });
    return (tx) => actions.pauseWebhook(tx, by, authorityId, id, true, clock);
  }),
  redeliver: as(officer, async (by) => {
    const id = await aDeadDelivery();
    return (tx) => actions.redeliver(tx, house, by, id);
  }),
  acknowledgeAlert: as(officer, async (by, name) => {
    const id = await raised(name);
    return (tx) => actions.acknowledgeAlert(tx, by, id, clock);
  }),
  finishAlert: as(officer, async (by, name) => {
    const id = await raised(name);
    await inTx((tx) => actions.acknowledgeAlert(tx, by, id, clock));
    return (tx) => actions.finishAlert(tx, by, id, clock);
  }),
  dismissAlert: as(officer, async (by, name) => {
    const id = await raised(name);
    return (tx) => actions.dismissAlert(tx, by, id, clock, 'Road works');
  }),
  undoSettling: as(officer, async (by, name) => {
    const id = await aSettledAlert(name);
    return (tx) => actions.undoSettling(tx, by, id);
  }),
};

function inTx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(work);
}

test('the walk below knows every use case that writes', () => {
  assert.deepEqual(
    writingUseCases().filter((name) => !(name in WALKS) && !LEAVES_NOTHING.includes(name)),
    [],
    'add these to WALKS',
  );
  assert.deepEqual(
    Object.keys(WALKS).filter((name) => !writingUseCases().includes(name)),
    [],
  );
});

for (const [name, { by, act }] of Object.entries(WALKS)) {
  test(`${name} leaves an entry of who did what to what`, async () => {
    const work = await act(name);
    const { rows: before } = await sql<{
      id: number;
    }>`select coalesce(max(id), 0) as id from identity.audit_entry`.execute(db);
    await inTx(work);
    const { rows } = await sql<{ entry: string }>`select entry from identity.audit_entry
      where id > ${before[0]!.id} and authority_id = ${authorityId} and hash is not null order by id`.execute(db);
    const own = rows.map(({ entry }) => JSON.parse(entry)).filter(({ actor }) => actor.id === by.personId);
    assert.ok(own.length > 0, 'nothing was written down');
    for (const { action, subject } of own) {
      assert.match(action, /^[a-z]+\.[a-z-]+$/);
      assert.ok(subject.kind && subject.id && subject.id !== 'undefined', JSON.stringify(subject));
    }
  });
}

test('no entry holds a name or an address of a person, nor anything of a key that opens something', async () => {
  const { authorityId: elsewhere } = await anAuthority(db);
  await aPerson(db, { authorityId: elsewhere });
  await aModel(db, { authorityId });
  const { rows } = await sql<{ entry: string }>`select entry from identity.audit_entry`.execute(db);
  const { rows: people } = await sql<{ name: string; email: string }>`select name, email from identity.person`.execute(
    db,
  );
  for (const { entry } of rows) {
    for (const { name, email } of people) assert.ok(!entry.includes(`"${name}"`) && !entry.includes(email), entry);
    assert.doesNotMatch(entry, /lp[kdw]_/);
  }
});
