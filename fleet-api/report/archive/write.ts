import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { archivePackage, INPUTS_FILE, REPORT_FILE, TABLE_FILES } from './files.ts'
import { MANIFEST, type Manifest, manifestText } from './manifest.ts'
import { readmeText } from './readme.ts'
import type { ReportSource, Rows } from './source.ts'
import { type ArchiveTable, csvRows } from './table.ts'

/**
 * A report's archive as a ZIP, made while it is read; what is in a table is read when its turn has come. Who stops reading destroys it.
 */
export function archiveOf(source: ReportSource): Readable {
  const { month, revision } = source.report
  if (month === null || revision === null) throw new Error('only a final month has an archive')
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const fail = (error: Error) => void output.destroy(error)
  zip.on('error', fail)
  const files: Manifest['files'] = {}
  let reading: Readable | null = null
  output.on('close', () => reading?.destroy())
  const add = (name: string, texts: () => AsyncGenerator<string>) =>
    zip.addReadStreamLazy(name, (give) => {
      // yazl does not listen for the errors of what it is given.
      const input = Readable.from(noted(name, texts()), { objectMode: false }).on('error', fail)
      reading = input
      give(null, input)
    })
  async function* noted(name: string, texts: AsyncGenerator<string>): AsyncGenerator<string> {
    const hash = createHash('sha256')
    let octets = 0
    for await (const text of texts) {
      hash.update(text)
      octets += Buffer.byteLength(text)
      yield text
    }
    files[name] = { octets, sha256: hash.digest('hex') }
  }
  add('README.txt', () => only(() => readmeText(month, revision)))
  add(REPORT_FILE, () => only(() => `${JSON.stringify(source.report, null, 2)}\n`))
  add(INPUTS_FILE, () => only(() => `${JSON.stringify(source.inputs)}\n`))
  for (const { table, rows } of TABLE_FILES) add(`${table.name}.csv`, () => csvOf(table, rows(source)))
  add('datapackage.json', () => only(() => `${JSON.stringify(archivePackage(month), null, 2)}\n`))
  // Last, when all the others have been read.
  zip.addReadStreamLazy(MANIFEST, (give) =>
    give(null, Readable.from([manifestText({ abordoReport: 1, month, revision, files })], { objectMode: false })),
  )
  zip.end()
  return output
}

async function* only(text: () => string): AsyncGenerator<string> {
  yield text()
}

async function* csvOf<T>(table: ArchiveTable<T>, parts: Rows<T>): AsyncGenerator<string> {
  yield csvRows(table, [], true)
  for await (const rows of parts) if (rows.length > 0) yield csvRows(table, rows, false)
}
