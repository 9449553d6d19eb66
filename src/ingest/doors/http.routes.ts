/**
 * The doors over HTTP: The Things Stack, ChirpStack and our own JSON. A message is answered after its commit: 200 with the
 * receipt, 400 when it could not be read at all, 503 with Retry-After when nothing was committed.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LamppostError } from '../../base/index.ts';
import { hearChirpstack } from '../adapters/chirpstack.ts';
import type { Heard } from '../adapters/heard.ts';
import { unreadable } from '../adapters/heard.ts';
import { hearJson } from '../adapters/json.ts';
import { hearTts } from '../adapters/tts.ts';
import type { Ingest } from '../ingest.ts';
import { addReceipt, emptyReceipt, type Receipt } from '../receipt.ts';
import type { Door, Source } from '../sources/source.ts';
import { readJson } from './read-json.ts';

interface Address {
  Params: { authority: string; source: string };
  Querystring: { event?: string | string[] };
}
type Listen = (body: unknown, source: Source, receivedAt: Date, request: FastifyRequest<Address>) => Heard;

/** Registers `POST /ingest/{tts,chirpstack,json}/:authority/:source`. Needs identity's plugin: the key is `request.viewer`. */
export function ingestDoors(app: FastifyInstance, house: { clock: { now(): Date } }, ingest: Ingest): void {
  app.register(async (doors) => {
    doors.removeAllContentTypeParsers();
    doors.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    const open = (door: 'tts' | 'chirpstack' | 'json', listen: Listen) =>
      doors.post<Address>(`/ingest/${door}/:authority/:source`, (request, reply) =>
        answer(request, reply, door, listen, house, ingest),
      );
    open('tts', (body, source, receivedAt) => hearTts(body, source, receivedAt));
    open('chirpstack', (body, source, receivedAt, { query }) =>
      hearChirpstack(body, source, receivedAt, eventOf(query)),
    );
    open('json', (body, source, receivedAt) => hearJson(body, source, receivedAt));
  });
}

function eventOf({ event }: Address['Querystring']): string | undefined {
  return Array.isArray(event) ? event[0] : event;
}

async function answer(
  request: FastifyRequest<Address>,
  reply: FastifyReply,
  door: Door,
  listen: Listen,
  { clock }: { clock: { now(): Date } },
  ingest: Ingest,
): Promise<FastifyReply> {
  const { authority, source: slug } = request.params;
  const opened = ingest.sources.open(request.viewer, { authority, source: slug, door });
  const source = opened instanceof Promise ? await opened : opened;
  const receivedAt = clock.now();
  const read = readJson(request.body instanceof Uint8Array ? request.body : new Uint8Array());
  const heard: Heard =
    read instanceof LamppostError
      ? { uplinks: [unreadable(source, receivedAt, read)] }
      : listen(read.value, source, receivedAt, request);
  if ('ignored' in heard) return reply.send({ ...emptyReceipt(), notes: [heard.ignored] });
  const receipts = await ingest.accept(heard.uplinks);
  const problem = heard.uplinks.length === 1 ? heard.uplinks[0]!.problem : undefined;
  if (problem) throw problem; // counted and kept as a fault like any other refusal
  const isBatch = read instanceof LamppostError ? false : isBatchShape(read.value);
  reply.header('content-type', 'application/json; charset=utf-8');
  return reply.send(isBatch ? withResults(receipts) : receipts[0]!);
}

function isBatchShape(body: unknown): boolean {
  return Array.isArray(body) || Array.isArray((body as { readings?: unknown } | null)?.readings);
}

/** The sum, and what became of each item in their order; where all of every item was stored that says nothing more. */
function withResults(results: Receipt[]): Receipt & { results?: Receipt[] } {
  const sum = emptyReceipt();
  for (const receipt of results) addReceipt(sum, receipt);
  const isPlain = sum.stored === sum.read && sum.beside === 0 && sum.notes.length === 0;
  return isPlain ? sum : { ...sum, results };
}
