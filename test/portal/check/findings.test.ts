import { describe, expect, it } from 'vitest'
import { findings, type Looked } from '../../../portal/check/findings.ts'
import { en } from '../../../portal/check/words/en.ts'
import { ABOUT, MODEM, WELL } from './gateway-looks.ts'

const wrong = (look: Partial<Looked>) => findings({ ...WELL, ...look }, en).filter(({ todo }) => todo !== null)

describe('abordo check', () => {
  it.each([
    [{ heard: true, fix: true }, ['the receiver gives fixes', null]],
    [
      { heard: true, fix: false },
      [
        'the receiver gives no fix that can be believed: the reports do not say where the vehicle is',
        'look at the antenna; after a cold start it takes some minutes under the open sky',
      ],
    ],
    [
      { heard: false, fix: false },
      [
        'the receiver says nothing: the reports do not say where the vehicle is',
        'look at PORTAL_GPSD or PORTAL_ITXPT, at gpsd and at the receiver’s cable: "gpspipe -w" shows what gpsd says',
      ],
    ],
  ])('says how the position is with a receiver of %o', (position, words) => {
    const found = findings({ ...WELL, portal: { ...ABOUT, position } }, en).find(({ about }) => about === 'position')
    expect([found?.said, found?.todo]).toEqual(words)
  })

  it('finds nothing to do on a gateway that is well, and says what it saw', () => {
    expect(findings(WELL, en).map(({ about, said, todo }) => [about, said, todo])).toEqual([
      ['riders’ interface', 'wlan0 is there and has an address', null],
      ['uplink', 'wwan0 has a link and a route', null],
      ['forwarding', 'the kernel forwards packets', null],
      ['portal', 'abordo 0.1.0 is running, 12 riders connected', null],
      ['enrolment', 'this gateway is enrolled', null],
      ['fleet', 'https://fleet.example answers and knows this gateway', null],
      ['clock', 'known from gnss, to 1005 ms', null],
      ['policy', '3 is in force', null],
      ['disk', '5000 MB free of 8000 MB', null],
      ['reports', '1 waits for the fleet, 0.1 MB', null],
    ])
  })

  it.each([
    ['https://fleet.example', true],
    ['http://127.0.0.1:8080', true],
    ['http://localhost:8080', true],
    ['http://fleet.example', false],
    ['http://10.0.0.1:8080', false],
  ])('takes a fleet at %s to be safe from who is on the way: %s', (url, isSafe) => {
    expect(wrong({ fleet: { url, answer: 'ok', detail: '', aheadMs: 20 } }).length === 0).toBe(isSafe)
  })

  it.each<[string, Partial<Looked>, string]>([
    ['an address', { lan: { name: 'wlan0', address: null } }, 'wlan0 has no IPv4 address'],
    [
      'the uplink’s interface',
      { wan: { name: 'wwan0', exists: false, link: false, route: false } },
      'there is no interface wwan0',
    ],
    ['a link', { wan: { name: 'wwan0', exists: true, link: false, route: false } }, 'wwan0 has no link'],
    ['a route', { wan: { name: 'wwan0', exists: true, link: true, route: false } }, 'no default route goes over wwan0'],
    ['forwarding', { forwarding: false }, 'the kernel forwards no packets'],
    ['enrolment', { enrolment: 'not-enrolled' }, 'this gateway is not enrolled: its reports are kept here'],
    ['a readable enrolment', { enrolment: 'damaged' }, 'enrolment.json cannot be read'],
    [
      'an answer of the fleet',
      { fleet: { url: 'https://fleet.example', answer: 'silent', detail: 'connect ETIMEDOUT', aheadMs: null } },
      'https://fleet.example does not answer: connect ETIMEDOUT',
    ],
    [
      'the true time',
      { fleet: { url: 'https://fleet.example', answer: 'ok', detail: '', aheadMs: -20 * 365 * 86_400_000 } },
      'this machine’s clock is wrong by 7300 days, behind; the portal knows better, from gnss',
    ],
    ['anybody to say the time', { portal: { ...ABOUT, clock: null } }, 'nobody has told this boot the time yet'],
    [
      'a policy that can be put in force',
      { portal: { ...ABOUT, policy: { running: 3, problem: { version: 4, reason: 'nft: no' } } } },
      '3 is in force; 4 is not: nft: no',
    ],
    ['room on the disk', { disk: { freeOctets: 1e8, totalOctets: 8e9 } }, '100 MB free of 8000 MB'],
    [
      'a disk that takes the database',
      { portal: { ...ABOUT, storage: 'memory' } },
      'is in memory: a power cut would lose what waits',
    ],
    ['a whole database', { database: 'damaged' }, 'gateway.db is damaged'],
    ['an undamaged past', { setAside: ['gateway.db.damaged-1'] }, 'damaged ones were set aside: gateway.db.damaged-1'],
    [
      'reports that the fleet takes',
      { database: { waiting: 0, octets: 1, rejected: [{ reason: 'seq: too small', reports: 3 }] } },
      '3 were rejected by the fleet and are kept aside: seq: too small',
    ],
  ])('says what to do where there is not %s', (_, look, said) => {
    const found = wrong(look)
    expect(found.map((finding) => finding.said)).toEqual([said])
    expect(found[0]?.todo).toMatch(/\w/)
  })

  it('says that the portal is not running, and what it could not learn for that', () => {
    expect(wrong({ portal: null }).map(({ about, said }) => [about, said])).toEqual([
      ['portal', 'nothing answers on port 8081'],
    ])
  })
})

