import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeEnrolment } from '../../../portal/enrolment.ts'
import { runProgram } from '../../../portal/run-program.ts'
import { fleetUrlIn } from '../../../portal/upgrade/root/fleet-url.ts'
import { folderFor } from './releases.ts'

const ENROLMENT = { gatewayId: 'bus-1', credential: 'c'.repeat(40), fleetUrl: 'https://fleet.example.mx' }

describe('where the fleet is, as root reads it in the portal’s folder', () => {
  it('is what the enrolment says', () => {
    const folder = folderFor('enrolment')
    expect(fleetUrlIn(folder)).toBeNull()
    writeEnrolment(folder, ENROLMENT)
    expect(fleetUrlIn(folder)).toBe('https://fleet.example.mx')
  })

  it('is nothing that a link leads to, a pipe would say, or a file without an end holds', async () => {
    const [folder, elsewhere] = [folderFor('enrolment'), folderFor('elsewhere')]
    const file = join(folder, 'enrolment.json')
    writeEnrolment(elsewhere, ENROLMENT)
    symlinkSync(join(elsewhere, 'enrolment.json'), file)
    expect(fleetUrlIn(folder)).toBeNull()
    rmSync(file)
    await runProgram('mkfifo', [file])
    expect(fleetUrlIn(folder)).toBeNull()
    rmSync(file)
    writeFileSync(file, `${JSON.stringify(ENROLMENT)}${' '.repeat(100_000)}`)
    expect(fleetUrlIn(folder)).toBeNull()
    writeFileSync(file, '{"fleetUrl":1}')
    expect(fleetUrlIn(folder)).toBeNull()
  })
})
