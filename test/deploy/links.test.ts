import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const LARGEST_PICTURE = 150 * 1024

const list = (...args: string[]) =>
  execFileSync('git', ['-C', ROOT, 'ls-files', '--cached', '--others', '--exclude-standard', ...args], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter((name) => name !== '' && existsSync(join(ROOT, name)))

/** What a heading is called as the target of a link, as GitHub makes it. */
const anchorOf = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')

function anchorsIn(file: string): string[] {
  return [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    anchorOf(heading),
  )
}

/** Links and pictures of a page that lead to this project itself and to nothing there. */
function broken(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```.*?^```/gms, '')
  const targets = [...text.matchAll(/(?:\]\(|<img src=")([^)"\s]+)[)"]/g)].map(([, target = '']) => target)
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page : normalize(join(dirname(page), path))
      if (!existsSync(join(ROOT, file))) return true
      return anchor !== undefined && !anchorsIn(file).includes(anchor)
    })
    .map((target) => `${page}: ${target}`)
}

it('every link and picture of a page leads to something', () => {
  const pages = list('*.md')
  expect(pages).toContain('README.md')
  expect(pages.flatMap(broken)).toEqual([])
})

it('no picture of docs/pictures weighs more than 150 kB, and each is shown somewhere', () => {
  const pictures = list('docs/pictures')
  expect(pictures.length).toBeGreaterThan(0)
  expect(pictures.filter((name) => statSync(join(ROOT, name)).size > LARGEST_PICTURE)).toEqual([])
  const pages = list('*.md')
    .map((name) => readFileSync(join(ROOT, name), 'utf8'))
    .join('\n')
  expect(pictures.filter((name) => !pages.includes(name.replace('docs/', '')))).toEqual([])
})

it('a page for one reader is short, and stands in both languages', () => {
  const lines = (name: string) => readFileSync(join(ROOT, 'docs', name), 'utf8').split('\n').length
  for (const [es, en] of [
    ['es/tecnico.md', 'en/technician.md'],
    ['es/operador.md', 'en/operator.md'],
    ['es/funcionario.md', 'en/official.md'],
  ] as const) {
    expect([es, lines(es) <= 121]).toEqual([es, true])
    expect([en, lines(en) <= 121]).toEqual([en, true])
  }
})
