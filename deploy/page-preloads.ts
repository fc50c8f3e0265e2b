import type { Plugin, Rolldown } from 'vite'
import { PAGES } from '../contract/pages.ts'

type Bundle = Rolldown.OutputBundle
type Chunk = Rolldown.OutputChunk

/** Pages whose first sight is the chart, whose program is most of what has to come. */
const WITH_CHART = new Set(['routes'])
/** What every page asks first, whoever opens it: asked for while the program is still on its way. */
const ASKED_FIRST = ['/api/me', '/api/routes']

/**
 * Writes an HTML file for each page of the dashboard that names the parts of the program which the page is going to load, so that a reader
 * on a slow line waits for them once and not one after another. The first page's is index.html, the others are in pages/.
 */
export function pagePreloads(): Plugin {
  return {
    name: 'page-preloads',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const index = bundle['index.html']
      if (index?.type !== 'asset') throw new Error('there is no index.html to name the parts of pages in')
      const plain = String(index.source)
      for (const page of PAGES) {
        this.emitFile({ type: 'asset', fileName: `pages/${page}.html`, source: withLinks(plain, bundle, page) })
      }
      index.source = withLinks(plain, bundle, 'now')
    },
  }
}

function withLinks(html: string, bundle: Bundle, page: string): string {
  const own = partsOf(bundle, `/pages/${page}/page.tsx`)
  const chart = WITH_CHART.has(page) ? partsOf(bundle, '/chart/riders-chart.ts') : []
  const files = [...new Set([...own, ...chart])].filter((file) => !html.includes(file))
  const links = [
    ...files.map((file) =>
      file.endsWith('.css')
        ? `<link rel="stylesheet" crossorigin href="/${file}">`
        : `<link rel="modulepreload" crossorigin href="/${file}">`,
    ),
    ...ASKED_FIRST.map((path) => `<link rel="preload" as="fetch" crossorigin href="${path}">`),
  ]
  return html.replace('</head>', `${links.map((link) => `  ${link}\n  `).join('')}</head>`)
}

/** Files of the chunk of a module and of all that it imports, each after those that it needs. */
function partsOf(bundle: Bundle, module: string): string[] {
  const chunks = Object.values(bundle).filter((one): one is Chunk => one.type === 'chunk')
  const first = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module))
  if (!first) throw new Error(`no part of the dashboard is made of ${module}`)
  const found = new Set<string>()
  const visit = (chunk: Chunk) => {
    for (const name of chunk.imports) {
      const next = chunks.find(({ fileName }) => fileName === name)
      if (next && !found.has(name)) visit(next)
    }
    for (const file of chunk.viteMetadata?.importedCss ?? []) found.add(file)
    found.add(chunk.fileName)
  }
  visit(first)
  return [...found]
}
