import type { Client } from 'aedes';

interface Parser {
  packet: { length: number };
  _parsePayload(): boolean;
  _emitError(error: Error): void;
}

/**
 * Ends a connection that announces a packet longer than this, before its bytes are gathered: the parser itself would wait for
 * up to 256 MB. Relies on the parser's method between a packet's length and its payload (mqtt-packet 9; a test holds it to that).
 */
export function limitPackets(client: Client, mostBytes: number): void {
  const parser = (client as unknown as { _parser: Parser })._parser;
  const parsePayload = parser._parsePayload;
  parser._parsePayload = function (this: Parser) {
    if (this.packet.length <= mostBytes) return parsePayload.call(this);
    this._emitError(new Error(`packet of ${this.packet.length} bytes is over the limit of ${mostBytes}`));
    return false;
  };
}
