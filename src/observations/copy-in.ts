/** COPY … FROM STDIN over the driver's own protocol: the fastest way in, for histories. */
import type { Writable } from 'node:stream';
import type pg from 'pg';

interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
  readonly stream: Pick<Writable, 'writableNeedDrain' | 'once' | 'off'>;
}

/**
 * Runs one COPY in the text format and resolves with the number of rows. Waits for the connection when it is full, so memory
 * stays flat however long the history is. An error of `lines` or of the database fails the COPY and is thrown.
 */
export function copyIn(
  client: pg.ClientBase,
  text: string,
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let copied = 0;
    let failure: unknown;
    let answered = false;
    const submittable = {
      submit: (connection: CopyConnection) => connection.query(text),
      async handleCopyInResponse(connection: CopyConnection) {
        try {
          let chunk = '';
          for await (const line of lines) {
            chunk += line;
            if (chunk.length < 65_536) continue;
            if (answered) return; // the database refused a row: nothing more is read from us
            connection.sendCopyFromChunk(Buffer.from(chunk));
            chunk = '';
            if (connection.stream.writableNeedDrain) await drained(connection);
          }
          if (answered) return;
          if (chunk) connection.sendCopyFromChunk(Buffer.from(chunk));
          connection.endCopyFrom();
        } catch (error) {
          failure = error;
          if (!answered) connection.sendCopyFail('the source of the rows failed');
        }
      },
      handleCommandComplete(message: { text: string }) {
        copied = Number(/^COPY (\d+)/.exec(message.text)?.[1] ?? 0);
      },
      handleError(error: unknown) {
        answered = true;
        failure ??= error;
        reject(failure);
      },
      handleReadyForQuery() {
        if (failure) reject(failure);
        else resolve(copied);
      },
    };
    client.query(submittable as unknown as pg.Submittable);
  });
}

function drained(connection: CopyConnection): Promise<void> {
  return new Promise((resolve) => {
    const { stream } = connection;
    const done = () => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.once('drain', done).once('close', done);
  });
}
