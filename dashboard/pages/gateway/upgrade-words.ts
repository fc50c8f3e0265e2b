import type { UpgradeState } from '../../../contract/release.ts'

interface UpgradeWords {
  software: string
  states: Record<UpgradeState, (version: string, at: string) => string>
  offered: (version: string) => string
  canary: string
}

const es: UpgradeWords = {
  software: 'Programa',
  states: {
    taken: (version) => `Descargó la ${version}; la instala fuera de servicio`,
    proved: (version, at) => `La ${version} funciona desde el ${at}`,
    'rolled-back': (version) => `La ${version} falló y volvió a la anterior`,
    refused: (version) => `Rechazó la ${version}`,
  },
  offered: (version) => `Le toca la ${version}`,
  canary: 'Equipo de prueba: recibe cada versión primero',
}
const en: UpgradeWords = {
  software: 'Software',
  states: {
    taken: (version) => `Has fetched ${version}; installs it out of service`,
    proved: (version, at) => `${version} works since ${at}`,
    'rolled-back': (version) => `${version} failed, and it went back to the one before`,
    refused: (version) => `Refused ${version}`,
  },
  offered: (version) => `Is to get ${version}`,
  canary: 'Test gateway: gets each version first',
}
export const upgradeWords = { es, en }
