import { readdirSync, readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100; // USER_HZ, the same on every Linux

/** Seconds of processor time that a process has used, and what all its descendants have; `undefined` where the system does not tell. */
export function processorSeconds(pid: number): { own: number; descendants: number } | undefined {
  try {
    const processes = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(readStat);
    const byParent = Map.groupBy(
      processes.filter((each) => each !== undefined),
      (each) => each.parent,
    );
    const below = (parent: number): number =>
      (byParent.get(parent) ?? []).reduce(
        (sum, child) => sum + child.seconds + child.endedSeconds + below(child.pid),
        0,
      );
    return { own: readStat(String(pid))!.seconds, descendants: below(pid) };
  } catch {
    return undefined;
  }
}

function readStat(pid: string): { pid: number; parent: number; seconds: number; endedSeconds: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from field 3 on; a name may hold blanks
    const [own, children] = [Number(fields[11]) + Number(fields[12]), Number(fields[13]) + Number(fields[14])];
    const seconds = own / TICKS_A_SECOND;
    return { pid: Number(pid), parent: Number(fields[1]), seconds, endedSeconds: children / TICKS_A_SECOND }; // a connection closed, a vacuum done
  } catch {
    return undefined; // ended meanwhile
  }
}
