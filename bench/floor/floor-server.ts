/**
 * The floor of every door, a process of its own: the same protocol by the same package, the same parse, and a bare group commit
 * behind it. FLOOR_DATABASE_URL, and FLOOR_DATASTREAMS: identifier of a device to its datastream's id.
 */
import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import Fastify from 'fastify';
import pg from 'pg';
import { createGroupCommit, type Row } from './group-commit.ts';

const pool = new pg.Pool({ connectionString: process.env.FLOOR_DATABASE_URL!, max: 10 });
pool.on('error', () => {}); // the bench takes the database away at its end
const datastreams = new Map(Object.entries(JSON.parse(process.env.FLOOR_DATASTREAMS!) as Record<string, number>));
const commit = createGroupCommit(pool);

interface Item {
  readonly device: string;
  readonly time: string;
  readonly no2: number;
}
const rowOf = ({ device, time, no2 }: Item): Row => ({
  datastreamId: datastreams.get(device)!,
  atMs: Date.parse(time),
  value: no2,
});

const app = Fastify({ bodyLimit: 5 * 1024 * 1024 });
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

app.post('/json', async (request) => {
  const body = JSON.parse((request.body as Buffer).toString()) as Item | Item[];
  const rows = Array.isArray(body) ? body.map(rowOf) : [rowOf(body)];
  await commit(rows);
  return { stored: rows.length };
});

interface TtsBody {
  readonly end_device_ids: { readonly dev_eui: string };
  readonly uplink_message: { readonly frm_payload: string; readonly received_at: string };
}
app.post('/tts', async (request) => {
  const body = JSON.parse((request.body as Buffer).toString()) as TtsBody;
  const bytes = Buffer.from(body.uplink_message.frm_payload, 'base64');
  const datastreamId = datastreams.get(body.end_device_ids.dev_eui)!;
  const atMs = Date.parse(body.uplink_message.received_at);
  await commit([
    { datastreamId, atMs, value: bytes.readInt16BE(0) / 10 },
    { datastreamId: datastreamId + 1_000_000, atMs, value: bytes.readInt16BE(2) / 10 },
  ]);
  return { stored: 2 };
});

app.get('/latest/:datastream', async (request) => {
  const { rows } = await pool.query({
    name: 'floor-latest',
    text: `select datastream_id, phenomenon_time, value from floor.observation where datastream_id = $1
           order by phenomenon_time desc, sequence desc limit 100`,
    values: [(request.params as { datastream: string }).datastream],
  });
  return { value: rows };
});

const broker = await Aedes.createBroker({
  concurrency: 200,
  authorizePublish: (_client, packet, done) => {
    const item = JSON.parse(packet.payload.toString()) as Item;
    commit([rowOf({ ...item, device: packet.topic.slice('up/'.length) })]).then(() => done(null), done);
  },
});
const mqtt = createServer((socket) => {
  socket.setNoDelay(true);
  broker.handle(socket);
});
await new Promise<void>((resolve) => mqtt.listen(0, '127.0.0.1', resolve));
await app.listen({ host: '127.0.0.1', port: 0 });
const portOf = (address: unknown) => (address as { port: number }).port;
process.send!({ http: portOf(app.server.address()), mqtt: portOf(mqtt.address()) });
process.on('disconnect', () => process.exit(0));
