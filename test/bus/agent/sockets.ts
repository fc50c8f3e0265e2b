import { execFile } from 'node:child_process'
import dgram from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import net from 'node:net'

export interface Target {
  host: string
  port: number
  timeoutMs: number
}

export type TcpOutcome = 'open' | 'refused' | 'timeout' | 'unreachable'

/** Whether a TCP connection opens. Closes it again. */
export function tcpConnect({ host, port, timeoutMs }: Target): Promise<TcpOutcome> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port })
    const done = (outcome: TcpOutcome) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(outcome)
    }
    const timer = setTimeout(() => done('timeout'), timeoutMs)
    socket.on('connect', () => done('open'))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') return done('refused')
      if (error.code === 'ETIMEDOUT') return done('timeout')
      if (['EHOSTUNREACH', 'ENETUNREACH', 'EACCES', 'EPERM'].includes(error.code ?? '')) return done('unreachable')
      clearTimeout(timer)
      reject(error)
    })
  })
}

export interface UdpAsk extends Target {
  payload: string | Uint8Array
  localAddress?: string
}

/** Sends one datagram and waits for one back: null where none came in time or the port refused. */
export function udpAsk({ host, port, timeoutMs, payload, localAddress }: UdpAsk) {
  return new Promise<Buffer | null>((resolve) => {
    const socket = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4')
    const done = (reply: Buffer | null) => {
      clearTimeout(timer)
      socket.close()
      socket.removeAllListeners('error').on('error', () => undefined)
      resolve(reply)
    }
    const timer = setTimeout(() => done(null), timeoutMs)
    socket.once('message', (reply) => done(reply))
    socket.once('error', () => done(null))
    // Connected, so that an ICMP refusal is reported.
    socket.bind(0, localAddress, () => socket.connect(port, host, () => socket.send(payload)))
  })
}

export interface DnsAsk {
  name: string
  type: 'A' | 'AAAA' | 'TXT'
  /** The namespace's own resolver unless told. */
  server?: string
  timeoutMs: number
}

/** The records of a name. Rejects with c-ares' code (ENOTFOUND, ETIMEOUT, ECONNREFUSED, ENODATA …). */
export async function dnsQuery({ name, type, server, timeoutMs }: DnsAsk): Promise<string[]> {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 })
  if (server !== undefined) resolver.setServers([server])
  if (type === 'TXT') return (await resolver.resolveTxt(name)).flat()
  return type === 'A' ? resolver.resolve4(name) : resolver.resolve6(name)
}

export function ping({ host }: { host: string }): Promise<boolean> {
  return new Promise((resolve, reject) => {
    execFile('ping', ['-n', '-c1', '-W1', host], { timeout: 5_000 }, (error) => {
      if (error !== null && error.code === 'ENOENT') reject(new Error('ping is not installed (Debian: iputils-ping)'))
      else resolve(error === null)
    })
  })
}

export interface RawAsk extends Target {
  /** Written one after the other, `pauseMs` apart. */
  pieces: (string | Uint8Array)[]
  pauseMs?: number
  /** Half-closes after the last piece. */
  end?: boolean
}

export interface RawAnswer {
  reply: Buffer
  /** `timeout`: still open when the time was up. */
  ended: 'closed' | 'reset' | 'refused' | 'timeout'
  ms: number
}

/** Octets as they are on a TCP connection, and all that comes back until it closes or the time is up. */
export function sendRaw({ host, port, pieces, pauseMs = 0, end = false, timeoutMs }: RawAsk): Promise<RawAnswer> {
  const start = performance.now()
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const left = [...pieces]
    const socket = net.connect({ host, port, allowHalfOpen: true }).setNoDelay(true)
    let pause: NodeJS.Timeout | undefined
    const done = (ended: RawAnswer['ended']) => {
      clearTimeout(pause)
      clearTimeout(timer)
      socket.destroy()
      resolve({ reply: Buffer.concat(chunks), ended, ms: performance.now() - start })
    }
    const timer = setTimeout(() => done('timeout'), timeoutMs)
    const write = () => {
      const piece = left.shift()
      if (piece !== undefined) socket.write(piece)
      if (left.length > 0) pause = setTimeout(write, pauseMs)
      else if (end) socket.end()
    }
    socket.on('connect', write)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => done('closed'))
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code === 'ECONNREFUSED' ? 'refused' : 'reset'))
  })
}
