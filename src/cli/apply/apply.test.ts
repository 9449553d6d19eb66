import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { stringify } from 'yaml';
import { aPerson } from '../../../test/build-identity.ts';
import { aDatabase } from '../../../test/database.ts';
import { type Db, sql, systemClock } from '../../base/index.ts';
import { findAuthority, findPersonByEmail, type PersonViewer, viewerOfPerson } from '../../identity/index.ts';
import { findPolicy, recordDocument, requireProject } from '../../projects/index.ts';
import {
  approveDeclaration,
  createCodecBox,
  declarationHistory,
  rejectDeclaration,
  vectorsIn,
} from '../../register/index.ts';
import { applyFile } from './apply.ts';
import { isUnchanged, sayJournal } from './journal.ts';
import { readYaml, readYamlFile } from './read-file.ts';

const codecBox = createCodecBox();
test.after(() => codecBox.stop());
const house = { clock: systemClock, runVectors: vectorsIn(codecBox), publicUrl: 'http://127.0.0.1:8080' };
const EXAMPLE = 'examples/school-streets-air/apply.yaml';

const apply = (db: Db, file: string | ReturnType<typeof readYaml>, person?: PersonViewer, dry = false) =>
  applyFile(db, {
    ...house,
    file: typeof file === 'string' ? readYamlFile(file) : file,
    people: person ? [person] : [],
    dry,
  });

async function personCalled(db: Db, email: string): Promise<PersonViewer> {
  return (await viewerOfPerson(db, (await findPersonByEmail(db, email))!.id))!;
}

/** Every table's rows, so that "changes nothing" means nothing at all. */
async function everything(db: Db): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{
    name: string;
  }>`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('identity', 'projects', 'register', 'ingest', 'base') order by 1`.execute(db);
  const held: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ all: string }>`
      select coalesce(string_agg(t::text, E'\n' order by t::text), '') as all from ${sql.raw(name)} t`.execute(db);
    held[name] = rows[0]!.all;
  }
  return held;
}

for (const [example, lead, devices] of [
  ['examples/school-streets-air/apply.yaml', 'ines.okafor@ambleford.example', 3],
  ['examples/river-levels/apply.yaml', 'bea.lund@tarnside.example', 3],
] as const) {
  test(`${example} stands after one run, and a second run changes nothing and says so`, async () => {
    const { db } = await aDatabase();
    const first = await apply(db, example);
    assert.equal(first.lines.filter(({ kind, fate }) => kind === 'devices' && fate === 'created').length, devices);
    assert.ok(first.secrets.some(({ secret }) => secret.startsWith('lpk_')));
    assert.equal(first.secrets.filter(({ secret }) => secret.includes('/password?token=')).length, 2);
    const before = await everything(db);
    const second = await apply(db, example, await personCalled(db, lead));
    assert.ok(isUnchanged(second), sayJournal(second, false).join('\n'));
    assert.deepEqual(second.secrets, []);
    assert.equal(sayJournal(second, false).at(-1), 'nothing to change');
    assert.deepEqual(await everything(db), before);
  });
}

test('a declaration is submitted, waits, and takes a second person to come into force', async () => {
  const { db } = await aDatabase();
  await apply(db, EXAMPLE);
  const lead = await personCalled(db, 'ines.okafor@ambleford.example');
  const approver = await personCalled(db, 'martin.hale@ambleford.example');
  const { id: projectId } = await requireProject(db, 'ambleford', 'school-streets-air');
  const versions = () => declarationHistory(db, lead, projectId);
  const [submitted] = await versions();
  assert.equal(submitted!.state, 'submitted');
  assert.equal(submitted!.submittedByName, 'Ines Okafor');
  const inTransaction = (viewer: PersonViewer) =>
    db.transaction().execute((tx) => approveDeclaration(tx, viewer, submitted!.id));
  await assert.rejects(inTransaction(lead));
  await assert.rejects(inTransaction(approver), { code: 'REG_DECLARATION_NOT_CLEARED' });
  const review = { title: 'Review of monitors', reference: 'EDRMS 12', datedOn: '2026-04-01' };
  await db
    .transaction()
    .execute((tx) =>
      recordDocument(tx, approver, projectId, { ...review, kinds: ['screening', 'security', 'supplier'] }),
    );
  await inTransaction(approver);
  assert.ok(isUnchanged(await apply(db, EXAMPLE, lead)));
  assert.deepEqual(
    (await versions()).map(({ state }) => state),
    ['in_force'],
  );
});

