import { EventEmitter } from 'node:events'
import { it } from 'vitest'
import { zipOf } from '../../fleet-api/tides/write.ts'

it('x', async () => {
  const day = {
    package: {} as never,
    vehicles: [],
    devices: [],
    async *parts() {
      await new Promise((r) => setTimeout(r, 20))
      throw new TypeError('boom')
    },
  }
  const emit = EventEmitter.prototype.emit
  EventEmitter.prototype.emit = function (this: EventEmitter, name: string, ...args: unknown[]) {
    if (name === 'error') console.log('EMIT', this.constructor.name, String(args[0]), this.listenerCount('error'))
    return emit.call(this, name, ...args)
  } as never
  for (const when of ['cancelled', 'not']) {
    const zip = zipOf(day as never)
    zip.on('error', (e) => console.log('logged', when, e.message))
    zip.on('close', () => console.log('closed', when))
    const { Readable } = await import('node:stream')
    const r = new Response(Readable.toWeb(zip) as never)
    if (when === 'cancelled') await r.body?.cancel()
    else await r.arrayBuffer().catch((e) => console.log('rejected', e.message))
    await new Promise((r) => setTimeout(r, 200))
  }
})
