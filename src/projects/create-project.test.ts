import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aProject } from '../../test/build-projects.ts';
import { aDatabase } from '../../test/database.ts';
import { PUBLIC, type Viewer } from '../identity/index.ts';
import {
  addProjectPerson,
  createProject,
  findProject,
  isSlug,
  listProjectPeople,
  listProjects,
  removeProjectPerson,
  renameProject,
  requireProject,
  setStage,
  slugOf,
} from './index.ts';

const { db } = await aDatabase();
const here = await anAuthority(db);
const there = await anAuthority(db);
const lead = await aPerson(db, { authorityId: here.id });
const viewerHere = await aPerson(db, { authorityId: here.id, roles: ['viewer'] });
const leadThere = await aPerson(db, { authorityId: there.id });

describe('projects', () => {
  const inTx = <T>(work: (tx: Parameters<typeof createProject>[0]) => Promise<T>) => db.transaction().execute(work);
  const create = (viewer: Viewer, title: string, slug?: string) =>
    inTx((tx) => createProject(tx, viewer, { authorityId: here.id, title, ...(slug === undefined ? {} : { slug }) }));

  it('any title at all suggests an address that is allowed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (title) => assert.ok(isSlug(slugOf(title)))));
    assert.equal(slugOf('  Damp & mould: St. Ann’s Café '), 'damp-mould-st-anns-cafe');
  });

  it('starts at the stage direct with its maker as lead', async () => {
    const { slug } = await create(lead.viewer, 'Safer crossings');
    const project = await requireProject(db, here.slug, slug);
    assert.equal(project.stage, 'direct');
    assert.equal(project.authorityName, here.name);
    const people = await listProjectPeople(db, project.id);
    assert.deepEqual(
      people.map((person) => [person.personId, person.part]),
      [[lead.personId, 'lead']],
    );
  });

  it('is refused without a title, at an address in use, and at a malformed one', async () => {
    await assert.rejects(create(lead.viewer, '   '), { code: 'PRJ_TITLE_MISSING', field: 'title' });
    await create(lead.viewer, 'Once', 'once');
    await assert.rejects(create(lead.viewer, 'Twice', 'once'), { code: 'PRJ_SLUG_TAKEN', field: 'slug' });
    await assert.rejects(create(lead.viewer, 'Odd', 'Über Straße'), { code: 'PRJ_SLUG_MALFORMED' });
  });

  it('is started only by those who may, in their own authority', async () => {
    await assert.rejects(create(viewerHere.viewer, 'No'), { code: 'IDN_FORBIDDEN' });
    await assert.rejects(create(leadThere.viewer, 'No'), { code: 'IDN_FORBIDDEN' });
    await assert.rejects(create(PUBLIC, 'No'), { code: 'IDN_SIGN_IN_NEEDED' });
  });

  it('is listed for members of its authority and for nobody else', async () => {
    const { slug } = await aProject(db, lead.viewer, { authorityId: here.id, title: 'Quiet 100% nights' });
    const titles = async (viewer: Viewer, search: string) =>
      (await listProjects(db, viewer, { search })).map((project) => project.slug);
    assert.deepEqual(await titles(viewerHere.viewer, 'QUIET'), [slug]);
    assert.deepEqual(await titles(viewerHere.viewer, '100%'), [slug]);
    assert.deepEqual(await titles(viewerHere.viewer, '%quiet'), []);
    assert.deepEqual(await titles(leadThere.viewer, ''), []);
    assert.deepEqual(await titles(PUBLIC, ''), []);
  });

  it('moves between stages, and is found by its stage', async () => {
    const project = await aProject(db, leadThere.viewer, { authorityId: there.id });
    await aProject(db, leadThere.viewer, { authorityId: there.id });
    await inTx((tx) => setStage(tx, leadThere.viewer, project.id, 'live'));
    assert.equal((await listProjects(db, leadThere.viewer, { stage: 'live' })).length, 1);
    await assert.rejects(
      inTx((tx) => setStage(tx, leadThere.viewer, project.id, 'done')),
      { code: 'PRJ_STAGE_UNKNOWN', field: 'stage' },
    );
    await assert.rejects(
      inTx((tx) => setStage(tx, lead.viewer, project.id, 'live')),
      { code: 'IDN_FORBIDDEN' },
    );
  });

  it('keeps its address when it is renamed', async () => {
    const project = await aProject(db, lead.viewer, { authorityId: here.id, slug: 'kept' });
    await inTx((tx) => renameProject(tx, lead.viewer, project.id, { title: 'New name', summary: 'Why' }));
    assert.equal((await findProject(db, here.slug, 'kept'))?.title, 'New name');
  });

  it('gives a part only to members of its authority, and can take it back', async () => {
    const project = await aProject(db, lead.viewer, { authorityId: here.id });
    const part = { personId: viewerHere.personId, part: 'officer' };
    const add = (given: typeof part) => inTx((tx) => addProjectPerson(tx, lead.viewer, project.id, given));
    await add(part);
    await add(part);
    assert.equal((await listProjectPeople(db, project.id)).length, 2);
    await assert.rejects(add({ personId: leadThere.personId, part: 'officer' }), {
      code: 'PRJ_PERSON_NOT_OF_AUTHORITY',
    });
    await assert.rejects(add({ personId: viewerHere.personId, part: 'boss' }), { code: 'PRJ_PART_UNKNOWN' });
    await inTx((tx) => removeProjectPerson(tx, lead.viewer, project.id, part));
    assert.equal((await listProjectPeople(db, project.id)).length, 1);
  });

  it('that does not exist is named in the error', async () => {
    await assert.rejects(requireProject(db, here.slug, 'nowhere'), {
      code: 'PRJ_PROJECT_UNKNOWN',
      message: `There is no project ${here.slug}/nowhere.`,
    });
  });
});