test('what was rejected is not submitted again until the file says something else', async () => {
  const { db } = await aDatabase();
  await apply(db, EXAMPLE);
  const lead = await personCalled(db, 'ines.okafor@ambleford.example');
  const approver = await personCalled(db, 'martin.hale@ambleford.example');
  const { id: projectId } = await requireProject(db, 'ambleford', 'school-streets-air');
  const [submitted] = await declarationHistory(db, lead, projectId);
  await db
    .transaction()
    .execute((tx) => rejectDeclaration(tx, approver, submitted!.id, { reason: 'Five years are too long.' }));
  const again = await apply(db, EXAMPLE, lead);
  assert.ok(isUnchanged(again));
  assert.match(sayJournal(again, false).join('\n'), /was rejected \(Five years are too long\.\)/);
  const shorter = readYaml(readText(EXAMPLE).replaceAll('retention_days: 1825', 'retention_days: 730'), EXAMPLE);
  assert.match(sayJournal(await apply(db, shorter, lead), false).join('\n'), /version 2 waits for approval/);
});

test('a dry run says what would change and changes nothing', async () => {
  const { db } = await aDatabase();
  const before = await everything(db);
  const journal = await apply(db, EXAMPLE, undefined, true);
  assert.match(sayJournal(journal, true).join('\n'), /devices {7}3 created[\s\S]*dry run: nothing was changed/);
  assert.deepEqual(journal.secrets, []);
  assert.deepEqual(await everything(db), before);
});

test('once an authority stands, nobody applies without saying who', async () => {
  const { db } = await aDatabase();
  await apply(db, EXAMPLE);
  await assert.rejects(apply(db, EXAMPLE), { code: 'CLI_WHO_MISSING' });
});

test('somebody without the role for it applies nothing', async () => {
  const { db } = await aDatabase();
  await apply(db, EXAMPLE);
  const { id: authorityId } = (await findAuthority(db, 'ambleford'))!;
  const { viewer } = await aPerson(db, { authorityId, roles: ['viewer'] });
  await assert.rejects(apply(db, EXAMPLE, viewer), { code: 'IDN_FORBIDDEN' });
});

test('a changed word changes that one thing', async () => {
  const { db } = await aDatabase();
  await apply(db, EXAMPLE);
  const lead = await personCalled(db, 'ines.okafor@ambleford.example');
  const moved = readYaml(
    readText(EXAMPLE)
      .replace('mounted_on: lamp column 3', 'mounted_on: lamp column 5')
      .replaceAll("placed_on: '2026-04-20'", "placed_on: '2026-05-02'"),
    EXAMPLE,
  );
  const journal = await apply(db, moved, lead);
  assert.deepEqual(
    journal.lines.filter(({ fate }) => fate !== 'unchanged').map(({ name, fate, note }) => [name, fate, note]),
    [['ambleford/air-mill-road', 'changed', 'place']],
  );
});

const renamed = (text: string) =>
  text
    .replace('name: Ambleford Borough Council', 'name: Ambleford City Council')
    .replace(/accent: '#\w+'/, "accent: '#5A1F4C'");

