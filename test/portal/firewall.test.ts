import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NftError } from '../../portal/firewall/nft.ts'
import { nftablesFirewall } from '../../portal/firewall/nftables.ts'
import { parseTable } from '../../portal/firewall/parse.ts'
import { forgetCommands, grantCommands, installCommands, revokeCommands } from '../../portal/firewall/ruleset.ts'

const CONFIG = { lanInterface: 'wlan0', wanInterface: 'wwan0', httpPort: 8081, httpsPort: null }
const ANA = { mac: '02:00:00:00:00:01', ip: '10.55.0.11' }
const fixture = (name: string) => readFileSync(new URL(`./testcases/nft/${name}`, import.meta.url), 'utf8')

describe('the ruleset', () => {
  it('is one table of ours, closed by default, with no set ever flushed', () => {
    expect(installCommands(CONFIG, { down: null, up: null, garden: false })).toBe(fixture('install.nft'))
  })

  it('limits each client in the kernel and opens the walled garden where the policy asks for it', () => {
    const rules = { down: 250_000, up: 62_500, garden: true }
    expect(installCommands({ ...CONFIG, httpsPort: 8443 }, rules)).toBe(fixture('install-limits.nft'))
  })

  it('lets a client through by MAC and IP together, until the kernel ends it', () => {
    expect(grantCommands([{ ...ANA, seconds: 3600 }])).toBe(fixture('grant.nft'))
  })

  it('shuts a client out without failing on one that is not there, and keeps its counters', () => {
    expect(revokeCommands([ANA])).toBe(fixture('revoke.nft'))
  })

  it('forgets counters by IP', () => {
    expect(forgetCommands([ANA.ip])).toBe(fixture('forget.nft'))
  })
})

describe("nft's JSON", () => {
  it('tells who is let through and what was counted', () => {
    const state = parseTable(fixture('listing.json'))
    expect([...state.clients.values()]).toEqual([{ mac: '02:00:00:00:00:01', ip: '10.55.0.7', secondsLeft: 3599 }])
    expect([...state.octets]).toEqual([['10.55.0.7', { input: 55, output: 123_456 }]])
  })

  it('of a table without clients is empty', () => {
    const state = parseTable(fixture('empty.json'))
    expect([state.clients.size, state.octets.size]).toEqual([0, 0])
  })

  it('with elements of another form loses none of the others', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), (strange) => {
        const elements = [...strange, { elem: { val: '10.55.0.9', counter: { packets: 1, bytes: 7 } } }]
        const state = parseTable(JSON.stringify({ nftables: [{ set: { name: 'octets_input', elem: elements } }] }))
        expect(state.octets.get('10.55.0.9')).toEqual({ input: 7, output: 0 })
      }),
    )
  })
})

describe('calls of nft', () => {
  /** An nft that notes what it is told, and answers when it is let. */
  function slowNft() {
    const told: string[] = []
    const answers: ((error?: Error) => void)[] = []
    const run = (_args: string[], input: string) =>
      new Promise<string>((resolve, reject) => {
        told.push(input)
        answers.push((error) => (error ? reject(error) : resolve('')))
      })
    return { told, run, answer: (error?: Error) => answers.shift()?.(error) }
  }
  const grantOf = (last: number) => ({ mac: `02:00:00:00:00:0${last}`, ip: `10.55.0.${last}`, seconds: 60 })

  it('take everything along that has come up while the last one ran', async () => {
    const nft = slowNft()
    const firewall = nftablesFirewall(CONFIG, nft.run)
    const grants = [1, 2, 3].map((last) => firewall.grant(grantOf(last)))
    nft.answer()
    await grants[0]
    nft.answer()
    await Promise.all(grants)
    expect(nft.told).toEqual([grantCommands([grantOf(1)]), grantCommands([grantOf(2), grantOf(3)])])
  })

  it('that fail together are tried one by one, so that one bad client harms no other', async () => {
    const nft = slowNft()
    const firewall = nftablesFirewall(CONFIG, nft.run)
    const [first, second, third] = [1, 2, 3].map((last) => firewall.grant(grantOf(last)))
    nft.answer()
    await first
    nft.answer(new Error('nft: bad'))
    await expect.poll(() => nft.told.length).toBe(3)
    nft.answer(new Error('nft: bad'))
    await expect(second).rejects.toThrow('nft: bad')
    nft.answer()
    await expect(third).resolves.toBeUndefined()
  })

  it('say when the table is gone', async () => {
    const gone = new NftError('Error', 'Error: No such file or directory\nlist table inet abordo\n')
    const firewall = nftablesFirewall(CONFIG, () => Promise.reject(gone))
    expect(await firewall.read()).toBeNull()
  })
})
