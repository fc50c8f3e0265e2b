import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { PLAIN_ENV } from '../bus/command.ts'
import { describeWith } from '../describe-with.ts'

const UNITS = fileURLToPath(new URL('../../deploy/units', import.meta.url))
/** Those of the fleet's machine. */
const NAMES = ['abordo-fleet.service', 'abordo-backup.service', 'abordo-backup.timer']

/** Copies in which what is started is a program that this machine has, so that only the units themselves are judged. */
function units(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-units-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return NAMES.map((name) => {
    const path = join(folder, name)
    writeFileSync(path, readFileSync(`${UNITS}/${name}`, 'utf8').replace('/usr/bin/node', '/bin/true'))
    return path
  })
}

function analyze(...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { env: PLAIN_ENV, encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

describeWith(['systemd'], 'the units of the fleet', () => {
  it('say nothing that systemd does not know', () => {
    expect(analyze('verify', '--man=no', '--recursive-errors=no', ...units())).toEqual({ status: 0, said: '' })
  })

  it('may do little: systemd rates them as safe', () => {
    const [fleet = '', backup = ''] = units()
    // Tenths of a point, of ten; 92 and more is what a unit without any of it gets.
    expect(analyze('security', '--offline=true', '--no-pager', '--threshold=14', fleet).status).toBe(0)
    expect(analyze('security', '--offline=true', '--no-pager', '--threshold=6', backup).status).toBe(0)
    expect(analyze('security', '--offline=true', '--no-pager', '--threshold=2', backup).status).not.toBe(0)
  })
})
