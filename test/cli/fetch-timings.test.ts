import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { keepNoFetchTimings } from '../../cli/fetch-timings.ts'

it('a portal keeps nothing of the fetches that it has made', async () => {
  const server = createServer((_incoming, outgoing) => outgoing.end('{}')).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`
  const fetchThree = async () => {
    for (let times = 0; times < 3; times += 1) await (await fetch(url)).text()
    await setImmediate()
    return performance.getEntriesByType('resource').length
  }

  expect(await fetchThree()).toBe(3)
  performance.clearResourceTimings()
  keepNoFetchTimings()
  expect(await fetchThree()).toBe(0)
  expect(await fetchThree()).toBe(0)
})
