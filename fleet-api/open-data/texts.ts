import type { ColumnType } from '../report/columns/table.ts'

export type Language = 'es' | 'en'

export interface Texts {
  title: string
  skip: string
  lead: string
  other: { language: Language; name: string }
  use: string
  licence: (name: string) => string
  contact: string
  notes: string
  noteList: readonly string[]
  files: string
  noFiles: string
  month: string
  state: string
  states: Record<'provisional' | 'final', string>
  revision: (revision: number) => string
  tables: Record<string, string>
  fileLinks: string
  columns: (table: string) => string
  always: string
  maySuppress: string
  oneOf: string
  range: (minimum: number, maximum: number) => string
  unit: string
  types: Record<ColumnType, string>
  closedTitle: string
  closed: string
  package: string
  publicPage: string
  method: string
}

const es: Texts = {
  title: 'Datos abiertos',
  skip: 'Saltar al contenido',
  lead: 'Lo que el WiFi gratuito dio a las personas en cada ruta, mes a mes. Las mismas cifras que lee el municipio en su informe.',
  other: { language: 'en', name: 'In English' },
  use: 'Cómo usarlos',
  licence: (name) => `Licencia ${name}: úsalos como ella dice, y di de dónde vienen.`,
  contact: 'Preguntas sobre las cifras:',
  notes: 'Antes de sacar conclusiones',
  noteList: [
    'Ninguna cifra de personas representa a menos de diez sesiones. Una celda vacía que aparece en la columna `suppressed` es de menos de diez; no es cero.',
    'Un día con menos de diez sesiones se cuenta junto con un día posterior de la misma ruta; la columna `carried` dice si eso pasó.',
    'Los dispositivos distintos son una estimación de cada día. Nunca se suman días: la misma persona vuelve mañana.',
    'Un mes es `provisional` mientras pueden llegar datos atrasados, y `final` siete días después de terminar. Una corrección posterior es otra revisión, con su motivo.',
    'La columna `completeness` dice qué parte de los reportes esperados llegó: compara solo lo que está igual de completo.',
    'Aquí no hay ningún dato personal: ni teléfonos, ni direcciones, ni nombres.',
  ],
  files: 'Archivos por mes',
  noFiles: 'Todavía no hay ningún mes con datos.',
  month: 'Mes',
  state: 'Estado',
  states: { provisional: 'provisional', final: 'final' },
  revision: (revision) => `revisión ${revision}`,
  tables: { connectivity: 'Rutas y ciudad', days: 'Días' },
  fileLinks: 'Archivos',
  columns: (table) => `Columnas de ${table}.csv`,
  always: 'siempre tiene valor',
  maySuppress: 'vacía si representa a menos de diez',
  oneOf: 'Uno de:',
  range: (minimum, maximum) => `De ${minimum} a ${maximum}.`,
  unit: 'Unidad:',
  types: {
    string: 'texto',
    integer: 'número entero',
    number: 'número',
    boolean: 'true o false',
    date: 'fecha AAAA-MM-DD',
    yearmonth: 'mes AAAA-MM',
  },
  closedTitle: 'Estos datos no están abiertos',
  closed: 'Quien opera el WiFi no publica estos datos por ahora. Pídelos al municipio.',
  package: 'Descripción para programas (Data Package de Frictionless)',
  publicPage: 'La página pública del WiFi',
  method: 'Cómo se hace cada cifra',
}

const en: Texts = {
  title: 'Open data',
  skip: 'Skip to the content',
  lead: 'What free WiFi gave the riders of each route, month by month. The same figures as in the city’s own report.',
  other: { language: 'es', name: 'En español' },
  use: 'How to use them',
  licence: (name) => `Licence ${name}: use them as it says, and say where they come from.`,
  contact: 'Questions about the figures:',
  notes: 'Before you draw conclusions',
  noteList: [
    'No figure of riders stands for fewer than ten sessions. An empty cell that is named in the column `suppressed` is fewer than ten; it is not zero.',
    'A day of fewer than ten sessions is told together with a later day of the same route; the column `carried` says whether that happened.',
    'Distinct devices are an estimate of each day. Days are never added up: the same person comes back tomorrow.',
    'A month is `provisional` while late data can still come, and `final` seven days after its end. A later correction is another revision, with its reason.',
    'The column `completeness` says which share of the reports that were due has come: compare only what is equally complete.',
    'There is nothing personal in here: no telephones, no addresses, no names.',
  ],
  files: 'Files by month',
  noFiles: 'There is no month with data yet.',
  month: 'Month',
  state: 'State',
  states: { provisional: 'provisional', final: 'final' },
  revision: (revision) => `revision ${revision}`,
  tables: { connectivity: 'Routes and city', days: 'Days' },
  fileLinks: 'Files',
  columns: (table) => `Columns of ${table}.csv`,
  always: 'always has a value',
  maySuppress: 'empty where it stands for fewer than ten',
  oneOf: 'One of:',
  range: (minimum, maximum) => `From ${minimum} to ${maximum}.`,
  unit: 'Unit:',
  types: {
    string: 'text',
    integer: 'whole number',
    number: 'number',
    boolean: 'true or false',
    date: 'date YYYY-MM-DD',
    yearmonth: 'month YYYY-MM',
  },
  closedTitle: 'This data is not open',
  closed: 'Whoever operates the WiFi does not publish this data for now. Ask the city for it.',
  package: 'Description for programs (Data Package of Frictionless)',
  publicPage: 'The public page of the WiFi',
  method: 'How each figure is made',
}

export const TEXTS: Record<Language, Texts> = { es, en }
