import { parse } from 'csv-parse/sync'
import { type Entry, fromBufferPromise } from 'yauzl'

// The rules of TIDES 1.0's table schemas, written down from the specification: what is checked of an export.

type Type = 'string' | 'date' | 'datetime' | 'time' | 'integer' | 'number' | 'boolean'
interface FieldRule {
  name: string
  type: Type
  required?: true
  enum?: string[]
  minimum?: number
  maximum?: number
}
interface TableRules {
  fields: FieldRule[]
  primaryKey: string[]
  /** Field → table, by the field of the same name. */
  foreign: Record<string, string>
}

const TRIP_TYPES = [
  'In service',
  'Deadhead',
  'Layover',
  'Pullout',
  'Pullin',
  'Extra Pullout',
  'Extra Pullin',
  'Deadhead To Layover',
  'Deadhead From Layover',
  'Other not in service',
]

const text = (name: string, more: Partial<FieldRule> = {}): FieldRule => ({ name, type: 'string', ...more })
const count = (name: string, minimum = 0): FieldRule => ({ name, type: 'integer', minimum })
const needed = { required: true } as const

export const TIDES: Record<string, TableRules> = {
  vehicles: {
    fields: [
      text('vehicle_id', needed),
      { name: 'vehicle_start', type: 'time' },
      { name: 'vehicle_end', type: 'time' },
      text('model_name'),
      text('facility_name'),
      count('capacity_seated'),
      count('capacity_wheelchair'),
      count('capacity_bike'),
      { name: 'bike_rack', type: 'boolean' },
      count('capacity_standing'),
    ],
    primaryKey: ['vehicle_id'],
    foreign: {},
  },
  devices: {
    fields: [
      text('device_id', needed),
      text('stop_id'),
      text('vehicle_id'),
      text('train_car_id'),
      // Its other values are not written here: no gateway is one of them.
      text('device_type', { enum: ['Other'] }),
      text('device_vendor'),
      text('device_model'),
      text('device_location'),
    ],
    primaryKey: ['device_id'],
    foreign: { vehicle_id: 'vehicles' },
  },
  vehicle_locations: {
    fields: [
      text('location_ping_id', needed),
      { name: 'service_date', type: 'date' },
      { name: 'event_timestamp', type: 'datetime', ...needed },
      text('trip_id_performed'),
      text('trip_id_scheduled'),
      count('trip_stop_sequence', 1),
      count('scheduled_stop_sequence'),
      text('vehicle_id', needed),
      text('device_id'),
      text('pattern_id'),
      text('stop_id'),
      text('current_status', { enum: ['Incoming at', 'Stopped at', 'In transit to'] }),
      { name: 'latitude', type: 'number', minimum: -90, maximum: 90 },
      { name: 'longitude', type: 'number', minimum: -180, maximum: 180 },
      text('gps_quality', { enum: ['Excellent', 'Good', 'Poor'] }),
      { name: 'heading', type: 'number', minimum: 0, maximum: 360 },
      { name: 'speed', type: 'number', minimum: 0 },
      { name: 'odometer', type: 'number', minimum: 0 },
      { name: 'schedule_deviation', type: 'integer' },
      { name: 'headway_deviation', type: 'integer' },
      text('trip_type', { enum: TRIP_TYPES }),
      text('schedule_relationship', { enum: ['Scheduled', 'Skipped', 'Added', 'Missing'] }),
    ],
    primaryKey: ['location_ping_id'],
    foreign: { vehicle_id: 'vehicles', device_id: 'devices', trip_id_performed: 'trips_performed' },
  },
  trips_performed: {
    fields: [
      { name: 'service_date', type: 'date', ...needed },
      text('trip_id_performed', needed),
      text('vehicle_id', needed),
      text('trip_id_scheduled'),
      text('route_id'),
      text('route_type'),
      text('ntd_mode'),
      text('route_type_agency'),
      text('shape_id'),
      text('pattern_id'),
      { name: 'direction_id', type: 'integer', minimum: 0, maximum: 1 },
      text('operator_id'),
      text('block_id'),
      text('trip_start_stop_id'),
      text('trip_end_stop_id'),
      { name: 'schedule_trip_start', type: 'datetime' },
      { name: 'schedule_trip_end', type: 'datetime' },
      { name: 'actual_trip_start', type: 'datetime' },
      { name: 'actual_trip_end', type: 'datetime' },
      text('trip_type', { enum: TRIP_TYPES }),
      text('schedule_relationship', { enum: ['Scheduled', 'Added', 'Unscheduled', 'Canceled', 'Duplicated'] }),
    ],
    primaryKey: ['service_date', 'trip_id_performed'],
    foreign: { vehicle_id: 'vehicles' },
  },
}

