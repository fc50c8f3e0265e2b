import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { run } from '../bus/command.ts'
import type { Kernel } from './kernel.ts'

/** What the kernel needs before it can see the root and the channel. */
const FIRST_MODULES = ['virtio_pci', '9p', '9pnet_virtio', 'overlay', 'virtio_console']

export type Init = 'bare' | 'systemd'

/** Makes the guest's first, small root in `folder`: it lays a root of memory over the one that is shared, and starts the agent. */
export async function makeInitramfs(kernel: Kernel, init: Init, folder: string): Promise<string> {
  const root = join(folder, 'initramfs')
  for (const part of ['bin', 'modules']) mkdirSync(join(root, part), { recursive: true })
  copyFileSync(kernel.busybox, join(root, 'bin/busybox'))
  for (const [index, path] of (await modulePaths(kernel)).entries())
    copyFileSync(path, join(root, 'modules', `${String(index).padStart(2, '0')}-${basename(path)}`))
  writeFileSync(join(root, 'agent'), AGENT)
  writeFileSync(join(root, 'init'), firstProgram(kernel, init))
  chmodSync(join(root, 'init'), 0o755)
  const image = join(folder, 'initramfs.cpio')
  await run('sh', ['-c', `cd '${root}' && find . | cpio -o -H newc --quiet > '${image}'`])
  return image
}

async function modulePaths({ folder, release }: Kernel): Promise<string[]> {
  const listed = FIRST_MODULES.map((name) => {
    const asked = spawnSync('/sbin/modprobe', ['-d', folder, '-S', release, '-D', name], { encoding: 'utf8' })
    return [...asked.stdout.matchAll(/^insmod (\S+)/gm)].map(([, path = '']) => path)
  })
  return [...new Set(listed.flat())]
}

/**
 * Runs what the test asks, each in a shell of its own: a line is `id script`, its answer `id code output errors`, all but the
 * numbers in base64.
 */
const AGENT = `#!/run/guest/busybox sh
B=/run/guest/busybox
exec 3<>/dev/vport0p1
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
echo ready >&3
while read -r id script <&3; do
  (
    d=/run/guest/$id
    $B mkdir $d
    echo "$script" | $B base64 -d > $d/script
    /bin/sh $d/script > $d/out 2> $d/err < /dev/null 3>&-
    code=$?
    { echo -n "$id $code "; $B base64 -w0 $d/out; echo -n ' '; $B base64 -w0 $d/err; echo; } > $d/answer
    flock /run/guest/lock $B cat $d/answer >&3
    $B rm -r $d
  ) &
done
`

const AGENT_UNIT = `[Unit]
DefaultDependencies=no
[Service]
ExecStart=/run/guest/busybox sh /run/guest/agent
KillMode=process
`

function firstProgram({ release }: Kernel, init: Init): string {
  const share = 'trans=virtio,version=9p2000.L,ro,cache=loose,msize=512000'
  const start =
    init === 'systemd'
      ? `$B mkdir -p /root/run/systemd/system/sysinit.target.wants
$B cat > /root/run/systemd/system/guest-agent.service <<'END'
${AGENT_UNIT}END
$B ln -s ../guest-agent.service /root/run/systemd/system/sysinit.target.wants/guest-agent.service
exec $B switch_root /root /lib/systemd/systemd`
      : `$B mkdir -p /root/dev/pts && $B mount -t devpts none /root/dev/pts
$B ip link set lo up
$B rm -f /root/etc/inittab
echo '::respawn:/run/guest/busybox sh /run/guest/agent' > /root/etc/inittab
exec $B switch_root /root /run/guest/init`
  return `#!/bin/busybox sh
B=/bin/busybox
$B mkdir -p /proc /sys /dev /below /above /root
$B mount -t proc none /proc
for m in /modules/*; do $B insmod $m; done
$B mount -t tmpfs none /above
$B mkdir /above/changes /above/work
$B mount -t 9p -o ${share} root /below || echo 'no root'
$B mount -t overlay -o lowerdir=/below,upperdir=/above/changes,workdir=/above/work none /root || echo 'no overlay'
for d in proc sys dev run tmp; do $B mkdir -p /root/$d; done
$B mount -t proc none /root/proc
$B mount -t sysfs none /root/sys
$B mount -t devtmpfs none /root/dev
$B mount -t tmpfs -o mode=755 none /root/run
$B mkdir -p /root/run/guest /root/usr/lib/modules/${release}
$B mount -t 9p -o ${share} modules /root/usr/lib/modules/${release}
$B cp /bin/busybox /root/run/guest/busybox
$B ln -s busybox /root/run/guest/init
$B cp /agent /root/run/guest/agent
$B umount /proc
${start}
`
}
