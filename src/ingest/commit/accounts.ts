/**
 * The accounts of one group, added up in memory and written once: ledger, faults, inbox, unknown fields, contact. Pure; every
 * list comes out in the order of its table's key, so that two groups lock rows in the same order.
 */
import { cleanName } from '../gate/flatten.ts';
import type { Judgement } from '../gate/judgement.ts';
import { describeShape } from '../gate/shape.ts';
import type { Receipt } from '../receipt.ts';

export interface LedgerLine {
  readonly sourceId: number;
  readonly authorityId: number;
  /** 0: unknown device. */
  readonly deviceId: number;
  readonly day: string;
  readonly outcome: string;
  count: number;
  lastAtMs: number;
}
export interface FaultLine {
  readonly sourceId: number;
  readonly authorityId: number;
  readonly deviceId: number;
  readonly code: string;
  readonly message: string;
  count: number;
  atMs: number;
}
export interface InboxLine {
  readonly sourceId: number;
  readonly authorityId: number;
  readonly kind: string;
  readonly identifier: string;
  shape: object;
  count: number;
  atMs: number;
}
export interface UnknownFieldLine {
  readonly sourceId: number;
  readonly authorityId: number;
  readonly deviceId: number;
  readonly field: string;
  readonly type: string;
  count: number;
  atMs: number;
}
export interface ContactLine {
  readonly deviceId: number;
  readonly authorityId: number;
  atMs: number;
  /** Of each message that could have had them all: the required channels it lacked. */
  readonly lacked: (readonly string[])[];
}

/** True when a message of the device lacked a required channel. */
export function lacksChannel({ lacked }: ContactLine): boolean {
  return lacked.some((fields) => fields.length > 0);
}

/** Of one kind a source in a group: twice what the store keeps of faults, the longest of its lists. */
const MOST_LINES = 2_000;

export class Accounts {
  /** By source and device, without making a text of them: this is asked for every reading. */
  readonly #ledger = new Map<number, Map<number, LedgerLine[]>>();
  readonly #faults = new Map<string, FaultLine>();
  readonly #inbox = new Map<string, InboxLine>();
  readonly #unknownFields = new Map<string, UnknownFieldLine>();
  readonly #contacts = new Map<number, ContactLine>();
  readonly #kept = new Map<string, number>();

  /** Books one message with its final receipt. */
  add(judgement: Judgement, receipt: Receipt): void {
    const { uplink, plan } = judgement;
    const atMs = uplink.receivedAt.getTime();
    const owner = { sourceId: uplink.source.id, authorityId: uplink.source.authorityId, deviceId: plan?.deviceId ?? 0 };
    this.#addReceipt(owner, receipt, atMs);
    for (const fault of judgement.faults) {
      if (fault.reason === 'unknown-device') continue; // it stands in the inbox
      const line = this.#faults.get(`${owner.sourceId} ${owner.deviceId} ${fault.reason} ${fault.message}`);
      if (line) {
        line.count++;
        line.atMs = Math.max(line.atMs, atMs);
      } else if (this.#isRoomFor('fault', owner.sourceId)) {
        const added = { ...owner, code: fault.reason, message: fault.message, count: 1, atMs };
        this.#faults.set(`${owner.sourceId} ${owner.deviceId} ${fault.reason} ${fault.message}`, added);
      }
    }
    for (const [field, type] of judgement.unknownFields) this.#addUnknownField(owner, field, type, atMs);
    if (judgement.refused.has('unknown-device')) this.#addToInbox(judgement, atMs);
    if (plan && !uplink.imported && !uplink.simulated) this.#addContact(judgement, atMs);
  }

