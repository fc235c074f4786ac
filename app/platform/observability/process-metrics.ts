import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

const nanosecondsInSecond = 1e9;

/**
 * Measures memory, processor time and event-loop delay. Prom-client's own set is not used: its observer of garbage
 * collection costs more than it tells, and cannot be closed.
 */
export function observeProcess(registry: Registry): void {
    const registers = [registry];
    const delay = monitorEventLoopDelay({ resolution: 20 });
    delay.enable();
    new Gauge({
        name: 'event_loop_delay_seconds', help: 'Event-loop delay since the last scrape',
        labelNames: ['quantile'], registers,
        collect() {
            this.set({ quantile: '0.5' }, delay.percentile(50) / nanosecondsInSecond);
            this.set({ quantile: '0.99' }, delay.percentile(99) / nanosecondsInSecond);
            this.set({ quantile: '1' }, delay.max / nanosecondsInSecond);
            delay.reset();
        }
    });
    new Gauge({
        name: 'process_memory_bytes', help: 'Memory of the process', labelNames: ['kind'], registers,
        collect() {
            const { rss, heapUsed, external } = process.memoryUsage();
            this.set({ kind: 'resident' }, rss);
            this.set({ kind: 'heap_used' }, heapUsed);
            this.set({ kind: 'external' }, external);
        }
    });
    new Gauge({
        name: 'process_cpu_seconds_total', help: 'Processor time used, user and system', registers,
        collect() {
            const { user, system } = process.cpuUsage();
            this.set((user + system) / 1e6);
        }
    });
    new Gauge({
        name: 'process_uptime_seconds', help: 'Time since the process started', registers,
        collect() {
            this.set(process.uptime());
        }
    });
}
