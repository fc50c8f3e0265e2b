import type { ServiceMinutes } from '../../rules/service-figures.ts'
import { type ArchiveTable, column, counts, instant, text, whole, wholeOrNone } from './table.ts'

/** What rollups add up. */
export interface Sums {
  reports: number
  due: number
  ridersSum: number
  sessions: number
  inputOctets: number
  outputOctets: number
}

export interface GatewayHour extends Sums {
  gatewayId: string
  site: string
  hourAt: number
}

export interface RouteHour extends Sums {
  routeId: string
  hourAt: number
  minutes: number
  ridersPeak: number
}

export interface RouteDay extends Sums {
  routeId: string
  dayAt: number
  minutes: number
  ridersPeak: number
}

export interface PublishedEntry {
  dayAt: number
  rowKey: string
  entry: number
  sessions: number
  inputOctets: number
  outputOctets: number
  ridersSum: number
  ridersPeak: number | null
  lengths: number[]
  connects: number[]
}

/** A gateway in service on a route's day, in tenths of a minute. */
export interface ServiceDay extends ServiceMinutes {
  gatewayId: string
  site: string
  routeId: string
  dayAt: number
}

export interface ChainHead {
  gatewayId: string
  length: number
  head: string
}

function sums<T extends Sums>() {
  const of = column<Sums>()
  const columns = [
    of('reports', 'reports', whole, 'Minutos con reporte.', 'Minutes that were reported.'),
    of('due', 'due', whole, 'Minutos que debían reportarse.', 'Minutes that were due.'),
    of(
      'riders_sum',
      'ridersSum',
      whole,
      'Personas conectadas, sumadas minuto a minuto.',
      'Riders connected, added up over the minutes.',
    ),
    of('sessions', 'sessions', whole, 'Sesiones.', 'Sessions.'),
    of('input_octets', 'inputOctets', whole, 'Octetos subidos.', 'Octets uploaded.'),
    of('output_octets', 'outputOctets', whole, 'Octetos descargados.', 'Octets downloaded.'),
  ]
  return columns as unknown as ArchiveTable<T>['columns']
}

const gateway = column<GatewayHour>()
export const GATEWAY_HOURS: ArchiveTable<GatewayHour> = {
  name: 'gateway-hours',
  es: 'Cada hora de cada equipo, como quedó archivada.',
  en: 'Each hour of each gateway, as it was archived.',
  columns: [
    gateway('gateway_id', 'gatewayId', text, 'El equipo.', 'The gateway.'),
    gateway('site', 'site', text, 'vehicle, stop o station.', 'vehicle, stop or station.'),
    gateway('hour_at', 'hourAt', instant, 'Inicio de la hora (UTC).', 'Start of the hour (UTC).'),
    ...sums<GatewayHour>(),
  ],
}

const hour = column<RouteHour>()
const UNKNOWN = { es: 'route_id del GTFS; vacío: ninguna ruta conocida.', en: 'GTFS route_id; empty: no known route.' }
const MINUTES = { es: 'Minutos en que reportó algún equipo.', en: 'Minutes in which any gateway reported.' }
const PEAK = { es: 'Personas conectadas en el minuto con más.', en: 'Riders connected in the fullest minute.' }
export const ROUTE_HOURS: ArchiveTable<RouteHour> = {
  name: 'route-hours',
  es: 'Cada hora de cada ruta, como quedó archivada.',
  en: 'Each hour of each route, as it was archived.',
  columns: [
    hour('route_id', 'routeId', text, UNKNOWN.es, UNKNOWN.en),
    hour('hour_at', 'hourAt', instant, 'Inicio de la hora (UTC).', 'Start of the hour (UTC).'),
    ...sums<RouteHour>(),
    hour('minutes', 'minutes', whole, MINUTES.es, MINUTES.en),
    hour('riders_peak', 'ridersPeak', whole, PEAK.es, PEAK.en),
  ],
}

const day = column<RouteDay>()
export const ROUTE_DAYS: ArchiveTable<RouteDay> = {
  name: 'route-days',
  es: 'Cada día de cada ruta: la suma de sus horas.',
  en: 'Each day of each route: its hours added up.',
  columns: [
    day('route_id', 'routeId', text, UNKNOWN.es, UNKNOWN.en),
    day('day_at', 'dayAt', instant, 'Inicio del día de la ciudad (UTC).', 'Start of the city’s day (UTC).'),
    ...sums<RouteDay>(),
    day('minutes', 'minutes', whole, MINUTES.es, MINUTES.en),
    day('riders_peak', 'ridersPeak', whole, PEAK.es, PEAK.en),
  ],
}

