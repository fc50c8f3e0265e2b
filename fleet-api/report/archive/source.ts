import type { CityReport } from '../../../contract/city-report.ts'
import { isVehiclesRow, routeOfRow, STATIONS_ROW, STOPS_ROW, VEHICLES_ROW } from '../../../contract/report-rows.ts'
import type { ReportInputs } from '../../rules/report/inputs.ts'
import type { ChainHead, GatewayHour, PublishedEntry, RouteDay, RouteHour, ServiceDay } from './tables.ts'

/** Rows of a table, some at a time. */
export type Rows<T> = AsyncIterable<readonly T[]>

/** What a final report can be recomputed from: read from the fleet's database, or from an archive of files. */
export interface ReportSource {
  report: CityReport
  inputs: ReportInputs
  gatewayHours(): Rows<GatewayHour>
  routeHours(): Rows<RouteHour>
  routeDays(): Rows<RouteDay>
  serviceDays(): Rows<ServiceDay>
  published(): Rows<PublishedEntry>
  chainHeads(): Rows<ChainHead>
}

/** What was looked at, and each thing that is not as it should be, in words; none: it is equal. `notes`: what else there is to know. */
export interface Finding {
  check: string
  wrong: string[]
  notes: string[]
}

export function rowInWords(rowKey: string): string {
  const routeId = routeOfRow(rowKey)
  if (routeId !== null) return `route ${routeId}`
  if (isVehiclesRow(rowKey)) return 'vehicles on no known route'
  const named: Record<string, string> = { [STOPS_ROW]: 'stops', [STATIONS_ROW]: 'stations', [VEHICLES_ROW]: 'vehicles' }
  return named[rowKey] ?? 'the city'
}

export function told(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 6 }) : JSON.stringify(value)
}
