import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build as bundle, type Plugin } from 'esbuild'
import { build as buildDashboard } from 'vite'
import { precompress } from './precompress.ts'

// `npm run build`: dist/ holds one bundled program with everything that it needs beside it; it runs without node_modules.
const root = fileURLToPath(new URL('..', import.meta.url))
const dist = `${root}dist`

/** zod carries its messages in fifty languages, of which the English ones are used. */
const withoutLocales: Plugin = {
  name: 'without-locales',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({ contents: 'export {}' }))
  },
}

rmSync(dist, { recursive: true, force: true })
await Promise.all([buildDashboard({ configFile: `${root}vite.config.ts`, logLevel: 'warn' }), bundleProgram()])
precompress(`${dist}/dashboard`)
await bundleRiderPages()
cpSync(`${root}db/fleet/migrations`, `${dist}/db/fleet/migrations`, { recursive: true })
cpSync(`${root}db/fleet/postgres-migrations`, `${dist}/db/fleet/postgres-migrations`, { recursive: true })
cpSync(`${root}db/gateway/migrations`, `${dist}/db/gateway/migrations`, { recursive: true })
cpSync(`${root}cli/demo/city/feed`, `${dist}/demo-feed`, { recursive: true })
cpSync(nativeSqlite(), `${dist}/better_sqlite3.node`)
writeFileSync(`${dist}/VERSION`, `${JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version}\n`)

async function bundleProgram(): Promise<void> {
  await bundle({
    absWorkingDir: root,
    entryPoints: ['cli/abordo.ts'],
    outdir: dist,
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
        // A gateway has little memory, and V8 would give 32 MB to objects that live for a moment. Before anything else is loaded.
        "if (process.argv[2] === 'portal') for (const flag of ['--max-semi-space-size=1', '--semi-space-growth-factor=1']) abordoSetFlags(flag)",
        // What a request brings lives for a moment: with more room for it less is moved about.
        "if (['fleet', 'demo'].includes(process.argv[2])) abordoSetFlags('--max-semi-space-size=64')",
        'const require = abordoCreateRequire(import.meta.url)',
        'const __filename = abordoFileURLToPath(import.meta.url)',
        "const __dirname = __filename.replace(/[/\\\\][^/\\\\]*$/, '')",
        "globalThis.abordoAssets ??= __dirname.replace(/[/\\\\]chunks$/, '')",
        `globalThis.abordoBuiltAtMs ??= ${Date.now()}`,
        "globalThis.abordoNativeSqlite ??= globalThis.abordoAssets + '/better_sqlite3.node'",
      ].join('\n'),
    },
  })
  chmodSync(`${dist}/abordo.js`, 0o755)
}

/** The riders' pages as the portal makes them, for the dashboard to show while a policy is written. */
async function bundleRiderPages(): Promise<void> {
  await bundle({
    absWorkingDir: root,
    entryPoints: { 'rider-pages': 'deploy/rider-pages.ts' },
    outdir: `${dist}/dashboard`,
    bundle: true,
    minify: true,
    plugins: [withoutLocales],
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    logLevel: 'warning',
  })
}

/** better-sqlite3's native part, as it was built or fetched for this machine. */
function nativeSqlite(): string {
  const require = createRequire(import.meta.url)
  const folder = require.resolve('better-sqlite3/package.json').replace(/package\.json$/, '')
  return `${folder}build/Release/better_sqlite3.node`
}
