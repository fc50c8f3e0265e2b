import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { run } from '../bus/command.ts'

/** Debian's kernel and what boots it: kept from one run of the tests to the next, since it is 70 MB to fetch. */
const KEPT = '/var/tmp/abordo-guest'
/** Changes when what is kept does. */
const LAYOUT = 'v2'
/** How a stream of xz begins. */
const XZ = Buffer.from('fd377a585a00', 'hex')

/** Of the kernel's modules those that a gateway's network can need. */
const MODULES = [
  'crypto',
  'lib',
  'net',
  'arch/x86/crypto',
  'fs/9p',
  'fs/fscache',
  'fs/netfs',
  'fs/overlayfs',
  'fs/autofs',
  'drivers/virtio',
  'drivers/char',
  'drivers/net/dummy.ko',
  'drivers/net/tun.ko',
  'drivers/net/veth.ko',
  'drivers/net/wireless',
]

export interface Kernel {
  /** Such as "6.1.0-56-amd64". */
  release: string
  image: string
  /** Holds lib/modules/<release>. */
  folder: string
  busybox: string
}

/** The kernel that is kept; null: none yet. */
export function keptKernel(): Kernel | null {
  const folder = join(KEPT, LAYOUT)
  if (!existsSync(join(folder, 'complete'))) return null
  const [release] = readdirSync(join(folder, 'lib/modules'))
  if (release === undefined) return null
  return { release, folder, image: join(folder, 'boot/vmlinux'), busybox: join(folder, 'bin/busybox') }
}

/** Debian's kernel: the one that is kept, else it is fetched by apt from wherever this machine has its packages from. */
export async function debianKernel(): Promise<Kernel> {
  return keptKernel() ?? (await fetchKernel())
}

async function fetchKernel(): Promise<Kernel> {
  mkdirSync(KEPT, { recursive: true })
  const folder = mkdtempSync(join(KEPT, 'fetching-'))
  try {
    const depends = await run('apt-cache', ['depends', '--important', 'linux-image-amd64'])
    const image = /Depends: (linux-image-\S+)/.exec(depends)?.[1]
    if (image === undefined) throw new Error('apt does not know Debian’s kernel (linux-image-amd64)')
    const inFolder = `cd ${folder} && apt-get -qq -o APT::Sandbox::User=root download ${image} busybox-static`
    await run('sh', ['-c', inFolder], { timeoutMs: 300_000 })
    const parts = MODULES.map((part) => `./lib/modules/*/kernel/${part}`)
    const wanted = ['./boot/vmlinuz-*', './lib/modules/*/modules.*', ...parts].map((part) => `'${part}'`).join(' ')
    const unpack = `cd ${folder} && dpkg-deb --fsys-tarfile linux-image-*.deb | tar -x --wildcards ${wanted}`
    await run('sh', ['-c', `${unpack} && dpkg-deb -x busybox-static_*.deb . && rm -- *.deb`], { timeoutMs: 300_000 })
    await run('depmod', ['-b', folder, readdirSync(join(folder, 'lib/modules'))[0] ?? ''])
    unpackImage(join(folder, 'boot'))
    writeFileSync(join(folder, 'complete'), '')
    try {
      renameSync(folder, join(KEPT, LAYOUT))
    } catch (error) {
      // Another run of the tests was faster.
      if (keptKernel() === null) throw error
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const kernel = keptKernel()
  if (kernel === null) throw new Error(`Debian’s kernel is not in ${KEPT}`)
  return kernel
}

/** Debian's kernel unpacks itself as it starts, which takes an emulated processor longer than all else of its boot. */
function unpackImage(boot: string): void {
  const name = readdirSync(boot).find((file) => file.startsWith('vmlinuz-')) ?? ''
  const packed = readFileSync(join(boot, name))
  const limits = { maxBuffer: 2 ** 28, timeout: 120_000 }
  const unpacked = spawnSync('xz', ['--single-stream', '-dc'], {
    input: packed.subarray(packed.indexOf(XZ)),
    ...limits,
  })
  if (unpacked.status !== 0) throw new Error(`Debian’s kernel cannot be unpacked: ${unpacked.stderr}`)
  writeFileSync(join(boot, 'vmlinux'), unpacked.stdout)
}
