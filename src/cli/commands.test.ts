import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { aCommandLine } from '../../test/build-command-line.ts';
import { commands, findCommand, usage } from './index.ts';

const EXAMPLE = 'examples/river-levels/apply.yaml';
const LEAD = ['--as', 'bea.lund@tarnside.example'] as const;
const KEY = /lpk_\w+_\S+/;
const empty = await aCommandLine();

test('every command explains itself with --help and does nothing', async () => {
  const { lamppost } = empty;
  for (const { name, help } of commands) {
    assert.deepEqual(await lamppost(name, '--help'), { code: 0, said: help, complained: '' });
    assert.match(help, new RegExp(`^lamppost ${name}`));
    assert.match(usage(commands), new RegExp(`\\n  ${name} `));
  }
  assert.match((await lamppost('help', 'apply')).said, /Creates or changes what the file names/);
  assert.equal((await lamppost('help', 'nothing')).code, 64);
  assert.equal(findCommand('nothing'), undefined);
});

test('a mistyped option is refused with what was meant', async () => {
  const { lamppost } = empty;
  assert.match(
    (await lamppost('apply', EXAMPLE, '--dry-urn')).complained,
    /There is no option --dry-urn\. Did you mean --dry-run\?/,
  );
  assert.match((await lamppost('apply')).complained, /FILE\.yaml is missing/);
  assert.match(
    (await lamppost('approve', 'tarnside')).complained,
    /"tarnside" is not the address of a project: write AUTHORITY\/PROJECT/,
  );
  assert.match((await lamppost('verify', 'now')).complained, /"now" is one too many/);
  assert.equal((await lamppost('apply', 'nowhere.yaml')).error, 'CLI_FILE_MISSING');
});

test('apply says what it did, shows keys once, and says when there is nothing to change', async () => {
  const { lamppost } = await aCommandLine();
  const first = await lamppost('apply', EXAMPLE);
  assert.match(
    first.said,
    /declarations {2}1 created\n {2}\+ tarnside\/river-levels: version 1 waits for approval by a second person/,
  );
  assert.match(first.said, /Key of the source tarnside\/gauges, for its json door, shown this once:\n {2}lpk_/);
  const second = await lamppost('apply', EXAMPLE, ...LEAD);
  assert.match(second.said, /nothing to change$/);
  assert.doesNotMatch(second.said, KEY);
});

test("a declaration is approved with a second person's own key, and with nothing less", async () => {
  const { lamppost } = await aCommandLine();
  await lamppost('apply', EXAMPLE);
  const project = 'tarnside/river-levels';
  const keyOf = async (email: string) => {
    const { said } = await lamppost('key', 'create', 'tarnside', '--kind', 'person', '--name', 'Laptop', '--as', email);
    return KEY.exec(said)![0];
  };
  assert.equal((await lamppost('approve', project)).error, 'CLI_KEY_NEEDED');
  assert.equal((await lamppost('approve', project, '--key', 'lpk_none_none')).error, 'CLI_KEY_OF_NOBODY');
  const lead = await keyOf('bea.lund@tarnside.example');
  assert.equal((await lamppost('approve', project, '--key', lead)).error, 'IDN_FORBIDDEN');
  const approver = await keyOf('rhys.parry@tarnside.example');
  assert.equal((await lamppost('approve', project, '--key', approver)).error, 'REG_DECLARATION_NOT_CLEARED');
  const document = ['--title', 'Screening and security review', '--reference', 'EDRMS 311', '--dated', '2026-04-02'];
  assert.equal((await lamppost('clear', project, 'screning', '--key', approver)).error, 'CLI_OPTION_INVALID');
  assert.equal((await lamppost('clear', project, 'security', '--key', approver)).error, 'PRJ_DOCUMENT_INCOMPLETE');
  assert.equal((await lamppost('clear', project, 'security', '--key', lead, ...document)).error, 'IDN_FORBIDDEN');
  const cleared = await lamppost('clear', project, 'screening', 'security', '--key', approver, ...document);
  assert.match(cleared.said, /is cleared for screening, security by Rhys Parry/);
  const approved = await lamppost('approve', project, '--key', approver, '--reason', 'It measures water.');
  assert.match(approved.said, /Version 1 of the declaration of ".*" is in force, approved by Rhys Parry/);
  assert.equal((await lamppost('approve', project, '--key', approver)).error, 'CLI_NOTHING_WAITS');
});

test("a source's key approves nothing", async () => {
  const { lamppost } = await aCommandLine();
  const [key] = KEY.exec((await lamppost('apply', EXAMPLE)).said)!;
  assert.equal((await lamppost('approve', 'tarnside/river-levels', '--key', key)).error, 'CLI_KEY_OF_NOBODY');
});

