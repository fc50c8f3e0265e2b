import { X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { acmeAccount } from '../../db/fleet/schema.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import {
  askForCertificate,
  certificateStatus,
  type OrderDeps,
  orderWhenDue,
} from '../../fleet-api/certificate/order.ts'
import type { CertificateSetting, Rfc2136Setting } from '../../fleet-api/certificate/setting.ts'
import { auditPage } from '../../fleet-api/queries/audit-log.ts'
import { certificateOf, keepCertificate } from '../../fleet-api/queries/certificates.ts'
import { until } from '../bus/until.ts'
import { describeWith } from '../describe-with.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'
import { caAndNames } from './ca-and-names.ts'
import { startLiar } from './liar.ts'
import { HOST_NAME, ZONE } from './name-server.ts'

const DAY_MS = 86_400_000

describeWith(['certificate'], 'the certificate of the portal’s host name', () => {
  const at = caAndNames()

  const rfc2136 = (more: Partial<Rfc2136Setting> = {}): Rfc2136Setting => ({
    kind: 'rfc2136',
    server: at.names.server,
    zone: ZONE,
    keyName: 'abordo',
    secretFile: at.names.secretFile,
    algorithm: 'hmac-sha256',
    ...more,
  })
  const setting = (more: Partial<CertificateSetting> = {}): CertificateSetting => ({
    hostName: HOST_NAME,
    directory: at.ca.directory,
    email: 'redes@example.mx',
    caFile: at.ca.caFile,
    dns: rfc2136(),
    nameServers: [at.names.server],
    ...more,
  })

  /** A fleet, whose clock can be put on. */
  async function fleetWith(more: Partial<CertificateSetting> = {}) {
    const fleet = await testFleet()
    const world = { aheadMs: 0, setting: setting(more), logged: [] as string[] }
    const now = () => Date.now() + world.aheadMs
    const order = (over: Partial<OrderDeps> = {}) =>
      orderWhenDue({
        db: fleet.db,
        setting: world.setting,
        now,
        elapsedMs: () => performance.now(),
        wait: (ms, signal) => wait(Math.min(ms, 50), undefined, { signal }),
        signal: new AbortController().signal,
        log: (line) => void world.logged.push(line),
        ...over,
      })
    const status = () => certificateStatus(fleet.db, world.setting, now())
    /** As if everything had happened so many ms earlier: the clock itself has to be right, or no name server takes an update. */
    const older = async (ms: number) => {
      const { issuedAt = 0, notAfter = 0, triedAt = 0 } = (await certificateOf(fleet.db, HOST_NAME)) ?? {}
      const set = { issuedAt: Number(issuedAt) - ms, notAfter: Number(notAfter) - ms, triedAt: Number(triedAt) - ms }
      await fleet.db.transaction((tx) => keepCertificate(tx, { hostName: HOST_NAME, ...set }))
    }
    return { fleet, world, now, order, status, older }
  }
  const kept = async (fleet: TestFleet) => {
    const row = await certificateOf(fleet.db, HOST_NAME)
    return { row, leaf: new X509Certificate(row?.chain ?? '') }
  }

  it('is obtained from the CA by a record in DNS, with a key of its own, and is in the audit log', async () => {
    const { fleet, order, status } = await fleetWith()
    expect(await status()).toMatchObject({ state: 'none', hostName: HOST_NAME, problem: null })
    await order()
    expect(await status()).toMatchObject({ state: 'good', problem: null })
    const { leaf, row } = await kept(fleet)
    expect(leaf.subjectAltName).toBe(`DNS:${HOST_NAME}`)
    expect(leaf.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    expect(row?.chain?.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(1)
    const { rows } = await auditPage(fleet.db, { before: null, limit: 1 })
    expect(rows[0]).toMatchObject({ action: 'certificate issued', targetId: HOST_NAME, actorKind: 'schedule' })
    expect(at.names.said()).toContain(`adding an RR at '_acme-challenge.${HOST_NAME}' TXT`)
    expect(at.names.said()).toContain(`deleting an RR at _acme-challenge.${HOST_NAME} TXT`)
  })

  it('is renewed once two thirds of its life are over, with another key and by the same account, and not before', async () => {
    const { fleet, order, status, older } = await fleetWith()
    await order()
    const first = await kept(fleet)
    await older(59 * DAY_MS)
    await order()
    expect((await kept(fleet)).row?.chain).toBe(first.row?.chain)
    await older(DAY_MS + 60_000)
    await order()
    const second = await kept(fleet)
    expect(second.leaf.serialNumber).not.toBe(first.leaf.serialNumber)
    expect(second.row?.privateKey).not.toBe(first.row?.privateKey)
    expect((await status()).problem).toBeNull()
  })

  it('is ordered at once when somebody asks for it', async () => {
    const { fleet, world, now, order } = await fleetWith()
    await order()
    const first = await kept(fleet)
    world.aheadMs = 60_000
    await askForCertificate(fleet.db, world.setting, byCommandLine(now()))
    world.aheadMs = 120_000
    await order()
    await order()
    expect((await kept(fleet)).leaf.serialNumber).not.toBe(first.leaf.serialNumber)
  })

  it.each([
    ['the secret is wrong', 'wrong-secret', 'the secret is not the one that it has for this key'],
    ['the name server does not know the key', 'unknown-key', 'it does not know this key'],
    ['the key may not change the record', 'other-key', 'it does not let this key change this record'],
    [
      'the server has another zone',
      'other-zone',
      'it is not the one that the zone is changed at, or does not know the key',
    ],
  ])('says plainly that %s', async (_, which, said) => {
    const dns = {
      'wrong-secret': rfc2136({ secretFile: at.names.wrongSecretFile }),
      'unknown-key': rfc2136({ keyName: 'stranger' }),
      'other-key': rfc2136({ keyName: 'other' }),
      'other-zone': rfc2136({ zone: 'wifi.example.mx' }),
    }[which]
    const { order, status } = await fleetWith({ dns: dns ?? rfc2136() })
    await order()
    const { problem } = await status()
    expect(problem?.step).toBe('dns-update')
    expect(problem?.detail).toMatch(new RegExp(`refuses key "[a-z]+": ${said}\\.$`))
  })

  it('says plainly that the clocks differ', async () => {
    const { world, order, status } = await fleetWith()
    world.aheadMs = 10 * 60_000
    await order()
    expect((await status()).problem?.detail).toMatch(/its clock and this machine’s differ by more than five minutes\.$/)
  })

  it('is tried again less and less often after failures, also after a restart, and the one that there is stays', async () => {
    const { fleet, world, order, status, older } = await fleetWith()
    await order()
    const first = await kept(fleet)
    // Even when told never to, this CA lets an account that has proved a name skip the proof one time in a hundred.
    await fleet.db.transaction((tx) => tx.delete(acmeAccount))
    world.setting = setting({ dns: rfc2136({ secretFile: at.names.wrongSecretFile }) })
    await older(61 * DAY_MS)
    const waits: number[] = []
    for (const _ of [1, 2, 3, 4, 5, 6]) {
      await order()
      const before = (await status()).problem?.at ?? ''
      const { nextAt } = await status()
      waits.push((Date.parse(nextAt ?? '') - Date.parse(before)) / 60_000)
      await order()
      expect((await status()).problem?.at, world.logged.join(' / ')).toBe(before)
      await older(Date.parse(nextAt ?? '') - Date.parse(before))
    }
    expect(waits).toEqual([5, 15, 60, 180, 360, 360])
    expect((await kept(fleet)).row?.chain).toBe(first.row?.chain)
    world.setting = setting()
    await order()
    expect((await status()).problem).toBeNull()
    expect((await kept(fleet)).row?.chain).not.toBe(first.row?.chain)
  })

  it('says that the CA does not answer, and that it cannot be trusted', async () => {
    const silent = await fleetWith({ directory: 'https://127.0.0.1:9/dir' })
    await silent.order()
    expect((await silent.status()).problem).toMatchObject({
      step: 'ca-unreachable',
      detail: 'The CA does not answer: connect ECONNREFUSED 127.0.0.1:9.',
    })
    const stranger = await fleetWith({ caFile: null })
    await stranger.order()
    expect((await stranger.status()).problem).toMatchObject({
      step: 'ca-unreachable',
      detail: 'The CA does not answer: self-signed certificate.',
    })
  })

  it('does not have the CA look before every name server has the record, and names the one that has not', async () => {
    const { order, status } = await fleetWith({ dns: { kind: 'command', path: await hook('exit 0') } })
    await order({ elapsedMs: later() })
    expect((await status()).problem).toMatchObject({
      step: 'dns-visible',
      detail: `The record _acme-challenge.${HOST_NAME} was not there after 180 s: 127.0.0.1:${at.names.port} does not have it.`,
    })
  })

  it('says what the CA found where it refuses', async () => {
    // The record is seen where the fleet looks, and not where the CA does.
    const value = join(at.folder, 'value')
    const liar = await startLiar(() => readFileSync(value, 'utf8'))
    const path = await hook(`printf %s "$3" > ${value}`)
    const { order, status } = await fleetWith({ dns: { kind: 'command', path }, nameServers: [liar] })
    await order()
    const { problem } = await status()
    expect(problem?.step).toBe('ca-refused')
    expect(problem?.detail).toMatch(/^The CA refuses: .*TXT/)
  })

  it('can be proved by the operator’s own program, called without a shell and without the fleet’s secrets', async () => {
    const told = join(at.folder, 'told')
    const record = `_acme-challenge.${HOST_NAME}`
    // nsupdate stands for whatever an operator's DNS is changed by.
    const path = await hook(
      `echo "$# $1 $2" >> ${told}; env >> ${told}.env`,
      `case "$1" in add) what="add $2 60 TXT $3" ;; remove) what="delete $2 TXT $3" ;; esac`,
      `printf 'server 127.0.0.1 ${at.names.port}\\nzone ${ZONE}\\n%s\\nsend\\n' "$what" | nsupdate -y hmac-sha256:abordo:$(cat ${at.names.secretFile})`,
    )
    process.env.ABORDO_TEST_SECRET = 'abordo-test-secret'
    const { order, status } = await fleetWith({ dns: { kind: 'command', path } })
    await order()
    delete process.env.ABORDO_TEST_SECRET
    expect((await status()).problem).toBeNull()
    expect(readFileSync(told, 'utf8')).toBe(`3 add ${record}\n3 remove ${record}\n`)
    expect(readFileSync(`${told}.env`, 'utf8')).not.toContain('abordo-test-secret')
  })

  it('says how the operator’s own program ended', async () => {
    const path = await hook('echo "no route to the DNS provider" >&2', 'exit 3')
    const { order, status } = await fleetWith({ dns: { kind: 'command', path } })
    await order()
    expect((await status()).problem).toMatchObject({
      step: 'dns-update',
      detail: `${path} add: it ended with 3: no route to the DNS provider`,
    })
  })

  it('is obtained by one process at a time', async () => {
    const { fleet, order } = await fleetWith({ dns: rfc2136({ keyName: 'strong', algorithm: 'hmac-sha512' }) })
    await Promise.all([order(), order()])
    const { rows } = await auditPage(fleet.db, { before: null, limit: 10, action: 'certificate issued' })
    expect(rows).toHaveLength(1)
  })

  it('is given up at once when the fleet stops, and nothing of that is kept as a failure', async () => {
    const path = await hook(`touch ${join(at.folder, 'hook-runs')}`, 'exec sleep 30')
    const { order, status } = await fleetWith({ dns: { kind: 'command', path } })
    const ending = new AbortController()
    const done = order({ signal: ending.signal })
    await until('the hook runs', () => existsSync(join(at.folder, 'hook-runs')))
    ending.abort()
    await done
    expect((await status()).problem).toBeNull()
  })

  let hooks = 0
  async function hook(...lines: string[]): Promise<string> {
    hooks += 1
    const path = join(at.folder, `hook-${hooks}`)
    writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'))
    chmodSync(path, 0o755)
    return path
  }

  /** A clock on which minutes pass at each look. */
  function later(): () => number {
    let at = 0
    return () => {
      at += 100_000
      return at
    }
  }
})
