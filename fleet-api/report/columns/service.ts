import { CITY_ROW } from '../../../contract/report-rows.ts'
import { OUTAGE_CAUSES, type OutageCause } from '../../../contract/service.ts'
import type { RowOf } from './row.ts'
import type { Column } from './table.ts'

const SHARE = { minimum: 0, maximum: 1 } as const
const COUNT = { minimum: 0 } as const

const OUTAGES: Record<OutageCause, { es: string; en: string }> = {
  power: { es: 'sin corriente', en: 'no power' },
  'no-signal': { es: 'sin señal celular', en: 'no cellular signal' },
  'no-data': { es: 'con señal pero sin datos', en: 'signal but no data' },
  'sim-quota': { es: 'se agotó el plan de datos de la SIM', en: 'the SIM’s data plan was used up' },
  gateway: { es: 'falla del equipo', en: 'the gateway failed' },
  portal: { es: 'falla de la página de bienvenida', en: 'the welcome page failed' },
}

const outageColumns: Column<RowOf>[] = OUTAGE_CAUSES.map((cause) => ({
  name: `outage_${cause.replace('-', '_')}_minutes`,
  type: 'number',
  constraints: COUNT,
  es: `Minutos en servicio sin internet: ${OUTAGES[cause].es}.`,
  en: `Minutes in service without internet: ${OUTAGES[cause].en}.`,
  of: ({ row }) => row.service.outageMinutes[cause] ?? null,
}))

const isCity = ({ row }: RowOf) => row.key === CITY_ROW

/** How well the service was there. */
export const whatService: readonly Column<RowOf>[] = [
  {
    ...{ name: 'scheduled_service_minutes', type: 'integer', constraints: COUNT },
    es: 'Minutos con servicio programado, según los horarios; de la ciudad, los de todas las rutas juntos.',
    en: 'Minutes with scheduled service, by the timetables; of the city those of all routes together.',
    of: ({ row }) => row.service.scheduledMinutes,
  },
  {
    ...{ name: 'in_service_minutes', type: 'number', constraints: COUNT },
    es: 'Minutos de equipos en servicio de los que se sabe. Un autobús estacionado no cuenta.',
    en: 'Minutes of gateways in service of which there are reports. A parked bus does not count.',
    of: ({ row }) => row.service.inServiceMinutes,
  },
  {
    ...{ name: 'availability', type: 'number', constraints: SHARE },
    es: 'Parte de los minutos en servicio en que el internet y la página funcionaron, de 0 a 1.',
    en: 'Share of the minutes in service in which the internet and the page worked, 0 to 1.',
    of: ({ row }) => row.service.availability,
  },
  ...outageColumns,
  {
    ...{ name: 'vehicles_in_service', type: 'integer', constraints: COUNT },
    es: 'Equipos que estuvieron en servicio algún día.',
    en: 'Gateways that were in service on any day.',
    of: ({ row }) => row.vehicles.inService,
  },
  {
    ...{ name: 'vehicles_reporting', type: 'integer', constraints: COUNT },
    es: 'Equipos que enviaron algún reporte.',
    en: 'Gateways that sent any report.',
    of: ({ row }) => row.vehicles.reporting,
  },
  {
    ...{ name: 'problem_reports', type: 'integer', constraints: COUNT, riders: true },
    es: 'Reportes de falla de las personas; solo de toda la ciudad. Vacío: menos de diez.',
    en: 'Riders’ problem reports; of the whole city only. Empty: fewer than ten.',
    of: (of) => (isCity(of) ? of.report.problems.reported : null),
  },
  {
    ...{ name: 'problem_reports_fixed', type: 'integer', constraints: COUNT, riders: true },
    es: 'De ellos, los contestados como arreglados.',
    en: 'Of these, those answered as fixed.',
    of: (of) => (isCity(of) ? of.report.problems.fixed : null),
  },
  {
    ...{ name: 'days_to_fix', type: 'number', constraints: COUNT, riders: true },
    es: 'Días del reporte al arreglo, en promedio de los arreglados.',
    en: 'Days from the report to the repair, mean over those that were fixed.',
    of: (of) => (isCity(of) ? of.report.problems.daysToFix : null),
  },
]
