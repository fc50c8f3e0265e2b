import type { RowOf } from './row.ts'
import type { Column } from './table.ts'

const SHARE = { minimum: 0, maximum: 1 } as const
const COUNT = { minimum: 0 } as const

/** What riders got. */
export const whatRidersGot: readonly Column<RowOf>[] = [
  {
    ...{ name: 'sessions', type: 'integer', constraints: COUNT, riders: true },
    es: 'Sesiones: veces que alguien se conectó.',
    en: 'Sessions: times that somebody got online.',
    of: ({ row }) => row.sessions,
  },
  {
    ...{ name: 'riders_connected_mean', type: 'number', constraints: COUNT, riders: true },
    es: 'Personas conectadas a la vez, en promedio de los minutos con reporte.',
    en: 'Riders connected at the same time, mean over the minutes with a report.',
    of: ({ row }) => row.ridersMean,
  },
  {
    ...{ name: 'riders_connected_peak', type: 'integer', constraints: COUNT, riders: true },
    es: 'Personas conectadas a la vez en el minuto con más.',
    en: 'Riders connected at the same time in the fullest minute.',
    of: ({ row }) => row.ridersPeak,
  },
  {
    ...{ name: 'connected_hours', type: 'number', constraints: COUNT, riders: true },
    es: 'Horas de conexión de todas las personas juntas: diez personas durante media hora son cinco horas.',
    en: 'Hours connected of all riders together: ten riders for half an hour are five hours.',
    of: ({ row }) => row.connectedHours,
  },
  {
    ...{ name: 'daily_devices_mean', type: 'number', constraints: COUNT, riders: true },
    es: 'Dispositivos distintos por día, en promedio de los días contados. Es una estimación. Los días nunca se suman.',
    en: 'Distinct devices a day, mean over the days that were counted. An estimate. Days are never added up.',
    of: ({ row }) => row.dailyDevices?.mean ?? null,
  },
  {
    ...{ name: 'daily_devices_days', type: 'integer', constraints: COUNT, riders: true },
    es: 'Días de los que se contaron dispositivos.',
    en: 'Days of which devices were counted.',
    of: ({ row }) => row.dailyDevices?.days ?? null,
  },
  {
    ...{ name: 'daily_devices_error_share', type: 'number', constraints: SHARE, riders: true },
    es: 'Error estándar de la estimación de un día, como parte de ella (0.02 es 2 %).',
    en: 'Standard error of one day’s estimate, as a share of it (0.02 is 2 %).',
    of: ({ row }) => row.dailyDevices?.errorShare ?? null,
  },
  {
    ...{ name: 'session_length_median_s', type: 'number', constraints: COUNT, riders: true },
    es: 'Duración de una sesión en segundos: la mitad dura menos.',
    en: 'Length of a session in seconds: half are shorter.',
    of: ({ row }) => row.sessionLength?.medianS ?? null,
  },
  {
    ...{ name: 'session_length_p90_s', type: 'number', constraints: COUNT, riders: true },
    es: 'Duración de una sesión en segundos: nueve de cada diez duran menos.',
    en: 'Length of a session in seconds: nine of ten are shorter.',
    of: ({ row }) => row.sessionLength?.p90S ?? null,
  },
  {
    ...{ name: 'time_to_connect_p50_ms', type: 'number', constraints: COUNT, riders: true },
    es: 'Tiempo desde que el teléfono ve la página hasta estar en línea, en milisegundos: la mitad tarda menos.',
    en: 'Time from a phone’s first request until it is online, in milliseconds: half take less.',
    of: ({ row }) => row.timeToConnect?.p50Ms ?? null,
  },
  {
    ...{ name: 'time_to_connect_p95_ms', type: 'number', constraints: COUNT, riders: true },
    es: 'Lo mismo: diecinueve de cada veinte tardan menos.',
    en: 'The same: nineteen of twenty take less.',
    of: ({ row }) => row.timeToConnect?.p95Ms ?? null,
  },
  {
    ...{ name: 'input_octets', type: 'integer', constraints: COUNT, riders: true },
    es: 'Octetos (bytes) que subieron las personas (RFC 2866).',
    en: 'Octets (bytes) that riders uploaded (RFC 2866).',
    of: ({ row }) => row.inputOctets,
  },
  {
    ...{ name: 'output_octets', type: 'integer', constraints: COUNT, riders: true },
    es: 'Octetos (bytes) que descargaron las personas (RFC 2866).',
    en: 'Octets (bytes) that riders downloaded (RFC 2866).',
    of: ({ row }) => row.outputOctets,
  },
]