  get ledger(): LedgerLine[] {
    const lines = [...this.#ledger.values()].flatMap((devices) => [...devices.values()].flat());
    return lines.sort(
      (a, b) =>
        a.sourceId - b.sourceId || a.deviceId - b.deviceId || order(a.day, b.day) || order(a.outcome, b.outcome),
    );
  }

  get faults(): FaultLine[] {
    return [...this.#faults.values()].sort(
      (a, b) =>
        a.sourceId - b.sourceId || a.deviceId - b.deviceId || order(a.code, b.code) || order(a.message, b.message),
    );
  }

  get inbox(): InboxLine[] {
    return [...this.#inbox.values()].sort(
      (a, b) => a.sourceId - b.sourceId || order(a.kind, b.kind) || order(a.identifier, b.identifier),
    );
  }

  get unknownFields(): UnknownFieldLine[] {
    return [...this.#unknownFields.values()].sort(
      (a, b) => a.sourceId - b.sourceId || a.deviceId - b.deviceId || order(a.field, b.field),
    );
  }

  get contacts(): ContactLine[] {
    return [...this.#contacts.values()].sort((a, b) => a.deviceId - b.deviceId);
  }

  /** Counts a new line of a source. Far more than the store will keep are not even brought to it. */
  #isRoomFor(what: string, sourceId: number): boolean {
    const id = `${what} ${sourceId}`;
    const kept = this.#kept.get(id) ?? 0;
    if (kept >= MOST_LINES) return false;
    this.#kept.set(id, kept + 1);
    return true;
  }

  #addReceipt(owner: Owner, receipt: Receipt, atMs: number): void {
    if (receipt.read === 0) return;
    this.#book(owner, 'read', receipt.read, atMs);
    if (receipt.stored > 0) this.#book(owner, 'stored', receipt.stored, atMs);
    if (receipt.beside > 0) this.#book(owner, 'beside', receipt.beside, atMs);
    if (receipt.duplicate > 0) this.#book(owner, 'duplicate', receipt.duplicate, atMs);
    if (receipt.blank > 0) this.#book(owner, 'blank', receipt.blank, atMs);
    if (receipt.simulated > 0) this.#book(owner, 'simulated', receipt.simulated, atMs);
    for (const reason in receipt.refused) {
      this.#book(owner, `refused:${reason}`, receipt.refused[reason as keyof typeof receipt.refused]!, atMs);
    }
  }

  #book(owner: Owner, outcome: string, count: number, atMs: number): void {
    const { sourceId, deviceId } = owner;
    let devices = this.#ledger.get(sourceId);
    if (!devices) {
      devices = new Map();
      this.#ledger.set(sourceId, devices);
    }
    let lines = devices.get(deviceId);
    if (!lines) {
      lines = [];
      devices.set(deviceId, lines);
    }
    const day = dayOf(atMs);
    for (const line of lines) {
      if (line.outcome !== outcome || line.day !== day) continue;
      line.count += count;
      line.lastAtMs = Math.max(line.lastAtMs, atMs);
      return;
    }
    lines.push({ ...owner, day, outcome, count, lastAtMs: atMs });
  }

  #addUnknownField(owner: Owner, field: string, type: string, atMs: number): void {
    const id = `${owner.sourceId} ${owner.deviceId} ${field}`;
    const line = this.#unknownFields.get(id);
    if (!line) {
      if (!this.#isRoomFor('unknown-field', owner.sourceId)) return;
      this.#unknownFields.set(id, { ...owner, field, type, count: 1, atMs });
      return;
    }
    line.count++;
    line.atMs = Math.max(line.atMs, atMs);
  }

  #addToInbox({ uplink }: Judgement, atMs: number): void {
    const { source, device } = uplink;
    const identifier = cleanName(device.value);
    const id = `${source.id} ${device.kind} ${identifier}`;
    const line = this.#inbox.get(id);
    if (!line && !this.#isRoomFor('inbox', source.id)) return;
    const shape = describeShape(uplink);
    if (!line) {
      const { id: sourceId, authorityId } = source;
      this.#inbox.set(id, { sourceId, authorityId, kind: device.kind, identifier, shape, count: 1, atMs });
      return;
    }
    line.count++;
    line.atMs = Math.max(line.atMs, atMs);
    line.shape = shape;
  }

  #addContact({ plan, missing, complete }: Judgement, atMs: number): void {
    const { deviceId, authorityId } = plan!;
    let line = this.#contacts.get(deviceId);
    if (!line) {
      line = { deviceId, authorityId, atMs, lacked: [] };
      this.#contacts.set(deviceId, line);
    }
    line.atMs = Math.max(line.atMs, atMs);
    if (complete) line.lacked.push(missing);
  }
}

type Owner = Pick<LedgerLine, 'sourceId' | 'authorityId' | 'deviceId'>;

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

let lastDay = '';
let lastDayMs = Number.NaN;

/** The UTC day as YYYY-MM-DD. */
function dayOf(atMs: number): string {
  const dayMs = atMs - (((atMs % 86_400_000) + 86_400_000) % 86_400_000);
  if (dayMs !== lastDayMs) {
    lastDayMs = dayMs;
    lastDay = new Date(dayMs).toISOString().slice(0, 10);
  }
  return lastDay;
}
