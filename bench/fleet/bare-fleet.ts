import { createServer } from 'node:http'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'

// The least that a node program can do for a report that must not be lost: unpack, parse, one row on the disk, an answer.
const db = new Database(process.env.BARE_DATABASE ?? ':memory:')
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec('CREATE TABLE request (body text)')
const insert = db.prepare('INSERT INTO request VALUES (?)')

createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    if (request.method !== 'POST') return response.end('{"ok":true}')
    const text = gunzipSync(Buffer.concat(chunks)).toString()
    const verdicts = (JSON.parse(text) as unknown[]).map((_, index) => ({ index, verdict: 'stored' }))
    insert.run(text)
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ verdicts }))
  })
}).listen(Number(process.env.FLEET_PORT), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