test('an authority that the file calls otherwise is changed by its administrator, once, and the account says what', async () => {
  const { db } = await aDatabase();
  await apply(db, EXAMPLE);
  const { accent, contactEmail } = (await findAuthority(db, 'ambleford'))!;
  const administrator = await personCalled(db, 'ines.okafor@ambleford.example');
  const file = readYaml(renamed(readText(EXAMPLE)), EXAMPLE);
  assert.match(
    sayJournal(await apply(db, file, administrator), false).join('\n'),
    new RegExp(`~ ambleford: name Ambleford Borough Council -> Ambleford City Council, accent ${accent} -> #5a1f4c\n`),
  );
  const changed = (await findAuthority(db, 'ambleford'))!;
  assert.deepEqual(
    [changed.name, changed.accent, changed.contactEmail],
    ['Ambleford City Council', '#5a1f4c', contactEmail],
  );
  assert.ok(isUnchanged(await apply(db, file, administrator)));
});

test('a project lead who is no administrator, or an administrator of elsewhere, does not rename an authority', async () => {
  const { db } = await aDatabase();
  await apply(db, EXAMPLE);
  await apply(db, 'examples/river-levels/apply.yaml', await personCalled(db, 'ines.okafor@ambleford.example'));
  const { id: authorityId } = (await findAuthority(db, 'ambleford'))!;
  const lead = await aPerson(db, { authorityId, roles: ['project_lead'] });
  const before = await everything(db);
  const file = readYaml(renamed(readText(EXAMPLE)), EXAMPLE);
  for (const viewer of [lead.viewer, await personCalled(db, 'bea.lund@tarnside.example')])
    await assert.rejects(apply(db, file, viewer), { code: 'IDN_FORBIDDEN' });
  const pale = readYaml(readText(EXAMPLE).replace(/accent: '#\w+'/, "accent: '#fafafa'"), EXAMPLE);
  await assert.rejects(
    apply(db, pale, await personCalled(db, 'ines.okafor@ambleford.example')),
    /apply\.yaml:\d+:\d+ authorities\[0\]\.accent: White text on #fafafa/,
  );
  assert.deepEqual(await everything(db), before);
});

test('a live device that fell silent stays silent when the file calls it live', async () => {
  const { db } = await aDatabase();
  await apply(db, EXAMPLE);
  const lead = await personCalled(db, 'ines.okafor@ambleford.example');
  await sql`update register.device set state = 'silent' where slug = 'air-ash-lane'`.execute(db);
  assert.ok(isUnchanged(await apply(db, EXAMPLE, lead)));
});

