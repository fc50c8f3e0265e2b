import { type ChildProcess, spawn } from 'node:child_process'
import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'

export interface HammerAsk {
  /** Addresses of either family. */
  hosts: string[]
}

export interface HammerSent {
  tcp: number
  udp: number
  /** Known once it has stopped. */
  icmp: number
}

const EVERY_MS = 5
/** How long a connection may take to open: its SYN has left by then, which is all that counts. */
const OPENING_MS = 30

const hammers = new Map<number, { sent: HammerSent; stop: () => Promise<HammerSent> }>()
let last = 0

/** Knocks at each host every 5 ms: SYNs to ports 443 and 80, a datagram, an echo request. */
export function hammerStart({ hosts }: HammerAsk): number {
  const sent: HammerSent = { tcp: 0, udp: 0, icmp: 0 }
  const stops = hosts.map((host) => knock(host, sent))
  let stopped: Promise<HammerSent> | null = null
  last += 1
  hammers.set(last, {
    sent,
    stop() {
      stopped ??= Promise.all(stops.map((stop) => stop())).then(() => sent)
      return stopped
    },
  })
  return last
}

export function hammerSent(id: number): HammerSent {
  return find(id).sent
}

export function hammerStop(id: number): Promise<HammerSent> {
  return find(id).stop()
}

function knock(host: string, sent: HammerSent): () => Promise<void> {
  const udp = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4')
  udp.on('error', () => undefined)
  const timer = setInterval(() => {
    for (const port of [443, 80]) syn(host, port)
    udp.send('knock', 7, host, () => undefined)
    sent.tcp += 2
    sent.udp += 1
  }, EVERY_MS)
  const ping = spawn('ping', ['-n', '-i', String(EVERY_MS / 1000), host], { stdio: ['ignore', 'pipe', 'ignore'] })
  return async () => {
    clearInterval(timer)
    udp.close()
    sent.icmp += await transmitted(ping)
  }
}

function syn(host: string, port: number): void {
  const socket = net.connect({ host, port })
  const timer = setTimeout(() => socket.destroy(), OPENING_MS)
  socket.on('error', () => undefined)
  // Reset, not closed: thousands of connections may not use up the ports.
  socket.on('connect', () => socket.resetAndDestroy())
  socket.on('close', () => clearTimeout(timer))
}

/** ping says at its end how many it has sent. */
async function transmitted(ping: ChildProcess): Promise<number> {
  let text = ''
  ping.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-1_000)
  })
  ping.kill('SIGINT')
  await once(ping, 'close')
  return Number(/(\d+) packets transmitted/.exec(text)?.[1] ?? 0)
}

function find(id: number) {
  const hammer = hammers.get(id)
  if (hammer === undefined) throw new Error(`no hammer ${id}`)
  return hammer
}
