import { readFileSync } from 'node:fs';

/** Length of the kernel's tick of processor time, on every Linux that Node runs on. */
const tickMs = 10;
const kilobytesInMegabyte = 1_024;

/** Processor time that a process has used so far, user and system, in milliseconds. @see proc_pid_stat(5) */
export function cpuMs(pid: number): number {
    // The second field is the program's name, which may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** The most memory that a process ever had in RAM, in megabytes of 1 048 576 bytes. */
export function peakMb(pid: number): number {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / kilobytesInMegabyte;
}

/** Memory of a process in RAM, in megabytes of 1 048 576 bytes. */
export function residentMb(pid: number): number {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / kilobytesInMegabyte;
}
