/** Progress on standard error: a bar that redraws itself in a terminal, a line each tenth elsewhere. */
export interface ProgressBar {
  /** `share` from 0 to 1; `note` stands behind the bar. */
  show(share: number, note: string): void;
  end(note: string): void;
}

interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const WIDTH = 30;
const REDRAW_MS = 100;

export function createProgressBar(title: string, out: Output = process.stderr): ProgressBar {
  let drawnAt = 0;
  let tenth = -1;
  const line = (share: number, note: string) => {
    const full = Math.round(Math.min(1, Math.max(0, share)) * WIDTH);
    const percent = `${Math.floor(Math.min(1, share) * 100)}`.padStart(3);
    return `${title} [${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${percent} %  ${note}`.slice(
      0,
      (out.columns ?? 200) - 1,
    );
  };
  return {
    show(share, note) {
      if (!out.isTTY) {
        if (Math.floor(share * 10) <= tenth) return;
        tenth = Math.floor(share * 10);
        out.write(`${line(share, note)}\n`);
        return;
      }
      if (Date.now() - drawnAt < REDRAW_MS) return;
      drawnAt = Date.now();
      out.write(`\r\u001b[2K${line(share, note)}`);
    },
    end(note) {
      if (out.isTTY) out.write(`\r\u001b[2K${line(1, note)}\n`);
      else out.write(`${line(1, note)}\n`);
    },
  };
}
