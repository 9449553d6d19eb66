import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of one process, names prefixed `lamppost_`. Labels carry ids and reasons, never values. */
export interface Metrics {
  counter(name: string, help: string, labels?: string[]): Counter;
  gauge(name: string, help: string, labels?: string[]): Gauge;
  histogram(name: string, help: string, buckets: number[], labels?: string[]): Histogram;
  /** The text exposition format. */
  expose(): Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'lamppost_' });
  const registers = [registry];
  return {
    counter: (name, help, labelNames = []) => new Counter({ name: `lamppost_${name}`, help, labelNames, registers }),
    gauge: (name, help, labelNames = []) => new Gauge({ name: `lamppost_${name}`, help, labelNames, registers }),
    histogram: (name, help, buckets, labelNames = []) =>
      new Histogram({ name: `lamppost_${name}`, help, buckets, labelNames, registers }),
    expose: () => registry.metrics(),
  };
}
