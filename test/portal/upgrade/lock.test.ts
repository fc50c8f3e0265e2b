import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { takeLock } from '../../../portal/upgrade/root/lock.ts'
import { folderFor } from './releases.ts'

describe('the one place that there is for work on versions', () => {
  it('is held by one, until it is given back', async () => {
    const [some, others] = [folderFor('lock'), folderFor('lock')]
    const release = await takeLock(some)
    expect(await takeLock(some)).toBeNull()
    const other = await takeLock(others)
    release?.()
    const again = await takeLock(some)
    expect(again).not.toBeNull()
    again?.()
    other?.()
  })

  it('is given back by a program that was killed', async () => {
    const folder = folderFor('lock')
    const code = `import { takeLock } from ${JSON.stringify(fileURLToPath(new URL('../../../portal/upgrade/root/lock.ts', import.meta.url)))}
      if (await takeLock(${JSON.stringify(folder)})) process.stdout.write('held')
      setInterval(() => undefined, 1000)`
    const program = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code])
    await once(program.stdout, 'data')
    expect(await takeLock(folder)).toBeNull()
    program.kill('SIGKILL')
    await once(program, 'exit')
    const release = await takeLock(folder)
    expect(release).not.toBeNull()
    release?.()
  })

  it('can be taken by nobody but who may write to the folder: not by a name, and not by reading', async () => {
    const folder = folderFor('lock')
    const squatter = createServer().listen(`\0abordo-upgrade ${folder}`)
    await once(squatter, 'listening')
    const release = await takeLock(folder)
    expect(release).not.toBeNull()
    expect(statSync(join(folder, '.lock')).mode & 0o777).toBe(0o600)
    release?.()
    squatter.close()
  })
})
