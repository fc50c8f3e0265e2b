import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

export function popplerNeeds(): string | null {
  return spawnSync('pdftotext', ['-v']).error ? 'pdftotext is not installed (Debian package poppler-utils).' : null
}

export interface Paper {
  /** The text of each page, as it lies on it. */
  pages: string[]
  /** Of each page, in millimetres: `210 × 297`. */
  sizes: string[]
}

/** Prints a page on paper of a size, as a browser's Print does. The file goes to the folder ABORDO_SCREENSHOTS too, if any. */
export async function printed(page: Page, name: string, format: 'Letter' | 'A4'): Promise<Paper> {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-paper-'))
  try {
    const file = join(folder, 'report.pdf')
    const pdf = await page.pdf({ format, preferCSSPageSize: true, printBackground: false })
    writeFileSync(file, pdf)
    const shown = process.env.ABORDO_SCREENSHOTS
    if (shown) writeFileSync(join(shown, `${name} ${format}.pdf`), pdf)
    const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8' })
    const pages = run('pdftotext', '-layout', file, '-').split('\f').slice(0, -1)
    const info = run('pdfinfo', '-f', '1', '-l', String(pages.length), file)
    return {
      pages,
      sizes: [...info.matchAll(/size:\s+([\d.]+) x ([\d.]+)/g)].map(
        ([, width, height]) => `${millimetres(width)} × ${millimetres(height)}`,
      ),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function millimetres(points: string | undefined): number {
  return Math.round((Number(points) * 25.4) / 72)
}
