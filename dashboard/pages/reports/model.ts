import { hc } from 'hono/client'
import type { CityReport, ReportMonths } from '../../../contract/city-report.ts'
import type { NewShareLink } from '../../../contract/share-links.ts'
import type { ShareLinkApi } from '../../../fleet-api/routes/share-links.ts'
import type { Dashboard } from '../../models/dashboard.ts'
import { createLoaded } from '../../models/loaded.ts'
import { good } from '../settings/fleet.ts'
import { type Period, queryOf } from './period.ts'

/** The months that there are reports of. */
export function createMonths({ call }: Pick<Dashboard, 'call'>) {
  const loaded = createLoaded<ReportMonths>()
  return {
    loaded,
    load: () =>
      loaded.run(async (signal) => (await (await call('/api/reports/months', { signal })).json()) as ReportMonths),
  }
}

/** One report. */
export function createReport({ call }: Pick<Dashboard, 'call'>, period: Period) {
  const loaded = createLoaded<CityReport>()
  const path = `/api/reports/city?${queryOf(period)}`
  return {
    loaded,
    load: () => loaded.run(async (signal) => (await (await call(path, { signal })).json()) as CityReport),
  }
}

/** Makes a link to a report; its address is answered this once. Throws ApiError. */
export function shareReport({ call, origin }: Pick<Dashboard, 'call' | 'origin'>, json: NewShareLink) {
  return good(hc<ShareLinkApi>(origin, { fetch: call }).api['share-links'].$post({ json }))
}
