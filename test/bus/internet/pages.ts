import type http from 'node:http'
import { INTERNET_TITLE } from '../addresses.ts'
import { servedOf } from './served.ts'
import { stream } from './streams.ts'

const HTML = 'text/html; charset=utf-8'
const HOME = `<!doctype html><html lang="en"><head><title>${INTERNET_TITLE}</title></head><body><h1>Online</h1></body></html>`

/** What phones ask for to find a captive portal, with the answers that mean "online". */
const PAGES: Record<string, { status: number; type: string; body: string }> = {
  '/': { status: 200, type: HTML, body: HOME },
  '/generate_204': { status: 204, type: HTML, body: '' },
  '/hotspot-detect.html': {
    status: 200,
    type: HTML,
    body: '<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>',
  },
  '/connecttest.txt': { status: 200, type: 'text/plain', body: 'Microsoft Connect Test' },
  '/success.txt': { status: 200, type: 'text/plain', body: 'success\n' },
}

const CHUNK = Buffer.alloc(64 * 1024, 'x')
const STEP_MS = 50

/** Answers any Host: the pages above, `/bytes?n=`, `/bytes?n=&rate=` (octets a second), `/stream?rate=` and `POST /upload`. */
export function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://internet.test')
  const counts = servedOf(request.headers.host ?? '', url.pathname)
  const { socket } = request
  const before = socket.bytesWritten
  counts.requests += 1
  request.on('data', (chunk: Buffer) => {
    counts.receivedOctets += chunk.length
  })
  let body = 0
  const write = (chunk: Buffer) => {
    body += chunk.length
    return response.write(chunk)
  }
  response.on('close', () => {
    counts.bodyOctets += body
    counts.responseOctets += socket.bytesWritten - before
  })

  if (url.pathname === '/bytes') {
    const octets = Number(url.searchParams.get('n'))
    if (!Number.isSafeInteger(octets) || octets < 0) return void response.writeHead(400).end()
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': octets })
    sendOctets(response, write, octets, Number(url.searchParams.get('rate')))
    return
  }
  if (url.pathname === '/stream') return void stream(response, write, Number(url.searchParams.get('rate')))
  if (url.pathname === '/upload' && request.method === 'POST') {
    request.on('end', () => {
      const text = Buffer.from(JSON.stringify({ receivedOctets: counts.receivedOctets }))
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length })
      write(text)
      response.end()
    })
    return
  }
  const page = PAGES[url.pathname]
  if (page === undefined) return void response.writeHead(404, { 'content-length': 0 }).end()
  const text = Buffer.from(page.body)
  const length = page.status === 204 ? {} : { 'content-length': text.length }
  response.writeHead(page.status, { 'content-type': page.type, ...length })
  if (text.length > 0 && request.method !== 'HEAD') write(text)
  response.end()
}

function sendOctets(
  response: http.ServerResponse,
  write: (chunk: Buffer) => boolean,
  octets: number,
  rate: number,
): void {
  let left = octets
  const most = rate > 0 ? Math.max(1, Math.min(CHUNK.length, Math.round((rate * STEP_MS) / 1000))) : CHUNK.length
  const step = () => {
    while (left > 0 && !response.destroyed) {
      const chunk = CHUNK.subarray(0, Math.min(left, most))
      left -= chunk.length
      const room = write(chunk)
      if (left > 0 && rate > 0) return void setTimeout(step, STEP_MS)
      if (left > 0 && !room) return void response.once('drain', step)
    }
    response.end()
  }
  step()
}
