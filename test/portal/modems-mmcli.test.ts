import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mmcliCommand } from '../../portal/uplink/modems/mmcli.ts'
import { mmcliBench } from '../fakes/mmcli.ts'

const missing = Object.assign(new Error('spawn mmcli ENOENT'), { code: 'ENOENT' })

describe('a gateway without mmcli', () => {
  it('has no modems, says so once, and looks for it again after 15 minutes', async () => {
    const { read, asked, logged, failing, clock } = mmcliBench('lte-connected')
    failing.error = missing
    for (let minute = 0; minute < 15; minute += 1) {
      expect(await read()).toEqual([])
      clock.pass(60)
    }
    expect(asked).toEqual(['-L -J'])
    failing.error = null
    expect((await read()).map(({ modem }) => modem.port)).toEqual(['wwan0'])
    expect(logged).toEqual(['no modem is looked after: mmcli is not installed (package modemmanager)'])
  })
})

describe('a ModemManager that is down', () => {
  it('is asked at each look, and is said once', async () => {
    const { read, asked, logged, failing, clock } = mmcliBench('lte-connected')
    failing.error = new Error("error: couldn't find the ModemManager process in the bus")
    for (let minute = 0; minute < 1000; minute += 1) {
      expect(await read()).toEqual([])
      clock.pass(60)
    }
    expect(asked).toHaveLength(1000)
    expect(logged).toEqual(['no modem is looked after: ModemManager does not answer'])
  })

  it('does not fill the log by coming and going', async () => {
    const { read, logged, failing, clock } = mmcliBench('lte-connected')
    for (let minute = 0; minute < 720; minute += 1) {
      failing.error = minute % 2 === 0 ? new Error('down') : null
      await read()
      clock.pass(60)
    }
    expect(logged).toHaveLength(2)
  })

  it('that answers with no list is one that does not answer', async () => {
    const { read, logged, printed } = mmcliBench('lte-connected')
    printed.set('list', '{"modems":[]}')
    expect(await read()).toEqual([])
    printed.set('list', 'Found 1 modem')
    expect(await read()).toEqual([])
    expect(logged).toEqual(['no modem is looked after: mmcli answers with something else than a list'])
  })

  it('that is slow is asked nothing more 8 seconds after the first question: the report waits', async () => {
    const { read, asked, world } = mmcliBench('two-modems')
    world.takesSeconds = 5
    expect(await read()).toMatchObject([{ modem: { port: 'wwan0', signal: { rsrpDbm: null } }, counter: null }])
    expect(asked).toEqual(['-L -J', '-m /org/freedesktop/ModemManager1/Modem/0 -J'])
  })
})

describe('the command mmcli', () => {
  let folder = ''
  const script = (name: string, text: string) => {
    const path = join(folder, name)
    writeFileSync(path, `#!/bin/sh\n${text}\n`)
    chmodSync(path, 0o755)
    return path
  }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'abordo-mmcli-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('gets its arguments as they are, through no shell, and a locale with points in numbers', async () => {
    const run = mmcliCommand(script('echo', 'printf "%s|" "$@" "$LC_ALL"'))
    expect(await run(['-m', '$(id); `id` > /x', '-J'])).toBe('-m|$(id); `id` > /x|-J|C.UTF-8|')
  })

  it('is ended where it takes too long, also where it does not listen', async () => {
    const run = mmcliCommand(script('hang', "trap '' TERM; exec sleep 600"), 100)
    await expect(run(['-L', '-J'])).rejects.toMatchObject({ killed: true, signal: 'SIGKILL' })
  })

  it('that fails is told from one that is missing', async () => {
    await expect(mmcliCommand(script('fail', 'exit 1'))(['-L'])).rejects.toMatchObject({ code: 1 })
    await expect(mmcliCommand(join(folder, 'none'))(['-L'])).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('that prints without end is ended', async () => {
    const run = mmcliCommand(script('yes', 'exec yes'))
    await expect(run(['-L'])).rejects.toMatchObject({ code: 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER' })
  })
})
