import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { type CityReport, cityReportSchema } from '../../../contract/city-report.ts'
import { AbordoError } from '../../../contract/problem.ts'
import type { ReportInputs } from '../../rules/report/inputs.ts'
import { INPUTS_FILE, REPORT_FILE, TABLE_FILES } from './files.ts'
import { inputsSchema } from './inputs-schema.ts'
import { MANIFEST, type Manifest, manifestSchema, manifestText } from './manifest.ts'
import type { Finding, ReportSource, Rows } from './source.ts'
import { type ArchiveTable, readRow } from './table.ts'
import { CHAIN_HEADS, GATEWAY_HOURS, PUBLISHED, ROUTE_DAYS, ROUTE_HOURS, SERVICE_DAYS } from './tables.ts'

/** Octets of a file of JSON that are read at most. */
const MOST_JSON = 512 * 1024 * 1024
const ROWS_A_PART = 2000

const damaged = (path: string, cause?: unknown) =>
  new AbordoError('bad-request', `${path} is no whole archive of a report: ask for it again.`, { cause })

/** An archive that is being read. Nothing of it is written anywhere, so that a hostile name has no path to reach. */
export interface OpenArchive {
  /** Whether each file is what the manifest says, and no other is there. */
  checkFiles(): Promise<Finding>
  source(): Promise<ReportSource>
  /** Null: there is none that can be read. */
  report(): Promise<CityReport | null>
  close(): void
}

type OnProgress = (done: number, total: number) => void

/** Opens an archive. `onProgress`: told of the gateways' hours as they are read, which are most of it. Throws AbordoError: bad-request where it is none. */
export async function openArchive(path: string, onProgress: OnProgress = () => undefined): Promise<OpenArchive> {
  const zip = await openPromise(path, { autoClose: false }).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause) throw cause
    throw damaged(path, cause)
  })
  zip.on('error', () => undefined)
  const entries = new Map<string, Entry>()
  const twice: string[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) twice.push(entry.fileName)
      entries.set(entry.fileName, entry)
    }
  } catch (cause) {
    zip.close()
    throw damaged(path, cause)
  }
  const files: Files = { path, zip, entries, twice, onProgress }
  return {
    checkFiles: () => checkFiles(files),
    source: () => sourceOf(files),
    report: () => reportOf(files).catch(() => null),
    close: () => zip.close(),
  }
}

interface Files {
  path: string
  zip: ZipFile
  entries: Map<string, Entry>
  twice: string[]
  onProgress: OnProgress
}

function streamOf({ zip, entries, path }: Files, name: string): Promise<Readable> {
  const entry = entries.get(name)
  if (entry === undefined) throw new AbordoError('bad-request', `${path} holds no ${name}.`)
  return zip.openReadStreamPromise(entry)
}

