/** A closed loop: so many messages under way at once; what is acknowledged between warm-up and end counts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DOOR_FACTS, messageMaker, type Stream } from '../messages.ts';
import { type HttpTarget, openHttp } from './http-load.ts';
import { type MqttTarget, openMqtt } from './mqtt-load.ts';

export interface Sender {
  send(message: { device: string; body: string }): void;
  close(): void;
}

export interface LoadOrder extends Stream {
  readonly http?: HttpTarget;
  readonly mqtt?: MqttTarget;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Readings a second at most; as many as go without it. */
  readonly rate?: number;
}

export interface LoadResult {
  /** Acknowledged messages and readings in the time measured. */
  readonly messages: number;
  readonly readings: number;
  readonly seconds: number;
  /** Acknowledged in all, warm-up and end too: at least as many must stand in the store. */
  readonly readingsInAll: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failures: Record<string, number>;
}

export async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const { connections, window, readings } = DOOR_FACTS[order.door];
  const make = messageMaker(order);
  const failures: Record<string, number> = {};
  const latencies: number[] = [];
  let nth = 0;
  let acknowledged = 0;
  let measuring = false;
  let measured = 0;
  let stopping = false;
  let underWay = 0;
  let closed = false;
  const began = performance.now();

  const drive = async (name: string) => {
    const startedAt: number[] = [];
    const next = (sender: Sender) => {
      if (stopping) return;
      const early = order.rate ? (nth * readings * 1000) / order.rate - (performance.now() - began) : 0;
      if (early > 1) return void setTimeout(next, early, sender);
      startedAt.push(performance.now());
      underWay++;
      sender.send(make(nth++));
    };
    const ended = (status: number, body: string) => {
      if (closed) return;
      underWay--;
      const tookMs = performance.now() - (startedAt.shift() ?? 0);
      if (status === 200) {
        acknowledged++;
        if (measuring) {
          measured++;
          latencies.push(tookMs);
        }
      } else failures[`${status} ${body.slice(0, 200)}`] = (failures[`${status} ${body.slice(0, 200)}`] ?? 0) + 1;
      next(sender);
    };
    const sender: Sender = order.mqtt ? await openMqtt(order.mqtt, name, ended) : await openHttp(order.http!, ended);
    for (let i = 0; i < window; i++) next(sender);
    return sender;
  };

  const senders = await Promise.all(Array.from({ length: connections }, (_, i) => drive(`load-${order.run}-${i}`)));
  await sleep(order.warmUpMs);
  measuring = true;
  const from = performance.now();
  await sleep(order.measureMs);
  measuring = false;
  const seconds = (performance.now() - from) / 1000;
  stopping = true;
  for (const end = performance.now() + 10_000; underWay > 0 && performance.now() < end; ) await sleep(10);
  closed = true;
  for (const sender of senders) sender.close();
  latencies.sort((a, b) => a - b);
  return {
    messages: measured,
    readings: measured * readings,
    seconds,
    readingsInAll: acknowledged * readings,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? Number.NaN,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
    failures,
  };
}
