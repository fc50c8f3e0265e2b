import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { pagePreloads } from './deploy/page-preloads.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: at('dashboard'),
  base: '/',
  plugins: [pagePreloads()],
  build: {
    outDir: at('dist/dashboard'),
    emptyOutDir: true,
    target: 'es2022',
    // The fleet's policy is `default-src 'self'`, which refuses data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': 'http://localhost:8080' } },
})
