import { LAN } from '../../test/bus/addresses.ts'
import { Bus } from '../../test/bus/bus.ts'
import { Ride } from '../../test/bus/ride.ts'
import { until } from '../../test/bus/until.ts'
import type { Measured } from './rows.ts'

/** As phones do: looks the probe's name up, asks there, follows to the portal, reads. */
export async function outageRow(): Promise<Measured> {
  const bus = await Bus.create({ phones: 1, dnsmasq: false })
  try {
    await new Ride(bus, { PORTAL_DHCP: 'dnsmasq' }).startPortal()
    const phone = bus.phone(1)
    const leased = await phone.dhcp().then(
      () => true,
      () => false,
    )
    if (!leased) return missed('the portal gives no address by DHCP, so that no name can be looked up either')
    await bus.uplink('down')
    const lookUp = () => phone.dnsQuery('captive.apple.com').catch(() => null)
    const names = await until('the name is answered', lookUp, 10_000).catch(() => [])
    if (names.length === 0) return missed('the name lookup is not answered')
    const probe = await phone
      .request({ url: 'http://captive.apple.com/hotspot-detect.html', connectTo: names[0] ?? '' })
      .catch((error: Error) => ({ status: 0, headers: { location: error.message } }))
    if (probe.status !== 302) return missed(`the name is answered, but not the probe: ${probe.headers.location}`)
    const says = await until('the page says what is wrong', async () => {
      const page = await phone.request(probe.headers.location ?? `http://${LAN.gateway}/`)
      return page.status === 200 && /class="notice"/.test(page.body)
    }).catch(() => false)
    return says
      ? { abordo: 'name answered, portal appears, the page says so', holds: true, figures: { appears: 1, says: 1 } }
      : { abordo: 'the portal appears but says nothing of it', holds: false, figures: { appears: 1, says: 0 } }
  } finally {
    await bus.remove()
  }
}

function missed(why: string): Measured {
  return { abordo: why, holds: false, figures: { appears: 0, says: 0 } }
}
