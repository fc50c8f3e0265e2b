import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const PRERM = readFileSync(new URL('../../deploy/debian/prerm', import.meta.url), 'utf8')

/** Removes the package where the portal's folder is another one and no systemd runs. */
const remove = (folder: string) => {
  const script = PRERM.replaceAll('/var/lib/abordo', folder).replaceAll('/run/systemd/system', `${folder}/no-systemd`)
  return run('sh', ['-c', script, 'prerm', 'remove'], { timeout: 20_000, killSignal: 'SIGKILL' })
}
const aFolder = () => mkdtempSync(join(tmpdir(), 'abordo-prerm-'))
/** A program that is called as the portal calls dnsmasq. */
const likeDnsmasq = (folder: string) => spawn('sleep', ['60'], { argv0: `dnsmasq -C ${folder}/dnsmasq.conf` })

describe('removing the package', () => {
  it('ends the portal’s dnsmasq, and no program besides', async () => {
    const folder = aFolder()
    const [dnsmasq, other] = [likeDnsmasq(folder), spawn('sleep', ['60'])]
    writeFileSync(join(folder, 'dnsmasq.pid'), `${other.pid}\n`)
    await remove(folder)
    expect(other.exitCode ?? other.signalCode).toBeNull()
    writeFileSync(join(folder, 'dnsmasq.pid'), `${dnsmasq.pid}\n`)
    await Promise.all([remove(folder), once(dnsmasq, 'exit')])
    expect(dnsmasq.signalCode).toBe('SIGTERM')
    other.kill()
  })

  it('is not held up by a pipe in the place of its number, nor led elsewhere by what is no number', async () => {
    const folder = aFolder()
    const dnsmasq = likeDnsmasq(folder)
    writeFileSync(join(folder, 'dnsmasq.pid'), `self/../${dnsmasq.pid}`)
    await remove(folder)
    await run('rm', [join(folder, 'dnsmasq.pid')])
    await run('mkfifo', [join(folder, 'dnsmasq.pid')])
    await expect(remove(folder)).resolves.toMatchObject({ stdout: '' })
    expect(dnsmasq.exitCode ?? dnsmasq.signalCode).toBeNull()
    dnsmasq.kill()
  })
})
