import { LAN } from '../../test/bus/addresses.ts'
import { formsOf } from '../../test/bus/agent/form.ts'
import type { Gateway } from './gateway.ts'
import type { Measured } from './rows.ts'

/** What a browser would fetch besides: anything with an address in it that is neither a link nor holds its data itself. */
const FETCHED =
  /(\bsrc=|\bsrcset=|<link\b[^>]*\bhref=|url\()(?!['"]?data:)|@import|<script|<iframe|http-equiv="refresh"/gi

/** What a phone receives for the page, in whole frames with all headers, and what the rider has to press on it. */
export async function pageRows({ bus }: Gateway): Promise<{ page: Measured; clicks: Measured }> {
  const phone = bus.phone(1)
  const received = async () => Number(await phone.exec('cat', ['/sys/class/net/eth0/statistics/rx_bytes']))
  await phone.ping(LAN.gateway) // so that no question for the gateway's address is counted
  const before = await received()
  const headers = { 'accept-encoding': 'gzip, deflate', 'accept-language': 'es-MX,es;q=0.9' }
  const { body: compressed } = await phone.request({ url: `http://${LAN.gateway}/`, headers })
  const bytes = (await received()) - before
  const { body } = await phone.request({ url: `http://${LAN.gateway}/`, headers: { 'accept-language': 'es-MX' } })
  const more = [...body.matchAll(FETCHED)].length
  const accepting = formsOf(body).filter(({ action }) => action.startsWith('/session'))
  const [form] = accepting
  const clicks = form === undefined ? 0 : form.buttons + form.toFill
  const unpacked = Buffer.byteLength(body)
  return {
    page: {
      abordo: `${bytes.toLocaleString('en')} bytes in frames (${unpacked.toLocaleString('en')} of HTML${compressed === body ? '' : ', compressed'}), ${1 + more} ${more === 0 ? 'request' : 'requests'}`,
      holds: bytes <= 14_000 && more === 0,
      figures: { bytes, requests: 1 + more },
    },
    clicks: {
      abordo: `${clicks} (${accepting.length} form, ${form?.buttons ?? 0} button, ${form?.toFill ?? 0} fields)`,
      holds: accepting.length === 1 && clicks === 1,
      figures: { clicks },
    },
  }
}
