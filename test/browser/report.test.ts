import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import type { CityReport } from '../../contract/city-report.ts'
import { describeWith } from '../describe-with.ts'
import { emptyReport, keepFinal, leonReport, richReport } from '../fakes/city-report.ts'
import { aReport } from '../fakes/fleet.ts'
import { LOOKS, type Office, openOffice, PHONE, whatIsWrong } from './office.ts'
import { printed } from './pdf.ts'
import { smallTargets } from './rider.ts'

const REVISIONS = [{ revision: 0, madeAt: '2026-11-08T06:01:00Z', reason: null }]
const inMonth = (month: string, report: CityReport): CityReport => ({
  ...report,
  ...{
    month,
    from: `${month}-01T06:00:00Z`,
    fromDate: `${month}-01`,
    toDate: `${month}-30`,
    revisions: REVISIONS,
    state: 'final',
  },
})
const [RICH, LEON, EMPTY] = ['2025-10', '2025-09', '2025-08']

async function anOffice(): Promise<Office> {
  const office = await openOffice()
  const { db } = office.fleet
  await keepFinal(db, { ...richReport(), ...{ month: RICH, from: `${RICH}-01T06:00:00Z` } })
  await keepFinal(db, inMonth(LEON, leonReport()), inMonth(EMPTY, emptyReport()))
  return office
}

describeWith(['chromium'], 'the report in a browser', () => {
  let office: Office
  beforeAll(async () => {
    office = await anOffice()
    const bus = await office.fleet.enrol('bus-1', 'T1')
    const at = new Date(Date.now() - 90_000).toISOString()
    await office.fleet.send(bus, [aReport(0, at, { riders: { connected: 1234, peak: 1300 } })])
  })
  afterAll(() => office.close())

  const PAGES = [
    ['the report', `/reports/document?month=${RICH}`],
    ['the report of León', `/reports/document?month=${LEON}`],
    ['the report of an empty month', `/reports/document?month=${EMPTY}`],
    ['a range', '/reports/document?from=2025-09-01&to=2025-09-03'],
    ['the city', '/city'],
    ['the public report', `/city/${RICH}`],
    ['the definitions', '/city/method'],
    ['a month that is not there', '/city/2011-01'],
    ['a chart for other sites', `/embed/riders?month=${RICH}`],
  ] as const

  it.each(PAGES)(
    '%s is clean to axe and fits every look',
    async (name, path) => {
      for (const look of LOOKS) {
        const query = `${path}${path.includes('?') ? '&' : '?'}lang=${look.lang}`
        const page = await office.open('official', query, look)
        await page.evaluate(() => {
          for (const part of document.querySelectorAll('details')) part.open = true
        })
        expect(await whatIsWrong(page, name, look)).toEqual([])
        await page.close()
      }
    },
    180_000,
  )

  it('has links that a thumb can hit, but for those within a sentence', async () => {
    for (const path of [`/reports/document?month=${RICH}`, '/city']) {
      const page = await office.open('official', path, { viewport: PHONE })
      expect(
        (await smallTargets(page)).filter((text) => !text.includes('Ir al contenido') && !text.includes('@')),
      ).toEqual([])
    }
  })

  it('asks for itself only, and breaks no rule of its own', async () => {
    const page = await office.open('official', '/city')
    const [asked, complaints] = [new Set<string>(), [] as string[]]
    page.on('request', (request) => asked.add(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    for (const path of [`/reports/document?month=${RICH}`, '/city', `/embed/riders?month=${RICH}`])
      await page.goto(`${office.origin}${path}`)
    expect([...asked].filter((url) => !url.startsWith(office.origin) && !url.startsWith('data:'))).toEqual([])
    expect(complaints).toEqual([])
  })

  it('goes to where to sign in for who is not', async () => {
    const page = await office.open(null, `/reports/document?month=${RICH}`)
    expect(new URL(page.url()).pathname).toBe('/')
  })

  it('shows its chart within another site’s page, which may frame nothing else', async () => {
    const page = await office.open(null, '/city')
    const newspaper = createServer((_, answer) => {
      answer.setHeader('Content-Type', 'text/html')
      const chart = `<img id="chart" src="${office.origin}/embed/sessions.svg?month=${RICH}">`
      answer.end(
        `${chart}<iframe src="${office.origin}/embed/riders?month=${RICH}"></iframe><iframe src="${office.origin}/city"></iframe>`,
      )
    })
    await new Promise<void>((resolve) => newspaper.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void newspaper.close())
    // Another name of this machine, so another site.
    await page.goto(`http://localhost:${(newspaper.address() as AddressInfo).port}/`)
    await page.locator('#chart').waitFor()
    expect(
      await page.locator('#chart').evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBe(720)
    const frame = page.frames().find((one) => one.url().includes('/embed/riders'))
    expect(await frame?.locator('h1').textContent()).toContain('Personas conectadas a la vez, por hora del día')
    expect(page.frames().filter((one) => one.url().endsWith('/city'))).toEqual([])
  })
})

describeWith(['chromium', 'poppler'], 'the report on paper', () => {
  let office: Office
  beforeAll(async () => {
    office = await anOffice()
  })
  afterAll(() => office.close())

  const REPORTS = [
    [RICH, 'es', 'Letter', '216 × 279', 7],
    [RICH, 'en', 'A4', '210 × 297', 7],
    [LEON, 'es', 'A4', '210 × 297', 13],
    [LEON, 'en', 'Letter', '216 × 279', 13],
    [EMPTY, 'es', 'Letter', '216 × 279', 2],
    [EMPTY, 'en', 'A4', '210 × 297', 2],
  ] as const

  it.each(REPORTS)(
    'of %s in %s on %s has its pages numbered, and no more of them than it needs',
    async (month, lang, format, size, most) => {
      const page = await office.open('official', `/reports/document?month=${month}&lang=${lang}`)
      const { pages, sizes } = await printed(page, `${month} ${lang}`, format)
      expect(new Set(sizes)).toEqual(new Set([size]))
      expect(pages.length).toBeLessThanOrEqual(most)
      const [word, of] = lang === 'es' ? ['Página', 'de'] : ['Page', 'of']
      const numbers = pages.map((_, index) => `${word} ${index + 1} ${of} ${pages.length}`)
      expect(pages.map((text) => new RegExp(`${word} \\d+ ${of} \\d+`).exec(text)?.[0])).toEqual(numbers)
      // What is only of use on a screen stays there, and no page is left over.
      expect(pages.join()).not.toMatch(/Volver a Abordo|Back to Abordo|Ir al contenido|Skip to/)
      expect(pages.filter((text) => text.trim().split('\n').length < 8)).toEqual([])
    },
  )

  it('repeats the head of a table on each page that it goes on to, and no heading stands alone at a foot', async () => {
    const page = await office.open('official', `/reports/document?month=${LEON}&lang=es`)
    const { pages } = await printed(page, 'heads', 'Letter')
    const withRoutes = pages.filter((text) => (text.match(/ – /g) ?? []).length > 8)
    expect(withRoutes.length).toBeGreaterThan(5)
    expect(withRoutes.filter((text) => !/Conexiones|Equipos/.test(text))).toEqual([])
    const lastLines = pages.map((text) =>
      text
        .trim()
        .split('\n')
        .filter((line) => line.trim() !== '')
        .at(-2)
        ?.trim(),
    )
    expect(lastLines.filter((line) => /^\d+ [A-ZÁÉÍÓÚ¿]/.test(line ?? '') && !/ – /.test(line ?? ''))).toEqual([])
  })
})