export type Rows = Record<string, string>[]
export interface TidesExport {
  files: Map<string, string>
  package: { completeness: number | null; provisional: boolean; resources: { name: string; path: string }[] } & Record<
    string,
    unknown
  >
  tables: Record<string, Rows>
}

/** An export as its files have it. */
export function exportOf(files: Map<string, string>): TidesExport {
  const described = JSON.parse(files.get('datapackage.json') ?? '{}') as TidesExport['package']
  const tables = described.resources.map(({ name, path }) => [name, parse(files.get(path) ?? '', { columns: true })])
  return { files, package: described, tables: Object.fromEntries(tables) as Record<string, Rows> }
}

/** The texts in a ZIP, by their names. */
export async function unzipped(zip: Uint8Array): Promise<Map<string, string>> {
  const opened = await fromBufferPromise(Buffer.from(zip))
  const entries: Entry[] = []
  for await (const entry of opened.eachEntry()) entries.push(entry)
  const files = new Map<string, string>()
  for (const entry of entries) {
    const chunks: Buffer[] = []
    for await (const chunk of await opened.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    files.set(entry.fileName, Buffer.concat(chunks).toString('utf8'))
  }
  return files
}

const LOOKS: Record<Type, RegExp> = {
  string: /^/,
  date: /^\d{4}-\d\d-\d\d$/,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  time: /^\d\d:\d\d:\d\d$/,
  integer: /^-?\d+$/,
  number: /^-?\d+(\.\d+)?$/,
  boolean: /^(true|false)$/,
}

/** What of an export is not as the table schemas want it, one line each. */
export function complaints({ files, package: described, tables }: TidesExport): string[] {
  const found: string[] = []
  for (const { name, path } of described.resources) {
    const rules = TIDES[name]
    const rows = tables[name] ?? []
    if (!rules) found.push(`${name}: no table of TIDES`)
    const header = files.get(path)?.split('\r\n')[0]
    if (header !== rules?.fields.map((field) => field.name).join(',')) found.push(`${path}: other fields: ${header}`)
    for (const rule of rules?.fields ?? []) found.push(...rows.flatMap((row) => wrongIn(name, row, rule)))
    const keys = rows.map((row) => rules?.primaryKey.map((field) => row[field]).join(' '))
    if (new Set(keys).size !== rows.length) found.push(`${name}: ${rules?.primaryKey} comes twice`)
    for (const [field, table] of Object.entries(rules?.foreign ?? {})) {
      const there = new Set((tables[table] ?? []).map((row) => row[field]))
      const lost = rows.filter((row) => row[field] !== '' && !there.has(row[field]))
      found.push(...lost.map((row) => `${name}.${field}: ${row[field]} is not in ${table}`))
    }
  }
  return found
}

function wrongIn(table: string, row: Record<string, string>, rule: FieldRule): string[] {
  const value = row[rule.name] ?? ''
  const where = `${table}.${rule.name} "${value}"`
  // "", "NA" and "NaN" are the schemas' missingValues.
  if (['', 'NA', 'NaN'].includes(value)) return rule.required ? [`${where}: is needed`] : []
  if (!LOOKS[rule.type].test(value)) return [`${where}: no ${rule.type}`]
  if (rule.enum && !rule.enum.includes(value)) return [`${where}: not one of ${rule.enum.join(', ')}`]
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = rule
  return Number(value) < minimum || Number(value) > maximum ? [`${where}: out of range`] : []
}