test('members are added with a link, listed, and their roles end', async () => {
  const { lamppost } = await aCommandLine();
  await lamppost('apply', EXAMPLE);
  const add = ['add', 'tarnside', 'gwen.rowe@tarnside.example', '--role', 'analyst'];
  assert.match((await lamppost('member', ...add, ...LEAD)).complained, /--name is missing/);
  assert.equal((await lamppost('member', ...add, '--name', 'Gwen Rowe')).error, 'CLI_WHO_MISSING');
  const added = await lamppost('member', ...add, '--name', 'Gwen Rowe', ...LEAD);
  assert.match(added.said, /Gwen Rowe is analyst in Tarnside District Council\.[\s\S]*\/password\?token=/);
  assert.match(
    (await lamppost('member', 'list', 'tarnside')).said,
    /gwen\.rowe@tarnside\.example +Gwen Rowe +analyst {2}\(no password yet\)/,
  );
  assert.match(
    (await lamppost('member', 'end', 'tarnside', 'gwen.rowe@tarnside.example', ...LEAD)).said,
    /no longer analyst/,
  );
  assert.doesNotMatch((await lamppost('member', 'list')).said, /gwen/);
  assert.match(
    (await lamppost('member', ...add.with(4, 'analist'), ...LEAD)).complained,
    /There is no role analist\. Did you mean analyst\?/,
  );
  const own = ['add', 'tarnside', 'bea.lund@tarnside.example', '--role', 'approver'];
  assert.equal((await lamppost('member', ...own, ...LEAD)).error, 'IDN_OWN_ROLES');
  assert.equal((await lamppost('member', 'list', 'nowhere')).error, 'IDN_AUTHORITY_UNKNOWN');
});

test('keys are made, listed without their secret, and revoked', async () => {
  const { lamppost } = await aCommandLine();
  await lamppost('apply', EXAMPLE);
  const analyst = ['create', 'tarnside', '--kind', 'analyst', '--name', 'Flood model', '--project', 'river-levels'];
  const [key] = KEY.exec((await lamppost('key', ...analyst, ...LEAD)).said)!;
  const prefix = key.split('_')[1]!;
  const { said: listed } = await lamppost('key', 'list', 'tarnside');
  assert.match(listed, new RegExp(`${prefix} +tarnside +analyst +Flood model +works, never used`));
  assert.ok(!listed.includes(key));
  assert.match((await lamppost('key', 'revoke', prefix, ...LEAD)).said, /"Flood model" no longer opens anything/);
  assert.match((await lamppost('key', 'list')).said, /Flood model +revoked 2026-05-01/);
  assert.equal((await lamppost('key', 'revoke', prefix, ...LEAD)).error, 'IDN_KEY_UNKNOWN');
  const source = ['create', 'tarnside', '--kind', 'source', '--source', 'gauges'];
  assert.match((await lamppost('key', ...source, ...LEAD)).said, KEY);
  assert.match((await lamppost('key', 'list')).said, /Source: Gauges over HTTP +revoked/);
  assert.match(
    (await lamppost('key', 'create', 'tarnside', '--kind', 'robot', ...LEAD)).complained,
    /--kind must be one of source, analyst, person/,
  );
});

test('an import into a source for messages says how to make one for files, and that works as it is written', async () => {
  const { lamppost } = await aCommandLine();
  await lamppost('apply', EXAMPLE);
  const mapping = ['--mapping', 'examples/mappings/ea-hydrology.yaml'];
  const refused = await lamppost('import', '--source', 'tarnside/gauges', ...mapping, 'x.csv');
  assert.equal(refused.error, 'ING_SOURCE_NOT_FOR_FILES');
  const told = /sources: \[.*?\]/.exec(refused.complained)![0];
  const [address] = /tarnside\/gauges-files/.exec(refused.complained)!;
  const file = join(mkdtempSync(join(tmpdir(), 'lamppost-cli-')), 'files.yaml');
  writeFileSync(file, `lamppost: 1\nauthority: tarnside\n${told}\n`);
  assert.match((await lamppost('apply', file, ...LEAD)).said, /sources +1 created/);
  assert.equal((await lamppost('import', '--source', address, ...mapping, 'x.csv')).error, 'ING_FILE_UNREADABLE');
});

test('an import wants a source that is there', async () => {
  const { lamppost } = await aCommandLine();
  await lamppost('apply', EXAMPLE);
  const mapping = ['--mapping', 'examples/mappings/ea-hydrology.yaml'];
  assert.equal(
    (await lamppost('import', '--source', 'tarnside/nowhere', ...mapping, 'x.csv')).error,
    'CLI_SOURCE_NOWHERE',
  );
  const toGauges = await lamppost('import', '--source', 'tarnside/gauges', ...mapping, 'x.csv');
  assert.match(toGauges.complained, /tarnside\/gauges takes JSON over HTTP \(its door is json\)/);
  assert.match((await lamppost('import', ...mapping, 'x.csv')).complained, /--source is missing/);
});
