import { seededRandom } from '../../cli/random.ts'
import { LAN, macOf, WEB } from '../../test/bus/addresses.ts'
import { acceptForm } from '../../test/bus/agent/form.ts'
import type { Bus } from '../../test/bus/bus.ts'
import type { Crowd } from '../../test/bus/crowd.ts'
import type { Phone } from '../../test/bus/phone.ts'

const PORTAL = `http://${LAN.gateway}`
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
/** Numbers of the MAC addresses that phones take at random, above those of the crowd. */
const RANDOM_MACS = 4096

/** How often riders did what; failures are part of it while something is wrong. */
export type Deeds = Record<
  'boarded' | 'notOnline' | 'downloads' | 'ended' | 'leases' | 'newPhones' | 'walkedOff' | 'failed',
  number
>

export interface Riders {
  deeds: Deeds
  /** Everybody goes on until this is called; resolves when nothing of it is under way. */
  stop: () => Promise<void>
}

/** Riders who come and go without end: a crowd at every stop, and phones with a new address of their own each time. */
export function startRiders(bus: Bus, crowd: Crowd, seed: string): Riders {
  const random = seededRandom(`soak riders ${seed}`)
  const deeds: Deeds = {
    boarded: 0,
    notOnline: 0,
    downloads: 0,
    ended: 0,
    leases: 0,
    newPhones: 0,
    walkedOff: 0,
    failed: 0,
  }
  let running = true
  const pick = <T>(all: readonly T[], share: number) => all.filter(() => random() < share)
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

  /** One stop: some board, some use what they have, some end it. The others stay away until their time is up. */
  async function stopOfCrowd(): Promise<void> {
    const boarded = await (await crowd.board(pick(crowd.riders, 0.12), 5_000)).end(20_000)
    deeds.boarded += boarded.filter(({ reached }) => reached === 'online').length
    deeds.notOnline += boarded.filter(({ reached }) => reached !== 'online').length
    for (const ip of pick(crowd.riders, 0.1)) {
      const octets = Math.floor(random() * 60_000)
      await crowd.request({ url: `http://${WEB}/bytes?n=${octets}`, localAddress: ip, timeoutMs: 3_000 })
      deeds.downloads += 1
    }
    for (const ip of pick(crowd.riders, 0.02)) {
      await crowd.request({ url: `${PORTAL}/session/end`, method: 'POST', localAddress: ip, timeoutMs: 3_000 })
      deeds.ended += 1
    }
  }

  /** A phone that nobody has seen before: a new MAC address, DHCP, a name, the page, the button, some data, and away. */
  async function newPhone(phone: Phone): Promise<void> {
    const mac = macOf(RANDOM_MACS + Math.floor(random() * 60_000))
    await phone.exec('ip', ['link', 'set', 'eth0', 'address', mac])
    await phone.exec('ip', ['link', 'set', 'eth0', 'up'])
    deeds.newPhones += 1
    await phone.dhcp()
    deeds.leases += 1
    await phone.dnsQuery('example.test')
    const page = await phone.request(`${PORTAL}/`)
    const { action, body } = acceptForm(page.body)
    await phone.request({ url: new URL(action, PORTAL).href, method: 'POST', headers: FORM, body })
    await phone.request({ url: `http://${WEB}/bytes?n=200000`, timeoutMs: 4_000 })
    deeds.downloads += 1
    if (random() < 0.4) await phone.request({ url: `${PORTAL}/session/end`, method: 'POST' })
    // Out of the radio's reach, without a word.
    else await phone.exec('ip', ['link', 'set', 'eth0', 'down'])
    deeds.walkedOff += 1
  }

  async function goOn(everyMs: number, job: () => Promise<void>): Promise<void> {
    while (running) {
      await job().catch(() => {
        deeds.failed += 1
      })
      await pause(everyMs * (0.5 + random()))
    }
  }
  const going = [goOn(4_000, stopOfCrowd), ...bus.phones.map((phone) => goOn(30_000, () => newPhone(phone)))]
  return {
    deeds,
    async stop() {
      running = false
      await Promise.all(going)
    },
  }
}
