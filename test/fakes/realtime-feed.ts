import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { FeedMessage } from '../../fleet-api/realtime/bindings.ts'

/** A vehicle as a GTFS-Realtime feed has it; `at` in seconds since 1970, null: the feed's own time stands for it. */
export interface FeedVehicle {
  id?: string
  label?: string
  at?: number | null
  trip?: Record<string, unknown> | null
  position?: Record<string, unknown>
}

/** A VehiclePositions feed, made with the official bindings. `feedAt`: seconds since 1970; null: it does not say. */
export function vehicleFeed(feedAt: number | null, vehicles: FeedVehicle[]): Uint8Array {
  const entity = vehicles.map(({ id, label, at = null, trip = { routeId: 'T2' }, position }, index) => ({
    id: String(index),
    vehicle: {
      vehicle: { ...(id !== undefined && { id }), ...(label !== undefined && { label }) },
      ...(trip && { trip }),
      ...(at !== null && { timestamp: at }),
      ...(position && { position }),
    },
  }))
  const header = { gtfsRealtimeVersion: '2.0', ...(feedAt !== null && { timestamp: feedAt }) }
  return FeedMessage.encode(FeedMessage.fromObject({ header, entity })).finish()
}

/** A server of a feed; `answer` may be set anew at any time. */
export async function feedServer(answer: RequestListener | Uint8Array) {
  const serving = { answer, asked: 0 }
  const server = createServer((request, response) => {
    serving.asked += 1
    if (typeof serving.answer === 'function') serving.answer(request, response)
    else response.end(serving.answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return Object.assign(serving, { url: `http://127.0.0.1:${port}/vehicle-positions.pb?key=secret` })
}