const entry = column<PublishedEntry>()
export const PUBLISHED: ArchiveTable<PublishedEntry> = {
  name: 'published',
  es: 'Lo publicado, entrada por entrada; cada una representa al menos diez sesiones.',
  en: 'What was published, entry by entry; each stands for at least ten sessions.',
  columns: [
    entry('day_at', 'dayAt', instant, 'Inicio del día de la ciudad (UTC).', 'Start of the city’s day (UTC).'),
    entry(
      'row_key',
      'rowKey',
      text,
      'Renglón: route:ID, @stop, @station; vacío: vehículos sin ruta conocida.',
      'Row: route:ID, @stop, @station; empty: vehicles on no known route.',
    ),
    entry('entry', 'entry', whole, '0, 1, …: lo que llegó después.', '0, 1, …: what came later.'),
    entry(
      'sessions',
      'sessions',
      whole,
      'Sesiones; negativas: antes se habían dicho de más.',
      'Sessions; negative: too many were told before.',
    ),
    entry('input_octets', 'inputOctets', whole, 'Octetos subidos.', 'Octets uploaded.'),
    entry('output_octets', 'outputOctets', whole, 'Octetos descargados.', 'Octets downloaded.'),
    entry(
      'riders_sum',
      'ridersSum',
      whole,
      'Personas conectadas, sumadas minuto a minuto.',
      'Riders connected, added up over the minutes.',
    ),
    entry('riders_peak', 'ridersPeak', wholeOrNone, 'Vacío: menos de diez.', 'Empty: fewer than ten.'),
    entry('lengths', 'lengths', counts, 'Sesiones por duración.', 'Sessions by length.'),
    entry('connects', 'connects', counts, 'Conexiones por lo que tardaron.', 'Connections by how long they took.'),
  ],
}

const service = column<ServiceDay>()
const tenths = (name: string, key: keyof ServiceMinutes, es: string, en: string) =>
  service(name, key, whole, `${es}, en décimas de minuto.`, `${en}, in tenths of a minute.`)
export const SERVICE_DAYS: ArchiveTable<ServiceDay> = {
  name: 'service-days',
  es: 'Cada día de servicio de cada equipo, con sus fallas por causa.',
  en: 'Each day in service of each gateway, with its outages by cause.',
  columns: [
    service('gateway_id', 'gatewayId', text, 'El equipo.', 'The gateway.'),
    service('site', 'site', text, 'vehicle, stop o station.', 'vehicle, stop or station.'),
    service('route_id', 'routeId', text, UNKNOWN.es, UNKNOWN.en),
    service('day_at', 'dayAt', instant, 'Inicio del día de la ciudad (UTC).', 'Start of the city’s day (UTC).'),
    tenths('in_service', 'inService', 'En servicio', 'In service'),
    tenths('available', 'available', 'Con internet y página', 'With internet and page'),
    tenths('power', 'power', 'Sin corriente', 'Without power'),
    tenths('no_signal', 'noSignal', 'Sin señal', 'Without signal'),
    tenths('no_data', 'noData', 'Sin datos', 'Without data'),
    tenths('sim_quota', 'simQuota', 'Sin plan de datos', 'Without a data plan'),
    tenths('gateway', 'gateway', 'Falla del equipo', 'Gateway failed'),
    tenths('portal', 'portal', 'Falla de la página', 'Page failed'),
  ],
}

const head = column<ChainHead>()
export const CHAIN_HEADS: ArchiveTable<ChainHead> = {
  name: 'chain-heads',
  es: 'La cadena de reportes aceptados de cada equipo cuando el informe quedó final.',
  en: 'Each gateway’s chain of accepted reports when the report became final.',
  columns: [
    head('gateway_id', 'gatewayId', text, 'El equipo.', 'The gateway.'),
    head('length', 'length', whole, 'Reportes en la cadena.', 'Reports in the chain.'),
    head('head', 'head', text, 'Su último eslabón, SHA-256.', 'Its last link, SHA-256.'),
  ],
}
