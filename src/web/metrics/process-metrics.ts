import { gauge, type Family } from './exposition.ts';

/** The basics of this process, under the names that Prometheus has for them. */
export function processMetrics(): readonly Family[] {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return [
    gauge(
      'process_start_time_seconds',
      'When the process began, Unix time.',
      Math.round(Date.now() / 1000 - process.uptime()),
    ),
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time that it has used.',
      type: 'counter',
      samples: [{ value: (user + system) / 1e6 }],
    },
    gauge('process_resident_memory_bytes', 'Memory that it holds.', rss),
    gauge('nodejs_heap_size_used_bytes', 'Memory that its objects hold.', heapUsed),
  ];
}
