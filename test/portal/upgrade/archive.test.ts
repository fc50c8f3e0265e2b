import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { checksumOf } from '../../../portal/upgrade/archive/names.ts'
import { unpackInto } from '../../../portal/upgrade/archive/read.ts'
import { packFolder } from '../../../portal/upgrade/archive/write.ts'
import { folderFor, programOf } from './releases.ts'

interface Forged {
  name: string
  kind?: string
  content?: string
  prefix?: string
  link?: string
  /** Said in the header, whatever the content. */
  size?: number
}

/** A tar entry as an attacker writes it. */
function entry({ name, kind = '0', content = '', prefix = '', link = '', size = content.length }: Forged): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write('0000755\0', 100)
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  header.write(kind, 156)
  header.write(link, 157)
  header.write('ustar\x0000', 257)
  header.write(prefix, 345)
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([header, Buffer.from(content.padEnd(Math.ceil(content.length / 512) * 512, '\0'))])
}

const tar = (...entries: Forged[]) => gzipSync(Buffer.concat([...entries.map(entry), Buffer.alloc(1024)]))

async function unpack(octets: Buffer, mostOctets?: number): Promise<string> {
  const folder = join(folderFor('unpack'), 'new')
  await unpackInto(folder, Readable.from([octets]), mostOctets)
  return folder
}

describe('an archive of a release', () => {
  it('brings a program folder over, its program alone to be run', async () => {
    const folder = await unpack(packFolder(programOf('1.2.3')))
    expect(readFileSync(join(folder, 'VERSION'), 'utf8')).toBe('1.2.3\n')
    expect(readFileSync(join(folder, 'chunks/portal-ABC.js'), 'utf8')).toBe('x'.repeat(2000))
    expect(statSync(join(folder, 'abordo.js')).mode & 0o777).toBe(0o755)
    expect(statSync(join(folder, 'better_sqlite3.node')).mode & 0o777).toBe(0o644)
  })

  it('is the same octets for the same content, and holds a path of 150 letters', async () => {
    expect(packFolder(programOf('1.2.3'))).toEqual(packFolder(programOf('1.2.3')))
    const folder = programOf('1.2.3')
    const long = `chunks/${'a'.repeat(90)}.js`
    writeFileSync(join(folder, long), 'long')
    expect(readFileSync(join(await unpack(packFolder(folder)), long), 'utf8')).toBe('long')
  })

  it('is not made of a folder with a link in it', () => {
    const folder = programOf('1.2.3')
    symlinkSync('/etc/passwd', join(folder, 'link.js'))
    expect(() => packFolder(folder)).toThrow('link.js is neither a file nor a folder')
  })

  it.each<[string, Forged[], string]>([
    ['climbs out', [{ name: '../evil' }], 'a path in it does not stay in its folder'],
    [
      'climbs out within',
      [{ name: 'a', kind: '5' }, { name: 'a/../../evil' }],
      'a path in it does not stay in its folder',
    ],
    ['climbs out by its prefix', [{ name: 'evil', prefix: '..' }], 'a path in it does not stay in its folder'],
    ['begins at the root', [{ name: '/etc/evil' }], 'a path in it does not stay in its folder'],
    ['has an empty name', [{ name: '' }], 'a path in it does not stay in its folder'],
    ['has control characters in it', [{ name: 'a\x1b[31m' }], 'a path in it does not stay in its folder'],
    [
      'holds a link',
      [{ name: 'abordo.js', kind: '2', link: '/etc/passwd' }],
      'abordo.js is neither a file nor a folder',
    ],
    ['holds a hard link', [{ name: 'a', kind: '1', link: '/etc/passwd' }], 'a is neither a file nor a folder'],
    ['holds a device', [{ name: 'a', kind: '3' }], 'a is neither a file nor a folder'],
    ['holds a pipe', [{ name: 'a', kind: '6' }], 'a is neither a file nor a folder'],
    [
      'holds a header of pax',
      [{ name: 'a', kind: 'x', content: '20 path=../evil\n' }],
      'a is neither a file nor a folder',
    ],
    ['holds a long name of GNU', [{ name: 'a', kind: 'L', content: '../evil' }], 'a is neither a file nor a folder'],
    ['holds a file twice', [{ name: 'a' }, { name: 'a' }], 'a is in it twice'],
    ['has a file in the place of a folder', [{ name: 'a' }, { name: 'a/b' }], 'the folder of a/b is not in it'],
    ['says a size that is none', [{ name: 'a', size: Number.NaN }], 'a has no size that can be read'],
    ['says more than it holds', [{ name: 'a', content: 'x', size: 5000 }], 'it is cut off'],
  ])('is refused where it %s, and nothing is written outside', async (_, entries, reason) => {
    await expect(unpack(tar(...entries))).rejects.toThrow(reason)
    expect(existsSync('/etc/evil')).toBe(false)
  })

  it.each([
    ['is cut', (octets: Buffer) => octets.subarray(0, octets.length - 20)],
    ['has two octets turned', (octets: Buffer) => octets.fill(0xaa, 200, 202)],
    ['is nothing', () => Buffer.alloc(0)],
    ['is no gzip', () => Buffer.from('a program')],
  ])('is refused where it %s', async (_, spoil) => {
    await expect(unpack(spoil(packFolder(programOf('1.2.3'))))).rejects.toThrow(/^it (cannot be unpacked|is cut off)/)
  })

  it('is refused where it unpacks to more than it may, before all of it is unpacked', async () => {
    const bomb = gzipSync(Buffer.concat([entry({ name: 'a', size: 8_000_000 }), Buffer.alloc(8_000_000)]))
    expect(bomb.length).toBeLessThan(100_000)
    await expect(unpack(bomb, 1_000_000)).rejects.toThrow('it unpacks to more than a release may')
  })

  it('is refused where something stands behind its end', async () => {
    const octets = gunzipSync(packFolder(programOf('1.2.3')))
    await expect(unpack(gzipSync(Buffer.concat([octets, Buffer.from('more')])))).rejects.toThrow('behind its end')
  })
})