async function textOf(files: Files, name: string): Promise<string> {
  if ((files.entries.get(name)?.uncompressedSize ?? 0) > MOST_JSON)
    throw new AbordoError('bad-request', `${name} is too large to be read.`)
  const chunks: Buffer[] = []
  try {
    for await (const chunk of await streamOf(files, name)) chunks.push(chunk as Buffer)
  } catch (cause) {
    if (cause instanceof AbordoError) throw cause
    throw new AbordoError('bad-request', `${name} is damaged.`, { cause })
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function checkFiles(files: Files): Promise<Finding> {
  const manifest = await manifestOf(files)
  const wrong = files.twice.map((name) => `${name} is there twice`)
  const listed = new Set(Object.keys(manifest.files))
  const needed = [REPORT_FILE, INPUTS_FILE, ...TABLE_FILES.map(({ table }) => `${table.name}.csv`)]
  wrong.push(...needed.filter((name) => !listed.has(name)).map((name) => `${name} is not in ${MANIFEST}`))
  for (const name of files.entries.keys())
    if (name !== MANIFEST && !listed.has(name)) wrong.push(`${name} is not in ${MANIFEST}`)
  for (const [name, { octets, sha256 }] of Object.entries(manifest.files)) {
    if (!files.entries.has(name)) {
      wrong.push(`${name} is missing`)
      continue
    }
    const found = await digestOf(files, name)
    if (found === null) wrong.push(`${name} is damaged`)
    else if (found.octets !== octets || found.sha256 !== sha256)
      wrong.push(`${name} has been changed: SHA-256 ${sha256} in ${MANIFEST}, ${found.sha256} of the file`)
  }
  return { check: `the files are those of ${MANIFEST}`, wrong, notes: [] }
}

async function manifestOf(files: Files): Promise<Manifest> {
  const text = await textOf(files, MANIFEST)
  const manifest = manifestSchema.safeParse(parsed(text))
  if (!manifest.success || manifestText(manifest.data) !== text)
    throw new AbordoError('bad-request', `${MANIFEST} has been changed, or is none of an archive of Abordo.`)
  return manifest.data
}

/** Null: it cannot be read to its end. */
async function digestOf(files: Files, name: string): Promise<{ octets: number; sha256: string } | null> {
  const hash = createHash('sha256')
  let octets = 0
  try {
    for await (const chunk of await streamOf(files, name)) {
      hash.update(chunk as Buffer)
      octets += (chunk as Buffer).length
    }
  } catch {
    return null
  }
  return { octets, sha256: hash.digest('hex') }
}

async function reportOf(files: Files): Promise<CityReport> {
  const { month, revision } = await manifestOf(files)
  const report = cityReportSchema.safeParse(parsed(await textOf(files, REPORT_FILE)))
  if (report.success && report.data.month === month && report.data.revision === revision) return report.data
  throw new AbordoError('bad-request', `${REPORT_FILE} is no report of ${month}, revision ${revision}.`)
}

async function sourceOf(files: Files): Promise<ReportSource> {
  const report = await reportOf(files)
  const inputs = inputsSchema.safeParse(parsed(await textOf(files, INPUTS_FILE)))
  if (!inputs.success) {
    const where = inputs.error.issues[0]?.path.join('.') ?? ''
    throw new AbordoError(
      'bad-request',
      `${INPUTS_FILE} is not what a report is made of: see ${where || 'its beginning'}.`,
    )
  }
  return {
    report,
    inputs: inputs.data satisfies ReportInputs,
    gatewayHours: () => rowsOf(files, GATEWAY_HOURS),
    routeHours: () => rowsOf(files, ROUTE_HOURS),
    routeDays: () => rowsOf(files, ROUTE_DAYS),
    serviceDays: () => rowsOf(files, SERVICE_DAYS),
    published: () => rowsOf(files, PUBLISHED),
    chainHeads: () => rowsOf(files, CHAIN_HEADS),
  }
}

async function* rowsOf<T>(files: Files, table: ArchiveTable<T>): Rows<T> {
  const name = `${table.name}.csv`
  const input = await streamOf(files, name)
  const lines = parse({ relax_column_count: true })
  input.on('error', (error) => lines.destroy(error))
  let line = 0
  let part: T[] = []
  try {
    for await (const cells of input.pipe(lines) as AsyncIterable<string[]>) {
      line += 1
      if (line === 1) checkHeader(table, cells)
      else part.push(readRow(table, cells, line))
      if (part.length < ROWS_A_PART) continue
      yield part
      if (table.name === GATEWAY_HOURS.name)
        files.onProgress(lines.info.bytes, files.entries.get(name)?.uncompressedSize ?? 0)
      part = []
    }
  } catch (cause) {
    if (cause instanceof AbordoError) throw cause
    throw new AbordoError('bad-request', `${name} cannot be read after line ${line}.`, { cause })
  }
  if (line === 0) throw new AbordoError('bad-request', `${name} is empty.`)
  yield part
}

function checkHeader<T>({ name, columns }: ArchiveTable<T>, cells: readonly string[]): void {
  const header = cells.join(',')
  if (header === columns.map((column) => column.name).join(',')) return
  throw new AbordoError('bad-request', `${name}.csv has other columns than it should: ${header.slice(0, 200)}`)
}

/** Undefined: it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
