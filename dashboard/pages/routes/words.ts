import type { Annotation } from '../../../contract/annotations.ts'
import type { Step } from '../../../contract/api.ts'

type PolicyChange = Extract<Annotation, { kind: 'policy' }>
type FeedChanges = Extract<Annotation, { kind: 'feed' }>['changes']

const es = {
  step: 'Cada cuánto',
  steps: { auto: 'Automático', minute: 'Minuto', hour: 'Hora', day: 'Día' },
  stepsShort: { auto: 'Auto', minute: 'Min', hour: 'Hora', day: 'Día' },
  compare: 'Comparar',
  compareHint: 'Compara con los mismos días de la semana, antes',
  closer: 'Acercar',
  furtherAway: 'Alejar',
  zoomHint: 'Arrastra sobre la gráfica para acercar un tramo; doble clic para alejar.',
  dates: 'Fechas',
  from: 'Desde',
  to: 'Hasta',
  show: 'Ver estas fechas',
  zone: (zone: string) => `Hora de ${zone}`,
  missing: 'Escribe las dos fechas, con hora.',
  order: '“Hasta” tiene que ser después de “Desde”, por lo menos 2 minutos.',
  tooLong: 'Son demasiados días. Elige tres años como máximo.',
  csv: 'CSV',
  csvHint: 'Descargar lo que se ve como tabla (CSV)',
  png: 'PNG',
  pngHint: 'Descargar lo que se ve como imagen (PNG)',
  link: 'Copiar enlace',
  linkHint: 'Copiar un enlace a exactamente este periodo',
  copied: 'Enlace copiado',
  copyFailed: 'El navegador no dejó copiar. Este es el enlace:',
  pictureFailed: 'El navegador no pudo hacer la imagen. Usa el CSV, o recarga la página e inténtalo otra vez.',
  downloaded: (file: string) => `Se descargó ${file}`,
  against: (weeks: number) => (weeks === 1 ? 'una semana antes' : `${weeks} semanas antes`),
  changeOfAll: (now: string, before: string, change: string | null, against: string) =>
    `Rutas a la vista: ${now} en promedio; ${against}: ${before}${change === null ? '' : ` (${change})`}.`,
  nothingBefore: (against: string) => `No hay datos de ${against} con los que comparar.`,
  beforeKey: (against: string) => `Línea fina de trazos: lo mismo ${against}, con los mismos días de la semana.`,
  changes: 'Qué cambió en este periodo',
  noChanges: 'En este periodo no cambió ni el feed GTFS ni la configuración.',
  changesFailed: 'No se pudo cargar qué cambió en este periodo',
  more: 'Hubo más cambios: aquí están los más recientes. Elige un periodo más corto para ver los otros.',
  feed: (version: string | null, changes: FeedChanges) => {
    const name = version ? `Entró en uso el feed GTFS ${version}` : 'Entró en uso otro feed GTFS'
    if (changes === null) return name
    const { added, changed, removed } = changes.routes
    const parts = [
      added > 0 ? plural(added, 'ruta nueva', 'rutas nuevas') : '',
      changed > 0 ? plural(changed, 'ruta cambiada', 'rutas cambiadas') : '',
      removed > 0 ? plural(removed, 'ruta menos', 'rutas menos') : '',
    ].filter(Boolean)
    const trips = `de ${changes.trips.before} a ${changes.trips.after} viajes`
    return `${name}: ${[...parts, trips].join(', ')}`
  },
  policy: ({ change, scope, ids, count, fields }: PolicyChange) => {
    const what = change === 'set' ? 'Cambió la configuración' : 'Se quitó la configuración propia'
    const where = {
      fleet: 'de toda la flota',
      route: count === 1 ? `de la ruta ${ids[0]}` : `de ${count} rutas`,
      gateway: count === 1 ? `de ${ids[0]}` : `de ${count} equipos`,
    }[scope]
    const names = fields.map((field) => es.fields[field] ?? field)
    return `${what} ${where}${listed(names, (n) => ` y ${n} más`)}`
  },
  fields: {
    operatorName: 'nombre',
    sessionSeconds: 'duración de la sesión',
    termsVersion: 'términos',
    quotaOctets: 'límite de datos',
    coolDownSeconds: 'espera entre sesiones',
    sessionsPerDay: 'sesiones por día',
    idleSeconds: 'tiempo sin uso',
    acceptOnce: 'aceptar una vez al día',
    extension: 'ampliación',
    branding: 'imagen',
    clientRate: 'velocidad por pasajero',
    uplinkRate: 'velocidad del enlace',
    walledGarden: 'sitios sin sesión',
    blockedNames: 'sitios bloqueados',
  } as Record<string, string>,
  picture: {
    title: 'Pasajeros conectados por ruta',
    asOf: (time: string) => `Datos de ${time}`,
  },
  file: { riders: 'pasajeros', by: { minute: 'minuto', hour: 'hora', day: 'dia' } satisfies Record<Step, string> },
}

