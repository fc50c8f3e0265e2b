import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as later } from 'node:timers/promises'
import { createServer as createTlsServer } from 'node:tls'
import { gzipSync } from 'node:zlib'
import type { Fix } from '../../contract/trace.ts'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { CERTIFICATE_ONE } from '../../test/fakes/certificates.ts'
import { credential, makeCity } from './city.ts'
import type { Engine } from './engine.ts'
import type { Measured } from './measured.ts'
import { FleetProgram } from './program.ts'
import { minuteReport } from './reports.ts'

const MINUTES_A_DAY = 1440
/** Minutes that are sent, one after another. */
const SENT = 8
/** Longer than a gateway keeps a connection on which nothing goes on: as in life, each minute has one of its own. */
const IDLE_MS = 5500
const FIXES_A_MINUTE = 6

interface Counted {
  sent: number
  received: number
}

/** Octets of TLS, HTTP and reports between a gateway that drives all day and its fleet, without TCP's and IP's own. */
export async function overTheAirRow(engine: Engine, progress: (what: string) => void): Promise<Measured> {
  const url = await engine.make()
  const checked = process.env.NODE_TLS_REJECT_UNAUTHORIZED
  // The certificate is the tests' own.
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  try {
    const db = await openFleetDatabase(url)
    await makeCity(db, 1)
    await db.close()
    progress(`over the air: ${(SENT * IDLE_MS) / 1000} s of a gateway`)
    return await FleetProgram.during(url, measure)
  } finally {
    if (checked === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = checked
    await engine.drop(url)
  }
}

async function measure({ port }: FleetProgram): Promise<Measured> {
  const tls = createTlsServer({ cert: CERTIFICATE_ONE.cert, key: CERTIFICATE_ONE.key }, (socket) =>
    joined(socket, port),
  )
  const counted: Counted = { sent: 0, received: 0 }
  const road = createServer((socket) => {
    const far = joined(socket, portOf(tls))
    socket.on('data', (octets) => {
      counted.sent += octets.length
    })
    far.on('data', (octets) => {
      counted.received += octets.length
    })
  })
  for (const server of [tls, road]) await once(server.listen(0, '127.0.0.1'), 'listening')
  const beginMs = Math.floor(Date.now() / 60_000) * 60_000 - SENT * 120_000
  let first: Counted = { sent: 0, received: 0 }
  for (let seq = 0; seq < SENT; seq += 1) {
    await send(`https://127.0.0.1:${portOf(road)}`, seq, beginMs)
    await later(IDLE_MS)
    // A whole handshake, with the certificate, is the first one's alone.
    if (seq === 0) first = { ...counted }
  }
  tls.close()
  road.close()
  const each = (of: keyof Counted) => (counted[of] - first[of]) / (SENT - 1)
  const [sent, received] = [each('sent'), each('received')]
  const day = ((sent + received) * MINUTES_A_DAY) / 1e6
  return {
    abordo:
      `${day.toFixed(1)} MB: each minute ${Math.round(sent)} octets out and ${Math.round(received)} in, TLS taken up again; ` +
      `${first.sent + first.received} with a whole handshake`,
    holds: true,
    figures: {
      megabytes: Number(day.toFixed(2)),
      sentOctets: Math.round(sent),
      receivedOctets: Math.round(received),
      firstOctets: first.sent + first.received,
    },
  }
}

/** As the portal sends it (portal/outbox/sender.ts). */
async function send(fleetUrl: string, seq: number, beginMs: number): Promise<void> {
  const report = minuteReport(0, seq, beginMs + seq * 60_000)
  const trace = Array.from({ length: FIXES_A_MINUTE }, (_, at): Fix => {
    const tens = seq * FIXES_A_MINUTE + at
    return [tens * 10_000, 21.12215 + tens * 0.00071, -101.68342 - tens * 0.00043, 60 + ((tens * 37) % 90)]
  })
  const answer = await fetch(`${fleetUrl}/v1/reports`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${credential(0)}`,
      'Content-Type': 'application/json',
      'Content-Encoding': 'gzip',
    },
    body: gzipSync(JSON.stringify([{ ...report, trace }])),
  })
  const text = await answer.text()
  if (!text.includes('"stored"')) throw new Error(`the report was not stored: ${answer.status} ${text.slice(0, 200)}`)
}

/** Joins a connection to another one to this port of 127.0.0.1, whichever ends first. */
function joined(socket: Socket, port: number): Socket {
  const far = connect(port, '127.0.0.1')
  socket.pipe(far).pipe(socket)
  socket.on('error', () => far.destroy())
  far.on('error', () => socket.destroy())
  return far
}

const portOf = (server: Server) => (server.address() as AddressInfo).port
