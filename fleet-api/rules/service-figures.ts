import { OUTAGE_CAUSES, type OutageCause, type ServiceFigures } from '../../contract/service.ts'

/** What days say of gateways in service, added up, in tenths of a minute. */
export interface ServiceMinutes {
  inService: number
  available: number
  power: number
  noSignal: number
  noData: number
  simQuota: number
  gateway: number
  portal: number
}

const COLUMNS = {
  power: 'power',
  'no-signal': 'noSignal',
  'no-data': 'noData',
  'sim-quota': 'simQuota',
  gateway: 'gateway',
  portal: 'portal',
} as const satisfies Record<OutageCause, keyof ServiceMinutes>

/** The figures of one route, or of several together. */
export function serviceFigures(scheduledMinutes: number, all: ServiceMinutes[]): ServiceFigures {
  const total = (of: keyof ServiceMinutes) => all.reduce((sum, one) => sum + one[of], 0)
  const inService = total('inService')
  const outageMinutes = OUTAGE_CAUSES.map((cause) => [cause, total(COLUMNS[cause]) / 10])
  return {
    scheduledMinutes,
    inServiceMinutes: inService / 10,
    availability: inService === 0 ? null : Math.round((total('available') / inService) * 10_000) / 10_000,
    outageMinutes: Object.fromEntries(outageMinutes) as Record<OutageCause, number>,
  }
}
