import http from 'node:http'
import https from 'node:https'

export interface HttpAsk {
  /** http: or https:, with a name (looked up through the namespace's resolv.conf) or an address. */
  url: string
  method?: string
  headers?: Record<string, string | string[]>
  body?: string | Uint8Array
  /** Connect to this address and keep the URL's Host. */
  connectTo?: string
  /** Send this instead of the URL's path, as it is. */
  path?: string
  localAddress?: string
  /** For the whole exchange; 5 s unless told. */
  timeoutMs?: number
  /** Accept any TLS certificate. */
  anyCertificate?: boolean
  /** Trust what this certificate (PEM) has signed. */
  authority?: string
}

export interface HttpAnswer {
  status: number
  headers: http.IncomingHttpHeaders
  /** As UTF-8; empty where the body is longer than 1 MiB. */
  body: string
  octets: number
  ms: number
}

export interface Transfer {
  status: number | null
  octets: number
  ms: number
  state: 'running' | 'complete' | 'stopped' | 'cut'
  error: string | null
}

const KEPT_OCTETS = 2 ** 20

/** One request on a connection of its own. Redirects are not followed. Rejects when there is no whole answer in time. */
export function httpRequest(ask: HttpAsk): Promise<HttpAnswer> {
  const start = performance.now()
  const timeoutMs = ask.timeoutMs ?? 5_000
  return new Promise((resolve, reject) => {
    const request = open(ask)
    const timer = setTimeout(() => request.destroy(new Error(`timeout: no answer in ${timeoutMs} ms`)), timeoutMs)
    request.on('close', () => clearTimeout(timer))
    request.on('error', (error) => reject(new Error(`${ask.method ?? 'GET'} ${ask.url}: ${messageOf(error)}`)))
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let octets = 0
      response.on('data', (chunk: Buffer) => {
        octets += chunk.length
        if (octets <= KEPT_OCTETS) chunks.push(chunk)
      })
      response.on('error', (error) => reject(new Error(`${ask.url}: ${messageOf(error)} after ${octets} octets`)))
      response.on('end', () => {
        const body = octets <= KEPT_OCTETS ? Buffer.concat(chunks).toString('utf8') : ''
        const { statusCode = 0, headers } = response
        resolve({ status: statusCode, headers, body, octets, ms: performance.now() - start })
      })
    })
    request.end(ask.body)
  })
}

const transfers = new Map<number, { progress: () => Transfer; stop: () => void }>()
let lastTransfer = 0

/** Starts a download whose octets are counted and not kept. */
export function downloadStart(ask: HttpAsk): number {
  const start = performance.now()
  const transfer: Transfer = { status: null, octets: 0, ms: 0, state: 'running', error: null }
  const request = open(ask)
  const end = (state: Transfer['state'], error: string | null = null) => {
    if (transfer.state !== 'running') return
    Object.assign(transfer, { state, error, ms: performance.now() - start })
  }
  request.on('error', (error) => end('cut', messageOf(error)))
  request.on('response', (response) => {
    transfer.status = response.statusCode ?? null
    response.on('data', (chunk: Buffer) => {
      transfer.octets += chunk.length
    })
    response.on('end', () => end('complete'))
    response.on('error', (error) => end('cut', messageOf(error)))
  })
  request.end(ask.body)
  lastTransfer += 1
  transfers.set(lastTransfer, {
    progress: () => ({ ...transfer, ms: transfer.state === 'running' ? performance.now() - start : transfer.ms }),
    stop: () => {
      end('stopped')
      request.destroy()
    },
  })
  return lastTransfer
}

export function downloadProgress(id: number): Transfer {
  const transfer = transfers.get(id)
  if (transfer === undefined) throw new Error(`no download ${id}`)
  return transfer.progress()
}

export function downloadStop(id: number): Transfer {
  transfers.get(id)?.stop()
  return downloadProgress(id)
}

function open(ask: HttpAsk): http.ClientRequest {
  const url = new URL(ask.url)
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const secure = url.protocol === 'https:'
  const options: https.RequestOptions = {
    host: ask.connectTo ?? hostname,
    port: url.port === '' ? (secure ? 443 : 80) : url.port,
    path: ask.path ?? `${url.pathname}${url.search}`,
    method: ask.method ?? 'GET',
    headers: { host: url.host, connection: 'close', ...ask.headers },
    agent: false,
    ...(ask.localAddress === undefined ? {} : { localAddress: ask.localAddress }),
    ...(secure ? { servername: hostname, rejectUnauthorized: ask.anyCertificate !== true, ca: ask.authority } : {}),
  }
  return secure ? https.request(options) : http.request(options)
}

function messageOf(error: Error): string {
  const code = (error as NodeJS.ErrnoException).code
  return code === undefined || error.message.includes(code) ? error.message : `${code} ${error.message}`
}
