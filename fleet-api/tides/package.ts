import { TABLES, type TableName, TIDES_VERSION } from './tables.ts'

/** What a package says of itself. */
export interface PackageFacts {
  /** 2026-11-24 */
  date: string
  agency: string | null
  /** Reports received and due that day. */
  reports: number
  due: number
  /** Late reports may still come. */
  provisional: boolean
}

const SPEC = `https://raw.githubusercontent.com/TIDES-transit/TIDES/${TIDES_VERSION}/spec`

const OF_TABLE: Record<TableName, string> = {
  vehicles: 'Vehicles with a WiFi gateway.',
  devices: 'WiFi gateways, on vehicles, at stops and in stations.',
  vehicle_locations: 'Fixes of the gateways’ own receivers. A vehicle that stands tells few.',
  trips_performed:
    'Runs along a whole shape of a route, found in the vehicles’ own traces. A run of which reports are missing may not be among them.',
}

/** datapackage.json: Frictionless, by TIDES' own profile. */
export function dataPackage({ date, agency, reports, due, provisional }: PackageFacts) {
  return {
    profile: `${SPEC}/tides-datapackage-profile.json`,
    name: `abordo-tides-${date}`,
    title: `${agency ?? 'Vehicles with WiFi'} ${date}`,
    description: `Vehicle locations and trips of the service date ${date}, from the WiFi gateways on vehicles.`,
    ...(agency !== null && { agency }),
    // No number without its limits. TIDES has no fields for them; a data package may have more than it asks for.
    completeness: due === 0 ? null : Math.round((reports / due) * 10_000) / 10_000,
    provisional,
    resources: Object.keys(TABLES).map((table) => ({
      name: table,
      path: `${table}.csv`,
      profile: 'tabular-data-resource',
      'tides-table': table,
      description: OF_TABLE[table as TableName],
      schema: `${SPEC}/${table}.schema.json`,
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      sources: [{ title: 'Reports of WiFi gateways', component: 'AVL', product: 'Abordo' }],
    })),
  }
}