describe('abordo check on a gateway that has the package', () => {
  const RUNS = { name: 'abordo-portal.service', enabled: true, active: true }
  const of = (look: Partial<Looked>, about: string) =>
    findings({ ...WELL, ...look }, en)
      .filter((finding) => finding.about === about)
      .map(({ said, todo }) => [said, todo])

  it('says in one line that its services run, and in one each what is wrong with them', () => {
    expect(of({ units: [RUNS, { ...RUNS, name: 'abordo-closed.service' }] }, 'service')).toEqual([
      ['everything runs, and starts with this machine', null],
    ])
    expect(of({ units: [{ ...RUNS, enabled: false, active: false }] }, 'service')).toEqual([
      ['abordo-portal.service does not start with this machine', 'systemctl enable abordo-portal.service'],
      [
        'abordo-portal.service does not run',
        'systemctl restart abordo-portal.service; journalctl -u abordo-portal.service -n 20',
      ],
    ])
  })

  it.each([
    [{ table: true, atBoot: 'there' }, null],
    [{ table: false, atBoot: 'there' }, 'systemctl restart abordo-closed, or start the portal'],
    [{ table: true, atBoot: 'missing' }, 'run: abordo setup'],
    [{ table: true, atBoot: 'other' }, 'run: abordo setup'],
    [{ table: null, atBoot: 'there' }, 'run this as root'],
  ] as const)('says of rules of which it saw %o to do: %s', (closed, todo) => {
    expect(of({ closed }, 'packet filter').map(([, what]) => what)).toEqual([todo])
  })

  it('says whether phones get an answer to names', () => {
    expect(of({ names: { answers: true } }, 'names (DNS)')).toEqual([['phones get an answer to every name', null]])
    expect(of({ names: { answers: false } }, 'names (DNS)')).toEqual([
      [
        'no answer to phones: the portal does not open by itself on them',
        'start the portal; "ss -lnup" shows who else holds port 53',
      ],
    ])
  })

  it.each([
    [MODEM, 'wwan0 is connected to Telcel, signal 71 %', null],
    [{ ...MODEM, state: 'failed', failure: 'sim-missing' }, 'wwan0 has no SIM', 'put the SIM in, the right way round'],
    [{ ...MODEM, state: 'locked' }, 'the SIM of wwan0 wants its PIN', 'mmcli -i any --pin=PIN, or have it taken away'],
    [
      { ...MODEM, state: 'searching' },
      'wwan0 is not connected: searching',
      'look at the antenna, the APN and the SIM’s credit (mmcli -m any)',
    ],
  ])('says of a modem %o: %s', (modem, said, todo) => {
    expect(of({ modems: { manager: 'there', uplink: 'wwan0', modems: [modem] } }, 'modem')).toEqual([[said, todo]])
  })

  it('misses a modem only where the uplink is one', () => {
    const none = { manager: 'there', modems: [] } as const
    expect(of({ modems: { ...none, modems: [], uplink: 'eth0' } }, 'modem')).toEqual([])
    expect(of({ modems: { ...none, modems: [], uplink: 'wwan0' } }, 'modem')).toEqual([
      ['there is none', 'look at its cable and its power; "lsusb" shows what is plugged in'],
    ])
  })
})
