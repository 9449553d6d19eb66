/** Senders that keep a message until it is acknowledged, and send it again when the connection is lost: as real ones do. */
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import type { Receipt } from '../../src/ingest/index.ts';
import type { Message, Notebook } from './notebook.ts';

/** `goesOn`: whether to begin another message. `isOver`: whether to leave what was begun: the test failed. */
export interface Until {
  goesOn(): boolean;
  isOver(): boolean;
}

export interface Tally {
  http: number;
  mqtt: number;
  /** Attempts to send a message again, most of them while nobody answered. */
  resent: number;
}

/** Sends one message or a few at a time; what it began it ends. */
export async function sendOverHttp(
  to: { url: string; path: string; key: string; batch: number },
  notebook: Notebook,
  tally: Tally,
  until: Until,
): Promise<void> {
  const headers = { authorization: `Bearer ${to.key}`, 'content-type': 'application/json' };
  while (until.goesOn()) {
    const messages = Array.from({ length: to.batch }, () => notebook.next());
    const body = JSON.stringify(to.batch === 1 ? messages[0] : messages);
    for (let attempt = 1; ; attempt++) {
      if (until.isOver()) return;
      if (attempt > 1) tally.resent += messages.length;
      const answer = await fetch(to.url + to.path, { method: 'POST', headers, body }).catch(() => undefined);
      const receipt = answer?.status === 200 ? await answer.json().catch(() => undefined) : undefined;
      if (answer && answer.status !== 200 && answer.status !== 503) {
        throw new Error(`HTTP answered ${answer.status}: ${await answer.text()}`);
      }
      if (receipt) {
        requireAllTaken(receipt as Receipt, messages.length);
        break;
      }
      await sleep(20);
    }
    for (const message of messages) notebook.acknowledge(message);
    tally.http += messages.length;
    await sleep(1);
  }
}

function requireAllTaken(receipt: Receipt, messages: number): void {
  if (receipt.read === 2 * messages && receipt.stored + receipt.duplicate === receipt.read) return;
  throw new Error(`a message was acknowledged without being stored: ${JSON.stringify(receipt)}`);
}

/** One MQTT client with a window of messages at QoS 1. After it reconnected the client sends again what it still holds, we what it gave up. */
export async function sendOverMqtt(
  to: { url: string; username: string; key: string; window: number },
  notebook: Notebook,
  tally: Tally,
  until: Until,
): Promise<void> {
  const client = await connectAsync(to.url, {
    clientId: `writer-${to.window}`,
    username: to.username,
    password: to.key,
    clean: false,
    reconnectPeriod: 50,
    connectTimeout: 2_000,
  });
  client.on('error', () => {}); // it reconnects by itself
  client.on('packetsend', (packet) => {
    if (packet.cmd === 'publish' && packet.dup) tally.resent++;
  });
  const send = async () => {
    while (until.goesOn()) {
      const message: Message = notebook.next();
      const { device, ...payload } = message;
      const publish = () => client.publishAsync(`up/${device}`, JSON.stringify(payload), { qos: 1 });
      while (!(await publish().then(isDone, isNotDone))) {
        if (until.isOver()) return;
        tally.resent++;
        await sleep(20);
      }
      notebook.acknowledge(message);
      tally.mqtt++;
      await sleep(1);
    }
  };
  const over = setInterval(() => until.isOver() && client.end(true), 200);
  await Promise.all(Array.from({ length: to.window }, send));
  clearInterval(over);
  await client.endAsync(true);
}

const isDone = () => true;
const isNotDone = () => false;
