import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { GATEWAY_STATES, type GatewayState } from '../contract/api.ts'
import type { Verdict } from '../contract/report.ts'

/** What is looked up only when somebody asks for the metrics. */
export interface Scraped {
  gateways: Record<GatewayState, number>
  listeners: number
  databaseOctets: number
  /** When the riders' portal's certificate ends, ms since 1970; null: there is none. */
  certificateEndsAt: number | null
}

export type Metrics = ReturnType<typeof createMetrics>

const VERDICTS = ['stored', 'duplicate', 'rejected'] as const satisfies Verdict['verdict'][]

/**
 * The fleet's metrics, in a registry of their own: several fleets in one process (tests, the demo) do not count together. Labels
 * take their values from fixed lists, so that nobody who asks can make a new series. `elapsedMs`: a clock that never goes back.
 */
export function createMetrics(options: { elapsedMs: () => number; ofProcess: boolean }) {
  const registry = new Registry()
  const registers = [registry]
  if (options.ofProcess) collectDefaultMetrics({ register: registry, prefix: 'abordo_' })

  const requests = new Histogram({
    name: 'abordo_request_duration_seconds',
    help: 'Time to answer a request, by route pattern, method and class of status.',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const reports = new Counter({
    name: 'abordo_reports_total',
    help: 'Reports that gateways brought, by the verdict on them.',
    labelNames: ['verdict'] as const,
    registers,
  })
  for (const verdict of VERDICTS) reports.inc({ verdict }, 0)
  const transactions = new Histogram({
    name: 'abordo_ingest_transaction_duration_seconds',
    help: 'Time to store reports, to the end of the commit.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  const together = new Histogram({
    name: 'abordo_ingest_requests_per_transaction',
    help: 'Requests whose reports were stored together in one transaction.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers,
  })
  const gateways = new Gauge({
    name: 'abordo_gateways',
    help: 'Gateways by state.',
    labelNames: ['state'] as const,
    registers,
  })
  const listeners = new Gauge({ name: 'abordo_live_listeners', help: 'Open live streams.', registers })
  const database = new Gauge({ name: 'abordo_database_size_bytes', help: 'Size of the database.', registers })

  const certificate = new Gauge({
    name: 'abordo_certificate_not_after_seconds',
    help: 'When the certificate of the riders’ portal ends, in seconds since 1970; 0: there is none.',
    registers,
  })

  return {
    contentType: registry.contentType,
    request({ route, method, status, ms }: { route: string; method: string; status: number; ms: number }): void {
      requests.observe({ route, method, status: `${Math.floor(status / 100)}xx` }, ms / 1000)
    },
    verdicts(given: Pick<Verdict, 'verdict'>[]): void {
      for (const { verdict } of given) reports.inc({ verdict })
    },
    /** A transaction begins that stores the reports of so many requests; returns what is called at its end. */
    transaction(of: number): () => void {
      const began = options.elapsedMs()
      together.observe(of)
      return () => transactions.observe((options.elapsedMs() - began) / 1000)
    },
    /** Everything in Prometheus' text format. */
    async text(scraped: Scraped): Promise<string> {
      for (const state of GATEWAY_STATES) gateways.set({ state }, scraped.gateways[state])
      listeners.set(scraped.listeners)
      database.set(scraped.databaseOctets)
      certificate.set((scraped.certificateEndsAt ?? 0) / 1000)
      return registry.metrics()
    },
  }
}