const wrong: [what: string, change: (text: string) => string, says: RegExp][] = [
  [
    'an unknown field',
    (text) => text.replace('  - slug: air-ash-lane\n    name:', '  - slug: air-ash-lane\n    nmae:'),
    /apply\.yaml:\d+:5 devices\[0\]\.nmae: there is no such field; did you mean name\?/,
  ],
  [
    'a missing field',
    (text) => text.replace('    kind: school,', '').replace(', kind: school', ''),
    /places\[0\]\.kind: is missing/,
  ],
  [
    'a password',
    (text) => text.replace('name: Ines Okafor', 'name: Ines Okafor\n    password: secret'),
    /people\[0\]\.password: passwords never stand in files/,
  ],
  [
    'a role that does not exist',
    (text) => text.replace('[approver, ', '[aprover, '),
    /people\[1\]\.roles\[0\]: .*did you mean approver\?/,
  ],
  [
    'a model nobody described',
    (text) => text.replace('model: kerbside-3', 'model: kerbside-4'),
    /devices\[0\]\.model: There is no device model kerbside-4/,
  ],
  [
    'a place nobody described',
    (text) => text.replace('place: ash-lane-primary', 'place: ash-lane'),
    /devices\[0\]\.place: There is no place ash-lane/,
  ],
  [
    'an unknown property',
    (text) => text.replace('property: pm25 }', 'property: pm2_5 }').replace('pm2_5', 'pm-25'),
    /models\[0\]\.channels\[2\]\.property: There is no observed property pm-25/,
  ],
  ['a unit that cannot be', (text) => text.replace("'[ppb]'", 'Cel'), /models\[0\]\.channels\[0\]\.unit/],
  [
    'a codec that fails its vector',
    (text) => text.replace('no2: 18.3', 'no2: 18.4'),
    /models\[0\]\.test_vectors: the codec fails its own test vectors: a spring morning/,
  ],
  [
    'a codec outside the folder',
    (text) => text.replace('codecs/kerbside-3.js', '../../package.json'),
    /models\[0\]\.codec\.file: .*outside the folder/,
  ],
  [
    'a DevEUI that is none',
    (text) => text.replace('70B3D57ED0A1B201', '70B3D5'),
    /devices\[0\]\.identifiers\[0\].*sixteen hex digits/,
  ],
  [
    'an unquoted number for an identifier',
    (text) => text.replace("'70B3D57ED0A1B201'", '1234567890123456'),
    /devices\[0\]\.identifiers\[0\]\.value: must be text; put it in quotes/,
  ],
  [
    'the same device twice',
    (text) => text.replace('slug: air-mill-road', 'slug: air-ash-lane'),
    /devices\[1\]\.slug: air-ash-lane stands here twice, first in devices\[0\]/,
  ],
  [
    'a promise that contradicts itself',
    (text) => text.replace('published: none }', 'published: identifiable }'),
    /declarations\[0\]\.classes/,
  ],
  [
    'a gap in the outcome record',
    (text) => text.replace('        obstacle: not_knowing\n', ''),
    /projects\[0\]\.outcome.*stops them today/,
  ],
  [
    'an authority that is not there',
    (text) => text.replace('authority: ambleford', 'authority: ambelford'),
    /apply\.yaml:6:12 authority: there is no authority ambelford/,
  ],
];

test('a bad file changes nothing, and the refusal names line and field', async (t) => {
  const { db } = await aDatabase();
  const before = await everything(db);
  for (const [what, change, says] of wrong) {
    await t.test(what, async () => {
      const text = change(readText(EXAMPLE));
      assert.notEqual(text, readText(EXAMPLE));
      await assert.rejects(apply(db, readYaml(text, EXAMPLE)), (error: Error) => {
        assert.match(error.message, says);
        assert.match(error.message, /apply\.yaml:\d+:\d+ /);
        return true;
      });
      assert.deepEqual(await everything(db), before);
    });
  }
});

test('broken YAML is refused with its line', () => {
  assert.throws(() => readYaml('lamppost: 1\ndevices:\n  - slug: a\n   name: b\n', 'bad.yaml'), {
    code: 'CLI_FILE_NOT_YAML',
    message: /bad\.yaml:4:/,
  });
  assert.throws(() => readYaml('lamppost: 1\nlamppost: 1\n', 'bad.yaml'), /bad\.yaml:2:1/);
});

test('a file that is not there is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'apply-'));
  writeFileSync(join(folder, 'other.yaml'), '');
  assert.throws(() => readYamlFile(join(folder, 'apply.yaml')), { code: 'CLI_FILE_MISSING' });
  rmSync(folder, { recursive: true });
});

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

test('what must be cleared is applied too, twice without a change, and never so that the gates stand open', async () => {
  const { db } = await aDatabase();
  await apply(db, EXAMPLE);
  const lead = await personCalled(db, 'ines.okafor@ambleford.example');
  const { policy } = await findPolicy(db, (await requireProject(db, 'ambleford', 'school-streets-air')).authorityId);
  const fileWith = (change: object) =>
    readYaml(stringify({ lamppost: 1, authority: 'ambleford', policies: [{ ...policy, ...change }] }), 'policy.yaml');
  const stricter = fileWith({ at_risk_days: 7 });
  assert.ok(!isUnchanged(await apply(db, stricter, lead)));
  assert.ok(isUnchanged(await apply(db, stricter, lead)));
  await assert.rejects(apply(db, fileWith({ requirements: [] }), lead), /a screening is always required/);
});
