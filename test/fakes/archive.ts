import { createHash } from 'node:crypto'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { onTestFinished } from 'vitest'
import { ZipFile } from 'yazl'
import { databaseSource } from '../../fleet-api/report/archive/database-source.ts'
import { openArchive } from '../../fleet-api/report/archive/read.ts'
import type { Finding } from '../../fleet-api/report/archive/source.ts'
import { findingsOf, verifyArchive } from '../../fleet-api/report/archive/verify.ts'
import { archiveOf } from '../../fleet-api/report/archive/write.ts'
import type { TestFleet } from './fleet.ts'
import { unzipped } from './tides.ts'

/** The files of a month's archive. */
export async function archiveFiles(fleet: TestFleet, month: string): Promise<Map<string, string>> {
  const chunks: Buffer[] = []
  const zip = await fleet.db.snapshot(async (reads) => {
    for await (const chunk of archiveOf(await databaseSource(reads, month))) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  })
  return unzipped(zip)
}

/** What is found wrong with files when they are packed again; an error's one line where they cannot be read at all. */
export async function wrongWith(files: ReadonlyMap<string, string | Buffer>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-archive-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'archive.zip')
  const zip = new ZipFile()
  for (const [name, text] of files) zip.addBuffer(Buffer.from(text), name, { compress: false })
  zip.end()
  await pipeline(zip.outputStream as Readable, createWriteStream(path))
  const archive = await openArchive(path)
  const found: Finding[] = []
  for await (const finding of findingsOf(verifyArchive(archive))) found.push(finding)
  archive.close()
  return found.flatMap(({ wrong }) => wrong)
}

/** The same files with one changed, and a manifest that says nothing of it: as somebody would who knows how archives are made. */
export function forged(
  files: ReadonlyMap<string, string>,
  name: string,
  change: (text: string) => string,
): Map<string, string> {
  const before = files.get(name) ?? ''
  const after = change(before)
  if (after === before) throw new Error(`${name} was not changed`)
  const manifest = JSON.parse(files.get('manifest.json') ?? '')
  const sha256 = createHash('sha256').update(after).digest('hex')
  manifest.files[name] = { octets: Buffer.byteLength(after), sha256 }
  return new Map(files).set(name, after).set('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
}
