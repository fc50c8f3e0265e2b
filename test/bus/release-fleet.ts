import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

// A fleet that has nothing but releases: takes reports, offers what lies in its folder `offered`, and notes what gateways tell it.
// Arguments: its folder, its address.

const [, , folder = '', address = ''] = process.argv
const windows = [{ from: '2026-01-01T00:00:00Z', to: '2046-01-01T00:00:00Z' }]
const offered = (name: string) => readFileSync(join(folder, 'offered', name))
const manifest = () =>
  existsSync(join(folder, 'offered')) ? (JSON.parse(offered('manifest.json').toString()) as { version: string }) : null

createServer(async (request, response) => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const sent = Buffer.concat(pieces)
  const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString()
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://fleet')
  const serverAt = new Date().toISOString()
  const json = (value: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
  const version = manifest()?.version ?? null

  if (pathname === '/v1/reports') {
    const verdicts = (JSON.parse(body) as unknown[]).map((_, index) => ({ index, verdict: 'stored' }))
    json({ serverAt, policyVersion: 0, releaseVersion: version, verdicts })
  } else if (pathname === '/v1/release' && version !== null && searchParams.get('running') !== version) {
    const release = { manifest: offered('manifest.json').toString(), signature: offered('signature').toString().trim() }
    json({ release, windows, serverAt })
  } else if (pathname.startsWith('/v1/releases/')) {
    const [, , , asked, architecture] = pathname.split('/')
    const all = offered(`abordo-gateway_${asked}_${architecture}.tar.gz`)
    const [, from, to] = (/^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []).map(Number)
    if (from === undefined || to === undefined) return response.writeHead(400).end()
    response.writeHead(206, { 'content-range': `bytes ${from}-${to}/${all.length}` }).end(all.subarray(from, to + 1))
    appendFileSync(join(folder, 'pieces'), `${from}-${to}\n`)
  } else if (pathname === '/v1/upgrades') {
    appendFileSync(join(folder, 'told'), `${body}\n`)
    json({})
  } else response.writeHead(204).end()
}).listen(8080, address, () => process.stdout.write('a fleet of releases serves\n'))
