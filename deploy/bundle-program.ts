import { chmodSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build as bundle, type Metafile, type Plugin } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** zod carries its messages in fifty languages, of which the English ones are used. */
export const withoutLocales: Plugin = {
  name: 'without-locales',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({ contents: 'export {}' }))
  },
}

/** V8's, for a program that has a gateway's little memory and lives in it for months. Each was measured: bench/portal/boarding.ts, bench/soak. */
const PORTAL_FLAGS = [
  // V8 would give 32 MB to objects that live for a moment,
  '--max-semi-space-size=1',
  '--semi-space-growth-factor=1',
  // and let the others grow to twice their size before it looks for what can go.
  '--optimize-for-size',
  // The parser of answers to fetch is WebAssembly. To make it faster takes 30 MB for a moment, a third of which never comes back, and a
  // gateway fetches four times a minute.
  '--no-wasm-tier-up',
  '--no-wasm-dynamic-tiering',
]

/**
 * Bundles a program and its chunks into a folder, as abordo.js. `builtAtMs`: what the program takes for the earliest true time. Says
 * which files went into it.
 */
export async function bundleProgram(entry: string, folder: string, builtAtMs: number): Promise<Metafile> {
  const { metafile } = await bundle({
    metafile: true,
    absWorkingDir: root,
    entryPoints: { abordo: entry },
    outdir: folder,
    // Each command loads only what it needs: a gateway has little memory, and none of it for the fleet's libraries.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    // The source text stays in a gateway's memory for as long as it runs.
    minifyWhitespace: true,
    plugins: [withoutLocales],
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    logLevel: 'warning',
    banner: {
      // Packages in CommonJS want a `require`; the two globals say where the bundle's files are (db/open.ts).
      js: [
        '#!/usr/bin/env node',
        "import { createRequire as abordoCreateRequire } from 'node:module'",
        "import { fileURLToPath as abordoFileURLToPath } from 'node:url'",
        "import { setFlagsFromString as abordoSetFlags } from 'node:v8'",
        // Before anything else is loaded.
        `if (process.argv[2] === 'portal') for (const flag of ${JSON.stringify(PORTAL_FLAGS)}) abordoSetFlags(flag)`,
        // What a request brings lives for a moment: with more room for it less is moved about.
        "if (['fleet', 'demo'].includes(process.argv[2])) abordoSetFlags('--max-semi-space-size=64')",
        'const require = abordoCreateRequire(import.meta.url)',
        'const __filename = abordoFileURLToPath(import.meta.url)',
        "const __dirname = __filename.replace(/[/\\\\][^/\\\\]*$/, '')",
        "globalThis.abordoAssets ??= __dirname.replace(/[/\\\\]chunks$/, '')",
        `globalThis.abordoBuiltAtMs ??= ${builtAtMs}`,
        "globalThis.abordoNativeSqlite ??= globalThis.abordoAssets + '/better_sqlite3.node'",
      ].join('\n'),
    },
  })
  chmodSync(`${folder}/abordo.js`, 0o755)
  return metafile
}

/** better-sqlite3's native part, as it was built or fetched for this machine. */
export function nativeSqlite(): string {
  const require = createRequire(import.meta.url)
  const folder = require.resolve('better-sqlite3/package.json').replace(/package\.json$/, '')
  return `${folder}build/Release/better_sqlite3.node`
}