const en: typeof es = {
  step: 'How often',
  steps: { auto: 'Automatic', minute: 'Minute', hour: 'Hour', day: 'Day' },
  stepsShort: { auto: 'Auto', minute: 'Min', hour: 'Hour', day: 'Day' },
  compare: 'Compare',
  compareHint: 'Compares with the same days of the week, before',
  closer: 'Zoom in',
  furtherAway: 'Zoom out',
  zoomHint: 'Drag over the chart to zoom into a part of it; double click to zoom out.',
  dates: 'Dates',
  from: 'From',
  to: 'To',
  show: 'Show these dates',
  zone: (zone) => `Time in ${zone}`,
  missing: 'Write both dates, with their times.',
  order: '“To” has to be after “From”, by at least 2 minutes.',
  tooLong: 'These are too many days. Choose three years at most.',
  csv: 'CSV',
  csvHint: 'Download what is in sight as a table (CSV)',
  png: 'PNG',
  pngHint: 'Download what is in sight as a picture (PNG)',
  link: 'Copy link',
  linkHint: 'Copy a link to exactly this range',
  copied: 'Link copied',
  copyFailed: 'The browser would not copy. This is the link:',
  pictureFailed: 'The browser could not make the picture. Take the CSV, or reload the page and try again.',
  downloaded: (file) => `Downloaded ${file}`,
  against: (weeks) => (weeks === 1 ? 'a week before' : `${weeks} weeks before`),
  changeOfAll: (now, before, change, against) =>
    `Routes in view: ${now} in the mean; ${against}: ${before}${change === null ? '' : ` (${change})`}.`,
  nothingBefore: (against) => `There are no data of ${against} to compare with.`,
  beforeKey: (against) => `Thin dashed line: the same ${against}, with the same days of the week.`,
  changes: 'What changed in this range',
  noChanges: 'Neither the GTFS feed nor the policy changed in this range.',
  changesFailed: 'What changed in this range could not be loaded',
  more: 'There were more changes: these are the newest. Choose a shorter range to see the others.',
  feed: (version, changes) => {
    const name = version ? `GTFS feed ${version} went into use` : 'Another GTFS feed went into use'
    if (changes === null) return name
    const { added, changed, removed } = changes.routes
    const parts = [
      added > 0 ? plural(added, 'new route', 'new routes') : '',
      changed > 0 ? plural(changed, 'changed route', 'changed routes') : '',
      removed > 0 ? plural(removed, 'route less', 'routes less') : '',
    ].filter(Boolean)
    const trips = `from ${changes.trips.before} to ${changes.trips.after} trips`
    return `${name}: ${[...parts, trips].join(', ')}`
  },
  policy: ({ change, scope, ids, count, fields }) => {
    const what = change === 'set' ? 'The policy changed' : 'The own policy was taken away'
    const where = {
      fleet: 'of the whole fleet',
      route: count === 1 ? `of route ${ids[0]}` : `of ${count} routes`,
      gateway: count === 1 ? `of ${ids[0]}` : `of ${count} gateways`,
    }[scope]
    const names = fields.map((field) => en.fields[field] ?? field)
    return `${what} ${where}${listed(names, (n) => ` and ${n} more`)}`
  },
  fields: {
    operatorName: 'name',
    sessionSeconds: 'length of a session',
    termsVersion: 'terms',
    quotaOctets: 'data limit',
    coolDownSeconds: 'wait between sessions',
    sessionsPerDay: 'sessions a day',
    idleSeconds: 'time without use',
    acceptOnce: 'accept once a day',
    extension: 'extension',
    branding: 'branding',
    clientRate: 'speed of a rider',
    uplinkRate: 'speed of the uplink',
    walledGarden: 'walled garden',
    blockedNames: 'blocked names',
  },
  picture: {
    title: 'Riders connected by route',
    asOf: (time) => `Data as of ${time}`,
  },
  file: { riders: 'riders', by: { minute: 'minute', hour: 'hour', day: 'day' } },
}

/** The first few of them: a policy that is written for the first time has changed in everything. */
function listed(names: readonly string[], more: (count: number) => string): string {
  if (names.length === 0) return ''
  const first = names.length > 4 ? names.slice(0, 3) : names
  return `: ${first.join(', ')}${first.length < names.length ? more(names.length - first.length) : ''}`
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

export const words = { es, en }
export type Words = typeof es
